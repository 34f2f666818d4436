// Runs the parser on an arena. The parser cannot handle a failed allocation, so a used-up budget leaves it by a jump.
// Its versions before 0.29.0.gfm.13 have loops that allocate nothing: those are left by a signal.

#include "cmark_budget.h"
#include "arena.h"
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

enum {
  // The clock is read once in so many allocations.
  CLOCK_INTERVAL = 1024,
  TICK_NANOSECONDS = 50 * 1000 * 1000,
  // Below this many bytes no loop of the parser can last.
  WATCHED_LENGTH = 16 * 1024,
  FIRST_VERSION_WITHOUT_LOOPS = (0 << 24) | (29 << 16) | (0 << 8) | 13,
};

// The running parse. One runs at a time.
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;
static struct {
  arena arena;
  sigjmp_buf escape;
  pthread_t thread;
  _Atomic uint64_t deadline;
  // How many allocations there were, and had been at the watchdog's last tick.
  volatile uint64_t allocations, seen_allocations;
  // Whether a callback runs, or nothing. No jump may leave those.
  volatile sig_atomic_t is_outside;
  // Whether the watchdog saw the deadline pass: then the next allocation ends the parse.
  volatile sig_atomic_t is_expired;
} run = {.is_outside = 1};

static uint64_t clock_time(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t now(void) { return clock_time(CLOCK_MONOTONIC); }

static _Noreturn void abort_parse(cmark_budget_status status) {
  run.is_outside = 1;
  siglongjmp(run.escape, (int)status);
}

// What the arena gave. The clock is read now and then.
static void *checked(void *block) {
  if (!block && run.is_outside)
    abort(); // A callback has no limit: the machine's memory is used up.
  if (!block)
    abort_parse(CMARK_BUDGET_OUT_OF_MEMORY);
  if (!run.is_outside && (run.is_expired || (++run.allocations % CLOCK_INTERVAL == 0 && now() > run.deadline)))
    abort_parse(CMARK_BUDGET_OUT_OF_TIME);
  return block;
}

static void *budget_calloc(size_t count, size_t size) {
  size_t whole;
  return checked(__builtin_mul_overflow(count, size, &whole) ? NULL : arena_allocate(&run.arena, whole));
}

static void *budget_realloc(void *block, size_t size) { return checked(arena_grow(&run.arena, block, size)); }

static void budget_free(void *block) { arena_release(&run.arena, block); }

static cmark_mem budget_memory = {budget_calloc, budget_realloc, budget_free};

// A real-time signal where there are any: the system gives it no meaning. Elsewhere one that is ignored by default.
#ifdef SIGRTMIN
#define WATCHDOG_SIGNAL (SIGRTMIN + 7)
#else
#define WATCHDOG_SIGNAL SIGURG
#endif

// A thread that sleeps until the deadline. Only then it installs a signal handler and begins to interrupt the parser.
static struct {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t stopped;
  bool is_stopped, has_handler;
  // How the program handled the signal before, and which ones this thread blocked.
  struct sigaction previous;
  sigset_t mask;
} watchdog = {.lock = PTHREAD_MUTEX_INITIALIZER, .stopped = PTHREAD_COND_INITIALIZER};

// Leaves a parser that has not allocated for a whole tick: it sits in a loop of its own, where it holds no lock.
// (`qsort`, which it calls, may hold that of the system's allocator for an instant, but not for a tick.)
static void tick(int number) {
  if (run.is_outside || !pthread_equal(pthread_self(), run.thread) || now() < run.deadline)
    return;
  run.is_expired = 1;
  if (run.allocations == run.seen_allocations)
    abort_parse(CMARK_BUDGET_OUT_OF_TIME);
  run.seen_allocations = run.allocations;
}

static void *watch(void *unused) {
  pthread_mutex_lock(&watchdog.lock);
  while (!watchdog.is_stopped) {
    uint64_t time = now(), wait = TICK_NANOSECONDS;
    if (time < run.deadline) {
      wait = run.deadline - time;
    } else {
      // The handler may jump away, so its signal must not stay blocked.
      struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART | SA_NODEFER};
      sigemptyset(&action.sa_mask);
      if (!watchdog.has_handler)
        sigaction(WATCHDOG_SIGNAL, &action, &watchdog.previous);
      watchdog.has_handler = true;
      pthread_kill(run.thread, WATCHDOG_SIGNAL);
    }
    wait += clock_time(CLOCK_REALTIME);
    struct timespec end = {(time_t)(wait / 1000000000u), (long)(wait % 1000000000u)};
    pthread_cond_timedwait(&watchdog.stopped, &watchdog.lock, &end);
  }
  pthread_mutex_unlock(&watchdog.lock);
  return unused;
}

