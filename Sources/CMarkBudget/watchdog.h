#ifndef OKRMD_CMARK_WATCHDOG_H
#define OKRMD_CMARK_WATCHDOG_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/// A timer that interrupts the thread which started it. On Linux; elsewhere it never ticks.
typedef struct {
  bool is_set;
#if defined(__linux__)
  timer_t timer;
  /// How the thread took the signal before.
  struct sigaction previous;
  sigset_t mask;
#endif
} watchdog;

/// Calls `tick` as a signal handler: first when `nanoseconds` have passed, then 20 times a second. The handler may
/// jump out of the code that it interrupts. When the machine has no timer left, it is never called.
void watchdog_start(watchdog *dog, uint64_t nanoseconds, void (*tick)(int));

/// Must be called by the thread that started it. No tick comes afterwards.
void watchdog_stop(watchdog *dog);

#endif
