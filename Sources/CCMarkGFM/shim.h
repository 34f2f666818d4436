#ifndef OKRMD_CCMARKGFM_SHIM_H
#define OKRMD_CCMARKGFM_SHIM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

// The node's layout. Reading a literal through the accessor functions copies it into a C string
// and loses its length; reading the field borrows the parser's own bytes.
#include <cmark-gfm/node.h>
#include <cmark-gfm/houdini.h>
#include <cmark-gfm/utf8.h>

// `parser.h` is installed without the `map.h` that `references.h` asks for. Only the parser's root
// is needed here, so the reference map stays opaque.
#define CMARK_REFERENCES_H
struct cmark_map;
#include <cmark-gfm/parser.h>

#endif
