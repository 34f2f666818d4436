// Parses each file with the options and extensions that okrmd uses, and does nothing with the result.
// usage: parse FILE…
//
// The plain allocator, with each tree freed, takes less time here than the library's arena: see README.md.

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void fail(const char *path) {
  perror(path);
  exit(1);
}

static char *content(const char *path, size_t *length) {
  struct stat information;
  FILE *file = fopen(path, "rb");
  if (!file || fstat(fileno(file), &information) != 0)
    fail(path);
  *length = (size_t)information.st_size;
  char *bytes = malloc(*length + 1);
  // Without a buffer in between, the bytes are copied once.
  setvbuf(file, NULL, _IONBF, 0);
  if (!bytes || fread(bytes, 1, *length, file) != *length)
    fail(path);
  fclose(file);
  return bytes;
}

static void parse(const char *path) {
  static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_SOURCEPOS | CMARK_OPT_FOOTNOTES);
  for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  size_t length;
  char *bytes = content(path, &length);
  cmark_parser_feed(parser, bytes, length);
  free(bytes);
  cmark_node *document = cmark_parser_finish(parser);
  if (!document)
    fail(path);
  cmark_node_free(document);
  cmark_parser_free(parser);
}

int main(int count, char **paths) {
  cmark_gfm_core_extensions_ensure_registered();
  for (int i = 1; i < count; i++)
    parse(paths[i]);
  return 0;
}
