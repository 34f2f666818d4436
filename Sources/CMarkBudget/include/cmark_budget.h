#ifndef OKRMD_CMARK_BUDGET_H
#define OKRMD_CMARK_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cmark_node;

/// How a parse ended.
typedef enum {
  CMARK_BUDGET_OK = 0,
  CMARK_BUDGET_OUT_OF_MEMORY = 1,
  CMARK_BUDGET_OUT_OF_TIME = 2,
} cmark_budget_status;

/// What one document may use.
typedef struct {
  /// The bytes that the parser may have allocated.
  uint64_t memory;
  /// The nanoseconds that the parser may run. Callbacks are not counted.
  uint64_t nanoseconds;
} cmark_budget_limits;

/// The memory of the document that is being parsed.
typedef struct cmark_budget_arena cmark_budget_arena;

/// What is called while a document is parsed. Inlines and `content` live until the call returns, blocks until the parse
/// ends.
typedef struct {
  void *context;

  /// With each paragraph, heading and table cell, before its inlines are parsed: its raw text is in `content`. May
  /// replace that text, with memory from `cmark_budget_allocate`.
  void (*prepare_text)(void *context, cmark_budget_arena *arena, struct cmark_node *block);

  /// When all blocks before `end` are complete, inlines included. Called several times, each time with a later
  /// block; the last time with one behind all others. Footnote definitions are left out.
  void (*part_ready)(void *context, struct cmark_node *root, struct cmark_node *end);

  /// At the end, with each footnote definition: first those that are referred to, in the order of their numbers,
  /// then the others, which are not `used`.
  void (*footnote_ready)(void *context, struct cmark_node *definition, bool used);
} cmark_budget_callbacks;

/// Zeroed memory from the arena, or NULL when the budget is used up; the parse then ends with
/// CMARK_BUDGET_OUT_OF_MEMORY as soon as the callback returns. Never jumps.
void *cmark_budget_allocate(cmark_budget_arena *arena, size_t size);

/// Parses a document with the extensions table, strikethrough, autolink, tasklist and footnotes.
/// One parse runs at a time (the parser keeps global state); other callers wait. So a callback must not parse.
cmark_budget_status cmark_budget_parse(const char *bytes, size_t length, cmark_budget_limits limits,
                                       cmark_budget_callbacks callbacks);

#endif
