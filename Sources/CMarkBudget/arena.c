// A bump allocator whose memory is freed at once, or back to a mark. Each block is preceded by its size.

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
  // From this size on, a chunk asks for huge pages.
  HUGE_PAGES_FROM = 4 * 1024 * 1024,
};

// Under AddressSanitizer, what is not handed out, or not any more, must not be touched.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

static void forbid(unsigned char *start, const unsigned char *end) {
  ASAN_POISON_MEMORY_REGION(start, (size_t)(end - start));
}

static void permit(unsigned char *start, size_t size) { ASAN_UNPOISON_MEMORY_REGION(start, size); }

static size_t rounded(size_t size, size_t unit) { return (size + unit - 1) & ~(unit - 1); }

static size_t block_size(const unsigned char *block) {
  return *(const size_t *)(const void *)(block - BLOCK_HEADER);
}

static void set_block_size(unsigned char *block, size_t size) {
  *(size_t *)(void *)(block - BLOCK_HEADER) = size;
}

static unsigned char *chunk_start(struct arena_chunk *chunk) {
  return (unsigned char *)chunk + rounded(sizeof(struct arena_chunk), ALIGNMENT);
}

static void free_chunk(cmark_budget_arena *arena, struct arena_chunk *chunk) {
  arena->used -= chunk->size;
  permit((unsigned char *)chunk, chunk->size);
  munmap(chunk, chunk->size);
}

static void begin_chunk(cmark_budget_arena *arena, struct arena_chunk *chunk) {
  chunk->previous = arena->chunk;
  arena->chunk = chunk;
  arena->next = chunk_start(chunk);
  arena->end = (unsigned char *)chunk + chunk->size;
  arena->last = NULL;
  forbid(arena->next, arena->end);
}

// What is used of a chunk lies below its `clean`. For the current one, this is set when it is left.
static void note_use(cmark_budget_arena *arena) {
  if (arena->chunk && arena->next > arena->chunk->clean)
    arena->chunk->clean = arena->next;
}

static bool add_chunk(cmark_budget_arena *arena, size_t needed) {
  if (needed > SIZE_MAX / 2)
    return false;
  note_use(arena);
  size_t header = rounded(sizeof(struct arena_chunk), ALIGNMENT);
  struct arena_chunk *spare = arena->spare;
  arena->spare = NULL;
  if (spare && spare->size >= needed + header) {
    begin_chunk(arena, spare);
    return true;
  }
  if (spare)
    free_chunk(arena, spare);
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
  if (size >= HUGE_PAGES_FROM)
    madvise(chunk, size, MADV_HUGEPAGE);
#endif
  chunk->size = size;
  chunk->clean = chunk_start(chunk);
  arena->used += size;
  begin_chunk(arena, chunk);
  return true;
}

static unsigned char *bump(cmark_budget_arena *arena, size_t size) {
  if (size > SIZE_MAX / 4)
    return NULL;
  size_t whole = BLOCK_HEADER + rounded(size, ALIGNMENT);
  if (whole > (size_t)(arena->end - arena->next) && !add_chunk(arena, whole))
    return NULL;
  unsigned char *block = arena->next + BLOCK_HEADER;
  permit(arena->next, whole);
  set_block_size(block, whole - BLOCK_HEADER);
  arena->next += whole;
  arena->last = block;
  return block;
}

// Fresh pages are zero already; only what was used before is cleared.
void *arena_allocate(cmark_budget_arena *arena, size_t size) {
  unsigned char *block = bump(arena, size);
  if (block && block < arena->chunk->clean)
    memset(block, 0, block_size(block));
  return block;
}

void *arena_grow(cmark_budget_arena *arena, void *pointer, size_t size) {
  unsigned char *block = pointer;
  if (!block)
    return bump(arena, size);
  size_t old = block_size(block);
  if (size <= old)
    return block;
  if (size > SIZE_MAX / 4)
    return NULL;
  size_t whole = rounded(size, ALIGNMENT);
  if (block == arena->last && whole <= (size_t)(arena->end - block)) {
    permit(block, whole);
    set_block_size(block, whole);
    arena->next = block + whole;
    return block;
  }
  void *moved = bump(arena, size);
  if (moved)
    memcpy(moved, block, old);
  return moved;
}

void arena_release(cmark_budget_arena *arena, void *pointer) {
  unsigned char *block = pointer;
  if (!block || block != arena->last)
    return;
  note_use(arena);
  forbid(block - BLOCK_HEADER, arena->next);
  arena->next = block - BLOCK_HEADER;
  arena->last = NULL;
}

arena_mark arena_marked(const cmark_budget_arena *arena) {
  return (arena_mark){.chunk = arena->chunk, .next = arena->next};
}

void arena_reset(cmark_budget_arena *arena, arena_mark mark) {
  note_use(arena);
  while (arena->chunk != mark.chunk) {
    struct arena_chunk *chunk = arena->chunk;
    arena->chunk = chunk->previous;
    if (arena->spare)
      free_chunk(arena, arena->spare);
    arena->spare = chunk;
    forbid(chunk_start(chunk), (unsigned char *)chunk + chunk->size);
  }
  arena->next = mark.next;
  arena->end = mark.chunk ? (unsigned char *)mark.chunk + mark.chunk->size : NULL;
  arena->last = NULL;
  if (arena->next)
    forbid(arena->next, arena->end);
}

cmark_budget_arena *arena_new(uint64_t limit) {
  cmark_budget_arena *arena = calloc(1, sizeof(*arena));
  if (arena)
    arena->limit = limit;
  return arena;
}

void arena_free(cmark_budget_arena *arena) {
  if (arena->spare)
    free_chunk(arena, arena->spare);
  while (arena->chunk) {
    struct arena_chunk *chunk = arena->chunk;
    arena->chunk = chunk->previous;
    free_chunk(arena, chunk);
  }
  free(arena);
}

void *cmark_budget_allocate(cmark_budget_arena *arena, size_t size) {
  void *block = arena_allocate(arena, size);
  if (!block)
    arena->exhausted = true;
  return block;
}
