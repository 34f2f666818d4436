// A bump allocator whose memory is freed at once. Each block is preceded by its size.

#include "arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
  // The parser asks for nothing that needs more.
  ALIGNMENT = 8,
  BLOCK_HEADER = sizeof(size_t),
  FIRST_CHUNK = 256 * 1024,
  LARGEST_CHUNK = 32 * 1024 * 1024,
  HUGE_CHUNK = 4 * 1024 * 1024,
};

static size_t rounded(size_t size, size_t unit) { return (size + unit - 1) & ~(unit - 1); }

static size_t block_size(const unsigned char *block) {
  return *(const size_t *)(const void *)(block - BLOCK_HEADER);
}

static void set_block_size(unsigned char *block, size_t size) {
  *(size_t *)(void *)(block - BLOCK_HEADER) = size;
}

// Fresh pages are zero already, which spares clearing each block.
static bool add_chunk(cmark_budget_arena *arena, size_t needed) {
  if (needed > SIZE_MAX / 2)
    return false;
  size_t header = rounded(sizeof(struct arena_chunk), ALIGNMENT);
  size_t size = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK;
  if (size > LARGEST_CHUNK)
    size = LARGEST_CHUNK;
  if (size < needed + header)
    size = rounded(needed + header, 4096);
  uint64_t left = arena->limit - arena->used;
  if (size > left)
    size = (size_t)left;
  if (size < needed + header)
    return false;
  struct arena_chunk *chunk =
      mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (chunk == MAP_FAILED)
    return false;
#ifdef MADV_HUGEPAGE
  // A large note fills its chunks; huge pages spare most page faults.
  if (size >= HUGE_CHUNK)
    madvise(chunk, size, MADV_HUGEPAGE);
#endif
  chunk->previous = arena->chunk;
  chunk->size = size;
  arena->chunk = chunk;
  arena->used += size;
  arena->next = (unsigned char *)chunk + header;
  arena->end = (unsigned char *)chunk + size;
  arena->last = NULL;
  return true;
}

void *arena_allocate(cmark_budget_arena *arena, size_t size) {
  if (size > SIZE_MAX / 4)
    return NULL;
  size_t whole = BLOCK_HEADER + rounded(size, ALIGNMENT);
  if (whole > (size_t)(arena->end - arena->next) && !add_chunk(arena, whole))
    return NULL;
  unsigned char *block = arena->next + BLOCK_HEADER;
  set_block_size(block, whole - BLOCK_HEADER);
  arena->next += whole;
  arena->last = block;
  return block;
}

// The bytes beyond the old size are not cleared; the parser does not ask for that.
void *arena_grow(cmark_budget_arena *arena, void *pointer, size_t size) {
  unsigned char *block = pointer;
  if (!block)
    return arena_allocate(arena, size);
  size_t old = block_size(block);
  if (size <= old)
    return block;
  if (size > SIZE_MAX / 4)
    return NULL;
  if (block == arena->last && rounded(size, ALIGNMENT) <= (size_t)(arena->end - block)) {
    set_block_size(block, rounded(size, ALIGNMENT));
    arena->next = block + rounded(size, ALIGNMENT);
    return block;
  }
  void *moved = arena_allocate(arena, size);
  if (moved)
    memcpy(moved, block, old);
  return moved;
}

// The last block goes back, cleared, since blocks must be zero when they are handed out.
void arena_release(cmark_budget_arena *arena, void *pointer) {
  unsigned char *block = pointer;
  if (!block || block != arena->last)
    return;
  memset(block, 0, block_size(block));
  arena->next = block - BLOCK_HEADER;
  arena->last = NULL;
}

cmark_budget_arena *cmark_budget_arena_new(void) {
  cmark_budget_arena *arena = calloc(1, sizeof(*arena));
  if (arena)
    arena->limit = UINT64_MAX;
  return arena;
}

void cmark_budget_arena_free(cmark_budget_arena *arena) {
  if (!arena)
    return;
  struct arena_chunk *chunk = arena->chunk;
  while (chunk) {
    struct arena_chunk *previous = chunk->previous;
    munmap(chunk, chunk->size);
    chunk = previous;
  }
  free(arena);
}

void *cmark_budget_allocate(cmark_budget_arena *arena, size_t size) {
  void *block = arena_allocate(arena, size);
  if (!block)
    arena->exhausted = true;
  return block;
}
