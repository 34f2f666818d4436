#ifndef OKRMD_CCURL_H
#define OKRMD_CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libcurl, opened when the first request is sent: linking it would cost every start of the tool 7–12 ms for its 32
// libraries. No header of libcurl is needed to build this. The numbers below are part of its ABI, which has not changed
// since 2006 (soname 4).
//
// A transfer is an easy handle in a multi handle of its own. One thread at a time may use it; ccurl_wake alone may be
// called from any other.

/// The functions of one copy of libcurl.
typedef struct ccurl_library ccurl_library;

/// A transfer, and the connections that stay open between one transfer and the next.
typedef struct ccurl_transfer ccurl_transfer;

/// Options that take a number.
typedef enum {
  CCURL_SSL_VERSION = 32,
  CCURL_POST = 47,
  CCURL_FOLLOW_LOCATION = 52,
  CCURL_POST_FIELD_SIZE = 60,
  CCURL_HTTP_PROXY_TUNNEL = 61,
  CCURL_VERIFY_PEER = 64,
  CCURL_FRESH_CONNECT = 74,
  CCURL_HTTP_GET = 80,
  CCURL_VERIFY_HOST = 81,
  CCURL_HTTP_VERSION = 84,
  CCURL_NO_SIGNAL = 99,
  CCURL_PROXY_AUTH = 111,
  CCURL_CONNECT_TIMEOUT_MS = 156,
  CCURL_PROTOCOLS = 181,
  CCURL_EXPECT_100_TIMEOUT_MS = 227,
  CCURL_HEADER_OPT = 229,
  CCURL_PATH_AS_IS = 234,
  CCURL_SUPPRESS_CONNECT_HEADERS = 265,
  CCURL_HTTP09_ALLOWED = 285,
  CCURL_MAX_AGE_CONN = 288,
  /// libcurl 7.87.
  CCURL_QUICK_EXIT = 322,
} ccurl_number_option;

/// Options that take a text. libcurl copies it, but for the body.
typedef enum {
  CCURL_URL = 10002,
  CCURL_PROXY = 10004,
  /// Not copied: the body must live until the transfer ends.
  CCURL_POST_FIELDS = 10015,
  CCURL_CUSTOM_REQUEST = 10036,
  CCURL_CA_INFO = 10065,
  CCURL_CA_PATH = 10097,
  CCURL_ACCEPT_ENCODING = 10102,
  CCURL_PROXY_USER_NAME = 10175,
  CCURL_PROXY_PASSWORD = 10176,
  CCURL_NO_PROXY = 10177,
  CCURL_PROXY_CA_INFO = 10246,
  CCURL_PROXY_CA_PATH = 10247,
} ccurl_text_option;

/// Facts about a transfer that are numbers.
typedef enum {
  CCURL_RESPONSE_CODE = 0x200002,
  CCURL_SSL_VERIFY_RESULT = 0x20000D,
  CCURL_HTTP_CONNECT_CODE = 0x200016,
  CCURL_OS_ERRNO = 0x200019,
} ccurl_number_fact;

/// Facts about a transfer that are texts.
typedef enum {
  /// libcurl 7.84.
  CCURL_DEFAULT_CA_INFO = 0x10003D,
  /// libcurl 7.84.
  CCURL_DEFAULT_CA_PATH = 0x10003E,
} ccurl_text_fact;

/// How a transfer ended: the numbers of libcurl that are told apart.
enum {
  CCURL_OK = 0,
  CCURL_UNSUPPORTED_PROTOCOL = 1,
  CCURL_NOT_BUILT_IN = 4,
  CCURL_COULDNT_RESOLVE_PROXY = 5,
  CCURL_COULDNT_RESOLVE_HOST = 6,
  CCURL_COULDNT_CONNECT = 7,
  CCURL_WEIRD_SERVER_REPLY = 8,
  CCURL_WRITE_ERROR = 23,
  CCURL_OPERATION_TIMED_OUT = 28,
  CCURL_SSL_CONNECT_ERROR = 35,
  CCURL_PEER_FAILED_VERIFICATION = 60,
  CCURL_BAD_CONTENT_ENCODING = 61,
  CCURL_SSL_CACERT_BAD_FILE = 77,
  CCURL_PROXY_ERROR = 97,
};

/// What a transfer calls, on the thread that steps it, with `context` first.
typedef struct {
  void *_Nullable context;
  /// A line of the head. False ends the transfer.
  bool (*_Nonnull header)(void *_Nullable context, const uint8_t *_Nonnull bytes, size_t count);
  /// A part of the body, unpacked. False ends the transfer.
  bool (*_Nonnull body)(void *_Nullable context, const uint8_t *_Nonnull bytes, size_t count);
  /// The connection is there, and the request is about to be sent, or was just sent. False ends the transfer where
  /// that is still possible.
  bool (*_Nonnull will_send)(void *_Nullable context);
  /// Bytes that were sent and received so far; called now and then.
  void (*_Nonnull progress)(void *_Nullable context, int64_t bytes);
} ccurl_events;

/// Opens a library by its file name. It stays open.
///
/// NULL when there is none, or when it is older than 7.68.
const ccurl_library *_Nullable ccurl_open(const char *_Nonnull name);

/// NULL when there is no memory.
ccurl_transfer *_Nullable ccurl_transfer_new(const ccurl_library *_Nonnull library);
/// Closes the connections too.
void ccurl_transfer_free(ccurl_transfer *_Nonnull transfer);

/// False when the library does not know the option, or the value.
bool ccurl_set_number(ccurl_transfer *_Nonnull transfer, ccurl_number_option option, long value);
bool ccurl_set_text(ccurl_transfer *_Nonnull transfer, ccurl_text_option option, const char *_Nullable value);
/// Adds a header, as `Name: value`, or `Name:` for none of that name.
bool ccurl_add_header(ccurl_transfer *_Nonnull transfer, const char *_Nonnull header);
/// `can_refuse` becomes false when `will_send` comes too late to end the transfer: before libcurl 7.80.
bool ccurl_set_events(ccurl_transfer *_Nonnull transfer, const ccurl_events *_Nonnull events, bool *_Nonnull can_refuse);

/// Starts what was set.
bool ccurl_begin(ccurl_transfer *_Nonnull transfer);
/// Goes on, and then waits until there is more to do, for so many milliseconds at most.
///
/// True when the transfer is over; `result` is how it ended.
bool ccurl_step(ccurl_transfer *_Nonnull transfer, int milliseconds, int *_Nonnull result);
/// Has a step that waits return at once, now or next time.
void ccurl_wake(ccurl_transfer *_Nonnull transfer);
/// Ends what is still going on, and forgets what was set. Connections that can be used again stay open.
void ccurl_end(ccurl_transfer *_Nonnull transfer);

/// 0 when it is not known.
long ccurl_number(ccurl_transfer *_Nonnull transfer, ccurl_number_fact fact);
/// NULL when it is not known; lives as long as the transfer.
const char *_Nullable ccurl_text(ccurl_transfer *_Nonnull transfer, ccurl_text_fact fact);
/// What libcurl says about a failure; it may hold addresses.
const char *_Nonnull ccurl_message(const ccurl_transfer *_Nonnull transfer);

/// Runs work on a thread of its own in which no signal is delivered: a peer that is gone must not end the program, and
/// the program's signal handlers need not be ready for a thread that they do not know.
///
/// False when there is no thread to be had.
bool ccurl_detach(void (*_Nonnull work)(void *_Nullable), void *_Nullable context);

#endif
