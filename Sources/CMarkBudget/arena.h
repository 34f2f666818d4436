#ifndef OKRMD_CMARK_ARENA_H
#define OKRMD_CMARK_ARENA_H

#include "cmark_budget.h"

/// One stretch of memory. The header stands at its start.
struct arena_chunk {
  struct arena_chunk *previous;
  size_t size;
};

struct cmark_budget_arena {
  struct arena_chunk *chunk;
  /// The free part of `chunk`.
  unsigned char *next;
  unsigned char *end;
  /// The last block handed out: it alone can grow in place.
  unsigned char *last;
  /// What the chunks take together, and may.
  uint64_t used;
  uint64_t limit;
  /// Counts allocations. The clock is read now and then, and the watchdog sees whether the parser moves.
  volatile uint64_t allocations;
  bool exhausted;
};

void *arena_allocate(cmark_budget_arena *arena, size_t size);
void *arena_grow(cmark_budget_arena *arena, void *block, size_t size);
void arena_release(cmark_budget_arena *arena, void *block);

#endif
