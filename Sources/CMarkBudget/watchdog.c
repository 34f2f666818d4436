#define _GNU_SOURCE
#include "watchdog.h"

#if defined(__linux__)

#include <pthread.h>
#include <unistd.h>

enum { TICK_NANOSECONDS = 50 * 1000 * 1000 };

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

// A real-time signal: the system gives it no meaning.
static int watchdog_signal(void) { return SIGRTMIN + 7; }

void watchdog_start(watchdog *dog, uint64_t nanoseconds, void (*tick)(int)) {
  dog->is_set = false;
  // The handler may jump away, so its signal must not stay blocked.
  struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  if (sigaction(watchdog_signal(), &action, &dog->previous) != 0)
    return;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = watchdog_signal()};
  event.sigev_notify_thread_id = gettid();
  if (timer_create(CLOCK_MONOTONIC, &event, &dog->timer) != 0) {
    sigaction(watchdog_signal(), &dog->previous, NULL);
    return;
  }
  dog->is_set = true;
  // The threads of a pool may have signals blocked.
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, watchdog_signal());
  pthread_sigmask(SIG_UNBLOCK, &mask, &dog->mask);
  // A time of zero would stop the timer.
  struct itimerspec times = {
      .it_interval = {.tv_nsec = TICK_NANOSECONDS},
      .it_value = {.tv_sec = (time_t)(nanoseconds / 1000000000u),
                   .tv_nsec = (long)(nanoseconds % 1000000000u) + 1},
  };
  if (times.it_value.tv_nsec > 999999999)
    times.it_value.tv_nsec = 999999999;
  timer_settime(dog->timer, 0, &times, NULL);
}

void watchdog_stop(watchdog *dog) {
  if (!dog->is_set)
    return;
  timer_delete(dog->timer);
  pthread_sigmask(SIG_SETMASK, &dog->mask, NULL);
  sigaction(watchdog_signal(), &dog->previous, NULL);
}

#else

void watchdog_start(watchdog *dog, uint64_t nanoseconds, void (*tick)(int)) {
  (void)nanoseconds, (void)tick;
  dog->is_set = false;
}

void watchdog_stop(watchdog *dog) { (void)dog; }

#endif
