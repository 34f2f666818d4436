#define _GNU_SOURCE // RTLD_DEFAULT and friends.
#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
  OPTION_WRITE_DATA = 10001,
  OPTION_ERROR_BUFFER = 10010,
  OPTION_WRITE_FUNCTION = 20011,
  OPTION_HTTP_HEADER = 10023,
  OPTION_HEADER_DATA = 10029,
  OPTION_VERBOSE = 41,
  OPTION_NO_PROGRESS = 43,
  OPTION_PROGRESS_DATA = 10057,
  OPTION_HEADER_FUNCTION = 20079,
  OPTION_DEBUG_FUNCTION = 20094,
  OPTION_DEBUG_DATA = 10095,
  OPTION_PROGRESS_FUNCTION = 20219,
  OPTION_WILL_SEND_FUNCTION = 20312,
  OPTION_WILL_SEND_DATA = 10313,
};
enum { GLOBAL_ALL = 3, MESSAGE_DONE = 1, DEBUG_HEADER_OUT = 2, ERROR_BUFFER_SIZE = 256 };

struct message {
  int kind;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
};
struct list;

struct ccurl_library {
  int (*global_init)(long flags);
  void *(*easy_init)(void);
  void (*easy_cleanup)(void *easy);
  void (*easy_reset)(void *easy);
  int (*easy_setopt)(void *easy, int option, ...);
  int (*easy_getinfo)(void *easy, int info, ...);
  struct list *(*slist_append)(struct list *list, const char *text);
  void (*slist_free_all)(struct list *list);
  void *(*multi_init)(void);
  int (*multi_cleanup)(void *multi);
  int (*multi_add_handle)(void *multi, void *easy);
  int (*multi_remove_handle)(void *multi, void *easy);
  int (*multi_perform)(void *multi, int *running);
  int (*multi_poll)(void *multi, void *descriptors, unsigned count, int milliseconds, int *ready);
  int (*multi_wakeup)(void *multi);
  struct message *(*multi_info_read)(void *multi, int *left);
};

struct ccurl_transfer {
  const ccurl_library *library;
  void *easy;
  void *multi;
  struct list *headers;
  ccurl_events events;
  char message[ERROR_BUFFER_SIZE];
};

// MARK: The library

const ccurl_library *ccurl_open(const char *name) {
  void *file = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!file) return NULL;
  ccurl_library *library = calloc(1, sizeof *library);
  if (!library) return NULL;
  const struct {
    const char *name;
    void *place;
  } functions[] = {
      {"curl_global_init", &library->global_init},
      {"curl_easy_init", &library->easy_init},
      {"curl_easy_cleanup", &library->easy_cleanup},
      {"curl_easy_reset", &library->easy_reset},
      {"curl_easy_setopt", &library->easy_setopt},
      {"curl_easy_getinfo", &library->easy_getinfo},
      {"curl_slist_append", &library->slist_append},
      {"curl_slist_free_all", &library->slist_free_all},
      {"curl_multi_init", &library->multi_init},
      {"curl_multi_cleanup", &library->multi_cleanup},
      {"curl_multi_add_handle", &library->multi_add_handle},
      {"curl_multi_remove_handle", &library->multi_remove_handle},
      {"curl_multi_perform", &library->multi_perform},
      {"curl_multi_poll", &library->multi_poll},
      {"curl_multi_wakeup", &library->multi_wakeup},
      {"curl_multi_info_read", &library->multi_info_read},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    void *function = dlsym(file, functions[index].name);
    if (!function) {
      free(library);
      return NULL;
    }
    // POSIX has function pointers of the size of data pointers; ISO C has no cast between them.
    memcpy(functions[index].place, &function, sizeof function);
  }
  if (library->global_init(GLOBAL_ALL) != 0) {
    free(library);
    return NULL;
  }
  return library;
}

// MARK: What libcurl calls

static size_t on_header(char *bytes, size_t size, size_t count, void *data) {
  ccurl_transfer *transfer = data;
  bool goes_on = transfer->events.header(transfer->events.context, (const uint8_t *)bytes, size * count);
  return goes_on ? size * count : 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
  ccurl_transfer *transfer = data;
  // An empty body is told too, and 0 would be taken for what was read of it.
  bool goes_on = transfer->events.body(transfer->events.context, (const uint8_t *)bytes, size * count);
  return goes_on ? size * count : (size_t)-1;
}

static int on_will_send(void *data, char *peer, char *here, int peer_port, int port) {
  (void)peer, (void)here, (void)peer_port, (void)port;
  ccurl_transfer *transfer = data;
  return transfer->events.will_send(transfer->events.context) ? 0 : 1;
}

// Tells of a head that was sent. One that asks a proxy for a connection is not the request's.
static int on_debug(void *easy, int kind, char *bytes, size_t count, void *data) {
  (void)easy;
  static const char connect[] = "CONNECT ";
  if (kind != DEBUG_HEADER_OUT) return 0;
  if (count >= sizeof connect - 1 && memcmp(bytes, connect, sizeof connect - 1) == 0) return 0;
  ccurl_transfer *transfer = data;
  transfer->events.will_send(transfer->events.context);
  return 0;
}

static int on_progress(void *data, int64_t download, int64_t downloaded, int64_t upload, int64_t uploaded) {
  (void)download, (void)upload;
  ccurl_transfer *transfer = data;
  transfer->events.progress(transfer->events.context, downloaded + uploaded);
  return 0;
}

