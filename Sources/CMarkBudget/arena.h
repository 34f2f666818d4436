#ifndef OKRMD_CMARK_ARENA_H
#define OKRMD_CMARK_ARENA_H

#include "cmark_budget.h"

/// One stretch of memory. The header stands at its start.
struct arena_chunk {
  struct arena_chunk *previous;
  size_t size;
  /// The bytes behind this were never used: they are zero.
  unsigned char *clean;
};

struct cmark_budget_arena {
  struct arena_chunk *chunk;
  /// A chunk that was given back, for the next one that is needed.
  struct arena_chunk *spare;
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

/// A state that the arena can go back to.
typedef struct {
  struct arena_chunk *chunk;
  unsigned char *next;
} arena_mark;

/// A new arena; NULL when the machine has no memory left.
cmark_budget_arena *arena_new(uint64_t limit);
/// Frees the arena and all in it.
void arena_free(cmark_budget_arena *arena);

/// Zeroed memory; NULL when the limit is reached.
void *arena_allocate(cmark_budget_arena *arena, size_t size);
/// The block with room for more, moved if need be; NULL when the limit is reached. What it grows by is not zeroed.
void *arena_grow(cmark_budget_arena *arena, void *block, size_t size);
/// Frees a block, if it is the last one that was handed out. The others stay until a reset.
void arena_release(cmark_budget_arena *arena, void *block);

/// The state now, for `arena_reset`.
arena_mark arena_marked(const cmark_budget_arena *arena);
/// Frees all blocks handed out since the mark. What they took is used again, while it is still in the
/// processor's cache.
void arena_reset(cmark_budget_arena *arena, arena_mark mark);

#endif
