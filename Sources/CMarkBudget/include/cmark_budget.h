#pragma once

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

/// What one document may use: bytes that the parser allocates, and nanoseconds that it runs, callbacks not counted.
typedef struct {
  uint64_t memory;
  uint64_t nanoseconds;
} cmark_budget_limits;

/// A document, and what is called while it is parsed.
typedef struct {
  const char *bytes;
  size_t length;
  /// Extensions that cost time, for text that needs them. Tables and strikethrough are always there.
  bool has_footnotes, has_autolinks;
  void *context;
  /// When all blocks are there and no inlines are parsed yet: their raw text may be changed.
  void (*blocks_parsed)(void *context, struct cmark_node *root);
  /// At the end. Then nodes are gone.
  void (*parsed)(void *context, struct cmark_node *root);
} cmark_budget_document;

/// Parses a document. Its line numbers are one too high: an empty line comes first. One parse runs at a time (the
/// parser keeps global state); other callers wait, so a callback must not parse.
cmark_budget_status cmark_budget_parse(const cmark_budget_document *document, cmark_budget_limits limits);

/// Runs any C code as the parser is run: it is left by a jump when its budget is used up. One that `may_loop` without
/// allocating is left by a signal.
cmark_budget_status cmark_budget_run(cmark_budget_limits limits, bool may_loop, void (*work)(const void *context),
                                     const void *context);