// MARK: Transfers

ccurl_transfer *ccurl_transfer_new(const ccurl_library *library) {
  ccurl_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->library = library;
  transfer->easy = library->easy_init();
  transfer->multi = library->multi_init();
  if (transfer->easy && transfer->multi) return transfer;
  if (transfer->easy) library->easy_cleanup(transfer->easy);
  if (transfer->multi) library->multi_cleanup(transfer->multi);
  free(transfer);
  return NULL;
}

void ccurl_transfer_free(ccurl_transfer *transfer) {
  // A goodbye to a peer that is gone raises SIGPIPE where libcurl leaves the writing to OpenSSL.
  sigset_t pipe, pending, before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigemptyset(&pending);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  ccurl_end(transfer);
  transfer->library->multi_cleanup(transfer->multi);
  transfer->library->easy_cleanup(transfer->easy);
  free(transfer);
  sigpending(&pending);
  int number = 0;
  if (!was_pending && sigismember(&pending, SIGPIPE) == 1) sigwait(&pipe, &number);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool ccurl_set_number(ccurl_transfer *transfer, ccurl_number_option option, long value) {
  return transfer->library->easy_setopt(transfer->easy, (int)option, value) == 0;
}

bool ccurl_set_text(ccurl_transfer *transfer, ccurl_text_option option, const char *value) {
  return transfer->library->easy_setopt(transfer->easy, (int)option, value) == 0;
}

bool ccurl_add_header(ccurl_transfer *transfer, const char *header) {
  struct list *headers = transfer->library->slist_append(transfer->headers, header);
  if (!headers) return false;
  transfer->headers = headers;
  return transfer->library->easy_setopt(transfer->easy, OPTION_HTTP_HEADER, headers) == 0;
}

bool ccurl_set_events(ccurl_transfer *transfer, const ccurl_events *events, bool *can_refuse) {
  int (*set)(void *, int, ...) = transfer->library->easy_setopt;
  void *easy = transfer->easy;
  transfer->events = *events;
  transfer->message[0] = 0;
  *can_refuse = set(easy, OPTION_WILL_SEND_FUNCTION, on_will_send) == 0 &&
                set(easy, OPTION_WILL_SEND_DATA, transfer) == 0;
  if (!*can_refuse && (set(easy, OPTION_DEBUG_FUNCTION, on_debug) != 0 || set(easy, OPTION_DEBUG_DATA, transfer) != 0 ||
                       set(easy, OPTION_VERBOSE, 1L) != 0)) {
    return false;
  }
  return set(easy, OPTION_HEADER_FUNCTION, on_header) == 0 && set(easy, OPTION_HEADER_DATA, transfer) == 0 &&
         set(easy, OPTION_WRITE_FUNCTION, on_body) == 0 && set(easy, OPTION_WRITE_DATA, transfer) == 0 &&
         set(easy, OPTION_PROGRESS_FUNCTION, on_progress) == 0 && set(easy, OPTION_PROGRESS_DATA, transfer) == 0 &&
         set(easy, OPTION_NO_PROGRESS, 0L) == 0 && set(easy, OPTION_ERROR_BUFFER, transfer->message) == 0;
}

bool ccurl_begin(ccurl_transfer *transfer) {
  return transfer->library->multi_add_handle(transfer->multi, transfer->easy) == 0;
}

bool ccurl_step(ccurl_transfer *transfer, int milliseconds, int *result) {
  const ccurl_library *library = transfer->library;
  int count = 0;
  *result = -1;
  if (library->multi_perform(transfer->multi, &count) != 0) return true;
  for (struct message *message; (message = library->multi_info_read(transfer->multi, &count));) {
    if (message->kind != MESSAGE_DONE) continue;
    *result = message->data.result;
    return true;
  }
  return library->multi_poll(transfer->multi, NULL, 0, milliseconds, &count) != 0;
}

void ccurl_wake(ccurl_transfer *transfer) { transfer->library->multi_wakeup(transfer->multi); }

void ccurl_end(ccurl_transfer *transfer) {
  transfer->library->multi_remove_handle(transfer->multi, transfer->easy);
  transfer->library->easy_reset(transfer->easy);
  transfer->library->slist_free_all(transfer->headers);
  transfer->headers = NULL;
}

long ccurl_number(ccurl_transfer *transfer, ccurl_number_fact fact) {
  long value = 0;
  return transfer->library->easy_getinfo(transfer->easy, (int)fact, &value) == 0 ? value : 0;
}

const char *ccurl_text(ccurl_transfer *transfer, ccurl_text_fact fact) {
  const char *value = NULL;
  return transfer->library->easy_getinfo(transfer->easy, (int)fact, &value) == 0 ? value : NULL;
}

const char *ccurl_message(const ccurl_transfer *transfer) { return transfer->message; }

// MARK: Threads

struct job {
  void (*work)(void *);
  void *context;
};

static void *run(void *data) {
  struct job job = *(struct job *)data;
  free(data);
  job.work(job.context);
  return NULL;
}

bool ccurl_detach(void (*work)(void *), void *context) {
  struct job *job = malloc(sizeof *job);
  if (!job) return false;
  *job = (struct job){work, context};
  // A new thread begins with the mask of the one that made it.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  bool is_started = pthread_create(&thread, NULL, run, job) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (is_started) pthread_detach(thread);
  if (!is_started) free(job);
  return is_started;
}
