#ifndef OKRMD_CMARK_FOOTNOTES_H
#define OKRMD_CMARK_FOOTNOTES_H

#include "parts.h"

/// Finds the footnote definitions of a document whose blocks are complete.
void footnotes_collect(cmark_node *root, const cmark_parser *parser);

/// How many definitions there are.
size_t footnotes_count(void);

/// Gives the references in a block their numbers, in the order in which blocks are handed to this function.
/// What refers to nothing becomes text again.
void footnotes_resolve(cmark_node *block);

/// Hands over the definitions: those that are referred to, by number, then the others.
void footnotes_hand_over(const cmark_budget_callbacks *callbacks);

#endif