static bool watchdog_start(void) {
  watchdog.is_stopped = watchdog.has_handler = false;
  // Its thread takes no signals of the program. This one must take its signal, though a pool may have blocked it.
  sigset_t mask;
  sigfillset(&mask);
  pthread_sigmask(SIG_SETMASK, &mask, &watchdog.mask);
  bool is_started = pthread_create(&watchdog.thread, NULL, watch, NULL) == 0;
  mask = watchdog.mask;
  if (is_started)
    sigdelset(&mask, WATCHDOG_SIGNAL);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  return is_started;
}

static void watchdog_stop(void) {
  pthread_mutex_lock(&watchdog.lock);
  watchdog.is_stopped = true;
  pthread_cond_signal(&watchdog.stopped);
  pthread_mutex_unlock(&watchdog.lock);
  pthread_join(watchdog.thread, NULL);
  // A last signal is delivered on the way back from this call, while its handler is still there.
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  if (watchdog.has_handler)
    sigaction(WATCHDOG_SIGNAL, &watchdog.previous, NULL);
  pthread_sigmask(SIG_SETMASK, &watchdog.mask, NULL);
}

cmark_budget_status cmark_budget_run(cmark_budget_limits limits, bool may_loop, void (*work)(const void *context),
                                     const void *context) {
  pthread_mutex_lock(&parsing);
  run.arena = (arena){.limit = limits.memory};
  run.thread = pthread_self();
  run.deadline = now() + limits.nanoseconds;
  run.seen_allocations = UINT64_MAX;
  run.allocations = run.is_expired = 0;
  bool has_watchdog = may_loop && watchdog_start();
  int status = sigsetjmp(run.escape, 0);
  if (status == CMARK_BUDGET_OK) {
    run.is_outside = 0;
    work(context);
    run.is_outside = 1;
  }
  if (has_watchdog)
    watchdog_stop();
  arena_free(&run.arena);
  pthread_mutex_unlock(&parsing);
  return (cmark_budget_status)status;
}

static const cmark_budget_document *document;
static cmark_node *root_found;
static cmark_syntax_extension *hook;

// No jump may cross a callback. So it has no limits, its time does not count, and its memory does when it returns.
static void call(void (*callback)(void *context, cmark_node *root), cmark_node *root) {
  uint64_t start = now(), limit = run.arena.limit;
  run.is_outside = 1;
  run.arena.limit = UINT64_MAX;
  callback(document->context, root);
  run.arena.limit = limit;
  run.deadline += now() - start;
  run.is_outside = 0;
  if (run.arena.used > run.arena.limit)
    abort_parse(CMARK_BUDGET_OUT_OF_MEMORY);
}

// Before it parses inlines, the parser asks blocks that have an extension whether they hold any, the root first.
static int begin_inlines(cmark_syntax_extension *extension, cmark_node *root) {
  call(document->blocks_parsed, root);
  return 0;
}

// The parser asks extensions at a line whether it opens a block of theirs. So the root is found at the first one.
static cmark_node *find_root(cmark_syntax_extension *extension, int indented, cmark_parser *parser, cmark_node *parent,
                             unsigned char *line, int length) {
  if (!root_found) {
    for (root_found = parent; cmark_node_parent(root_found);)
      root_found = cmark_node_parent(root_found);
    cmark_node_set_syntax_extension(root_found, extension);
  }
  return NULL;
}

static void register_extensions(void) {
  cmark_gfm_core_extensions_ensure_registered();
  hook = cmark_syntax_extension_new("okrmd");
  cmark_syntax_extension_set_open_block_func(hook, find_root);
  cmark_syntax_extension_set_contains_inlines_func(hook, begin_inlines);
}

static void parse_document(const void *context) {
  document = context;
  root_found = NULL;
  // A single `~` is text (rule R22).
  int options = CMARK_OPT_SOURCEPOS | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE |
                (document->has_footnotes ? CMARK_OPT_FOOTNOTES : 0);
  cmark_parser *parser = cmark_parser_new_with_mem(options, &budget_memory);
  cmark_parser_attach_syntax_extension(parser, hook);
  cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
  cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("strikethrough"));
  if (document->has_autolinks)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("autolink"));
  // At an empty line the parser always asks for a block.
  cmark_parser_feed(parser, "\n", 1);
  if (document->length > 0)
    cmark_parser_feed(parser, document->bytes, document->length);
  call(document->parsed, cmark_parser_finish(parser));
}

cmark_budget_status cmark_budget_parse(const cmark_budget_document *document, cmark_budget_limits limits) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, register_extensions);
  bool may_loop = document->length >= WATCHED_LENGTH && cmark_version() < FIRST_VERSION_WITHOUT_LOOPS;
  return cmark_budget_run(limits, may_loop, parse_document, document);
}
