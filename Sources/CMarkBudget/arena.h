// Memory that is freed all at once: a bump allocator with free lists. Each block is preceded by its size.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum {
  HEADER = sizeof(size_t),
  UNIT = 16,
  // Freed blocks up to this size are used again: nodes, delimiters, short texts.
  LARGEST_REUSED = 512,
  FIRST_CHUNK = 256 << 10,
  LARGEST_CHUNK = 32 << 20,
};

typedef struct chunk {
  struct chunk *previous;
  size_t size;
} chunk;

typedef struct {
  chunk *newest;
  unsigned char *next, *end; // Its free part.
  // Freed blocks, by size in units. Each begins with the address of the next one.
  void *freed[LARGEST_REUSED / UNIT + 1];
  uint64_t used, limit; // What all chunks take, and may.
} arena;

// Under AddressSanitizer, what is not handed out, or not any more, must not be touched.
#if defined(__has_feature) && __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

static inline size_t *size_of(void *block) { return (size_t *)((unsigned char *)block - HEADER); }

// With its header, a block takes a whole number of units.
static inline size_t usable(size_t size) { return ((size + HEADER + UNIT - 1) & ~(size_t)(UNIT - 1)) - HEADER; }

static bool arena_add_chunk(arena *arena, size_t needed) {
  uint64_t left = arena->limit > arena->used ? arena->limit - arena->used : 0;
  size_t last = arena->newest ? arena->newest->size : FIRST_CHUNK / 2;
  size_t size = last < LARGEST_CHUNK ? last * 2 : LARGEST_CHUNK;
  needed += sizeof(chunk);
  size = size < needed ? (needed + 4095) & ~(size_t)4095 : size;
  size = size > left ? (size_t)left : size;
  chunk *added =
      size < needed ? MAP_FAILED : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (added == MAP_FAILED)
    return false;
#ifdef MADV_HUGEPAGE
  if (size >= 4 << 20)
    madvise(added, size, MADV_HUGEPAGE); // Spares most page faults.
#endif
  *added = (chunk){.previous = arena->newest, .size = size};
  arena->newest = added;
  arena->used += size;
  arena->next = (unsigned char *)(added + 1);
  arena->end = (unsigned char *)added + size;
  ASAN_POISON_MEMORY_REGION(arena->next, (size_t)(arena->end - arena->next));
  return true;
}

/// Zeroed memory; NULL when the limit is reached.
static void *arena_allocate(arena *arena, size_t size) {
  if (size > SIZE_MAX / 4)
    return NULL;
  size = usable(size);
  void **list = size <= LARGEST_REUSED ? &arena->freed[size / UNIT] : NULL;
  if (list && *list) {
    void *block = *list;
    ASAN_UNPOISON_MEMORY_REGION(block, size);
    *list = *(void **)block;
    return memset(block, 0, size);
  }
  if (size + HEADER > (size_t)(arena->end - arena->next) && !arena_add_chunk(arena, size + HEADER))
    return NULL;
  unsigned char *block = arena->next + HEADER; // Pages that were never used are zero.
  ASAN_UNPOISON_MEMORY_REGION(arena->next, size + HEADER);
  *size_of(block) = size;
  arena->next = block + size;
  return block;
}

static void arena_release(arena *arena, void *block) {
  if (!block || *size_of(block) > LARGEST_REUSED)
    return;
  void **list = &arena->freed[*size_of(block) / UNIT];
  *(void **)block = *list;
  *list = block;
  ASAN_POISON_MEMORY_REGION(block, *size_of(block));
}

/// The block with room for more, moved if need be; NULL when the limit is reached. What it grows by is not zeroed.
static void *arena_grow(arena *arena, void *block, size_t size) {
  if (block && size <= *size_of(block))
    return block;
  void *moved = arena_allocate(arena, size);
  if (moved && block) {
    memcpy(moved, block, *size_of(block));
    arena_release(arena, block);
  }
  return moved;
}

static void arena_free(arena *arena) {
  for (chunk *next; arena->newest; arena->newest = next) {
    next = arena->newest->previous;
    ASAN_UNPOISON_MEMORY_REGION(arena->newest, arena->newest->size);
    munmap(arena->newest, arena->newest->size);
  }
}
