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
  /// The nanoseconds that the parser may run.
  uint64_t nanoseconds;
} cmark_budget_limits;

/// The memory of one parsed document. Everything is freed at once.
typedef struct cmark_budget_arena cmark_budget_arena;

/// Called between the block phase and the inline phase with the document's root, whose paragraphs,
/// headings and table cells hold their raw text in `content`. May replace that text, with memory
/// from `cmark_budget_allocate`.
typedef void (*cmark_budget_blocks_ready)(void *context, cmark_budget_arena *arena,
                                          struct cmark_node *root);

/// A new arena; NULL when the machine has no memory left.
cmark_budget_arena *cmark_budget_arena_new(void);

/// Frees the arena and every node in it.
void cmark_budget_arena_free(cmark_budget_arena *arena);

/// Zeroed memory from the arena, or NULL when the budget is used up; the parse then ends with
/// CMARK_BUDGET_OUT_OF_MEMORY as soon as the callback returns. Never jumps.
void *cmark_budget_allocate(cmark_budget_arena *arena, size_t size);

/// Parses a document with the extensions table, strikethrough, autolink, tasklist and footnotes.
/// On success `*root` is its tree, which lives as long as the arena. One parse runs at a time
/// (the parser keeps global state); other callers wait.
cmark_budget_status cmark_budget_parse(cmark_budget_arena *arena, const char *bytes, size_t length,
                                       cmark_budget_limits limits,
                                       cmark_budget_blocks_ready blocks_ready, void *context,
                                       struct cmark_node **root);

#endif
