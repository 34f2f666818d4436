#ifndef OKRMD_CCMARKGFM_SHIM_H
#define OKRMD_CCMARKGFM_SHIM_H

// Only what every installation of cmark-gfm has: these two, and the three that they include.
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

// Functions that the library exports and that no installed header declares. Each is needed for the parser's own
// answer, which differs between its versions and which nothing public gives.

/// Whether a character is punctuation where emphasis begins and ends (its Unicode tables).
int cmark_utf8proc_is_punctuation(int32_t scalar);

/// Resolves entities (its table of names). The buffer is created and taken apart by the library; its layout is not
/// known here, only that it fits.
typedef struct {
  _Alignas(16) unsigned char opaque[128];
} okrmd_cmark_buffer;
void cmark_strbuf_init(cmark_mem *memory, okrmd_cmark_buffer *buffer, int32_t capacity);
int32_t cmark_strbuf_len(const okrmd_cmark_buffer *buffer);
unsigned char *cmark_strbuf_detach(okrmd_cmark_buffer *buffer);
void houdini_unescape_html_f(okrmd_cmark_buffer *buffer, const uint8_t *text, int32_t length);

#endif
