#ifndef OKRMD_CMARK_PARTS_H
#define OKRMD_CMARK_PARTS_H

#include "arena.h"

#include <cmark-gfm.h>
#include <cmark-gfm/node.h>
// `parser.h` asks for this one without the `map.h` that it needs.
#include <cmark-gfm/map.h>
#include <cmark-gfm/references.h>
#include <cmark-gfm/parser.h>
#include <cmark-gfm/syntax_extension.h>

/// Makes the parser call the hooks of this file while it parses inlines.
///
/// - autolinks: the extension that looks for addresses in finished text, or NULL.
void parts_attach(cmark_parser *parser, cmark_budget_arena *arena,
                  const cmark_budget_callbacks *callbacks, cmark_syntax_extension *autolinks);

/// Around calls of foreign code, which the parser must not be left from (parse.c).
void leave_parser(void);
void return_to_parser(void);

#endif
