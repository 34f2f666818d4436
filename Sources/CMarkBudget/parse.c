// Runs the parser on an arena. The parser takes no "no" from its allocator, so a used-up budget
// leaves it by a jump; a loop of its own that never allocates is left by a timer's signal.

#define _GNU_SOURCE
#include "parts.h"
#include "watchdog.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include <cmark-gfm-core-extensions.h>

enum {
  // The clock is read once in so many allocations.
  CLOCK_INTERVAL = 1024,
  // Below this many bytes no loop of the parser can last.
  WATCHED_LENGTH = 16 * 1024,
};

// The running parse. One runs at a time.
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;
static struct {
  cmark_budget_arena *arena;
  sigjmp_buf escape;
  uint64_t deadline;
  // When the parser was left for foreign code.
  uint64_t left;
  // The allocations at the watchdog's last tick.
  uint64_t seen_allocations;
  // Whether the watchdog may abort the parse right now.
  volatile sig_atomic_t interruptible;
  // Whether the watchdog saw the deadline pass: then the next allocation ends the parse.
  volatile sig_atomic_t expired;
} run;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Jumps out of the parser, from wherever it is.
static void abort_parse(cmark_budget_status status) {
  run.interruptible = 0;
  siglongjmp(run.escape, (int)status);
}

static void count_allocation(void) {
  if (run.expired || (++run.arena->allocations % CLOCK_INTERVAL == 0 && now() > run.deadline))
    abort_parse(CMARK_BUDGET_OUT_OF_TIME);
}

static void *budget_calloc(size_t count, size_t size) {
  count_allocation();
  size_t whole;
  void *block =
      __builtin_mul_overflow(count, size, &whole) ? NULL : arena_allocate(run.arena, whole);
  if (!block)
    abort_parse(CMARK_BUDGET_OUT_OF_MEMORY);
  return block;
}

static void *budget_realloc(void *pointer, size_t size) {
  count_allocation();
  void *block = arena_grow(run.arena, pointer, size);
  if (!block)
    abort_parse(CMARK_BUDGET_OUT_OF_MEMORY);
  return block;
}

static void budget_free(void *pointer) { arena_release(run.arena, pointer); }

static cmark_mem budget_memory = {budget_calloc, budget_realloc, budget_free};

// No jump may cross foreign code, and its time is not the parser's.
void leave_parser(void) {
  run.interruptible = 0;
  run.left = now();
}

void return_to_parser(void) {
  run.deadline += now() - run.left;
  if (run.arena->exhausted)
    abort_parse(CMARK_BUDGET_OUT_OF_MEMORY);
  run.interruptible = 1;
}

enum { TABLE, STRIKETHROUGH, AUTOLINK, TASKLIST, EXTENSION_COUNT };
static cmark_syntax_extension *extensions[EXTENSION_COUNT];

static void register_extensions(void) {
  static const char *const names[EXTENSION_COUNT] = {"table", "strikethrough", "autolink", "tasklist"};
  cmark_gfm_core_extensions_ensure_registered();
  for (size_t i = 0; i < EXTENSION_COUNT; i++)
    extensions[i] = cmark_find_syntax_extension(names[i]);
}

// Footnotes and autolinks cost more passes over all inlines. Text that can hold none goes without.

static bool may_have_footnotes(const char *bytes, size_t length) {
  const char *end = bytes + length;
  for (const char *next = bytes; next < end; next++) {
    next = memchr(next, '[', (size_t)(end - next));
    if (!next || next + 1 == end)
      return false;
    // The caret may be written as an escape or an entity.
    if (next[1] == '^' || next[1] == '\\' || next[1] == '&')
      return true;
  }
  return false;
}

static bool may_have_autolinks(const char *bytes, size_t length) {
  return length > 0 && (memchr(bytes, '@', length) || memmem(bytes, length, "://", 3) ||
                        memmem(bytes, length, "www.", 4) || memmem(bytes, length, "&commat;", 8) ||
                        memmem(bytes, length, "&#", 2));
}

static void parse_document(const char *bytes, size_t length, const cmark_budget_callbacks *callbacks) {
  if (!extensions[0])
    register_extensions();
  int options = CMARK_OPT_SOURCEPOS | (may_have_footnotes(bytes, length) ? CMARK_OPT_FOOTNOTES : 0);
  bool skips_autolinks = !may_have_autolinks(bytes, length);
  cmark_parser *parser = cmark_parser_new_with_mem(options, &budget_memory);
  for (size_t i = 0; i < EXTENSION_COUNT; i++)
    if (i != AUTOLINK || !skips_autolinks)
      cmark_parser_attach_syntax_extension(parser, extensions[i]);
  parts_attach(parser, run.arena, callbacks, skips_autolinks ? NULL : extensions[AUTOLINK]);
  cmark_parser_feed(parser, bytes, length);
  cmark_parser_finish(parser);
}

// The watchdog's signal handler. Past the deadline, the next allocation ends the parse. A parser that has not
// allocated for a whole tick sits in a loop of its own. It holds no lock there: it allocates through the arena alone.
static void tick(int number) {
  (void)number;
  if (!run.interruptible || now() < run.deadline)
    return;
  run.expired = 1;
  uint64_t allocations = run.arena->allocations;
  if (allocations == run.seen_allocations)
    abort_parse(CMARK_BUDGET_OUT_OF_TIME);
  run.seen_allocations = allocations;
}

cmark_budget_status cmark_budget_parse(const char *bytes, size_t length, cmark_budget_limits limits,
                                       cmark_budget_callbacks callbacks) {
  cmark_budget_arena *arena = arena_new(limits.memory);
  if (!arena)
    return CMARK_BUDGET_OUT_OF_MEMORY;
  pthread_mutex_lock(&parsing);
  run.arena = arena;
  run.deadline = now() + limits.nanoseconds;
  run.seen_allocations = UINT64_MAX;
  run.expired = 0;

  watchdog dog = {.is_set = false};
  if (length >= WATCHED_LENGTH)
    watchdog_start(&dog, limits.nanoseconds, tick);
  int status = sigsetjmp(run.escape, 0);
  if (status == CMARK_BUDGET_OK) {
    run.interruptible = 1;
    parse_document(bytes, length, &callbacks);
    run.interruptible = 0;
  }
  watchdog_stop(&dog);
  run.arena = NULL;
  pthread_mutex_unlock(&parsing);
  arena_free(arena);
  return (cmark_budget_status)status;
}
