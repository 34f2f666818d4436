// Numbers footnotes as the parser does (its `process_footnotes`), but block by block.

#include "footnotes.h"

#include <cmark-gfm/utf8.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The parser looks up no longer label.
enum { LONGEST_LABEL = MAX_LINK_LABEL_LENGTH };

typedef struct {
  cmark_node *node;
  const char *label;
  // Its place among the definitions.
  size_t age;
  // From 1; 0 while nothing refers to it.
  unsigned number;
} footnote;

// Of the running parse. Sorted by label; of equal labels the first counts.
static struct {
  cmark_mem *memory;
  footnote *all;
  size_t count;
  unsigned numbered;
} footnotes;

static const char *normalized(const unsigned char *label, bufsize_t length) {
  cmark_strbuf text;
  cmark_strbuf_init(footnotes.memory, &text, 0);
  cmark_utf8proc_case_fold(&text, label, length);
  cmark_strbuf_trim(&text);
  cmark_strbuf_normalize_whitespace(&text);
  return (const char *)cmark_strbuf_detach(&text);
}

static int by_label(const void *left, const void *right) {
  const footnote *a = left, *b = right;
  int order = strcmp(a->label, b->label);
  return order ? order : (a->age > b->age) - (a->age < b->age);
}

static int by_number(const void *left, const void *right) {
  const footnote *a = left, *b = right;
  // Without a number: behind all others.
  return (a->number - 1 > b->number - 1) - (a->number - 1 < b->number - 1);
}

// Calls back for each definition as it ends, so that one inside another comes first.
static void each_definition(cmark_node *root, void (*found)(cmark_node *)) {
  cmark_node *node = root;
  while (true) {
    if (node->first_child) {
      node = node->first_child;
      continue;
    }
    while (true) {
      if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION)
        found(node);
      if (node == root)
        return;
      if (node->next)
        break;
      node = node->parent;
    }
    node = node->next;
  }
}

static void count(cmark_node *node) {
  (void)node;
  footnotes.count++;
}

static void add(cmark_node *node) {
  const cmark_chunk *label = &node->as.literal;
  footnotes.all[footnotes.count] =
      (footnote){.node = node, .label = normalized(label->data, label->len), .age = footnotes.count};
  footnotes.count++;
}

void footnotes_collect(cmark_node *root, const cmark_parser *parser) {
  footnotes.memory = parser->mem;
  footnotes.count = 0;
  footnotes.numbered = 0;
  if (parser->options & CMARK_OPT_FOOTNOTES)
    each_definition(root, count);
  if (footnotes.count == 0)
    return;
  footnotes.all = footnotes.memory->calloc(footnotes.count, sizeof(footnote));
  footnotes.count = 0;
  each_definition(root, add);
  qsort(footnotes.all, footnotes.count, sizeof(footnote), by_label);
}

size_t footnotes_count(void) { return footnotes.count; }

// The first definition with a label; NULL when there is none.
static footnote *definition(const cmark_chunk *label) {
  if (footnotes.count == 0 || label->len < 1 || label->len > LONGEST_LABEL)
    return NULL;
  const char *wanted = normalized(label->data, label->len);
  size_t low = 0, high = footnotes.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(footnotes.all[middle].label, wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < footnotes.count && strcmp(footnotes.all[low].label, wanted) == 0;
  return found ? &footnotes.all[low] : NULL;
}

static void set_literal(cmark_node *node, const char *before, const cmark_chunk *text, const char *after) {
  cmark_strbuf literal;
  cmark_strbuf_init(footnotes.memory, &literal, 0);
  cmark_strbuf_puts(&literal, before);
  if (text)
    cmark_strbuf_put(&literal, text->data, text->len);
  cmark_strbuf_puts(&literal, after);
  node->as.literal = cmark_chunk_buf_detach(&literal);
}

// The parser takes a reference's length from columns, which start anew on each line. The label ends at the bracket
// that closes it. A label that does not point into the block's text, which the parser makes of an entity, is not
// to be read at all.
static void mend_label(cmark_chunk *label, const cmark_strbuf *text) {
  const unsigned char *end = text->ptr + text->size;
  bool is_inside = label->data >= text->ptr && label->data <= end;
  if (is_inside && label->len < end - label->data && label->data[label->len] == ']' &&
      !memchr(label->data, '\n', (size_t)label->len))
    return;
  label->len = 0;
  if (!is_inside)
    return;
  int depth = 0;
  for (const unsigned char *next = label->data; next < end; next++) {
    depth += (*next == '[') - (*next == ']');
    if (depth < 0) {
      label->len = (bufsize_t)(next - label->data);
      return;
    }
  }
}

// Returns the node that stands for the reference.
static cmark_node *resolve(cmark_node *reference, const cmark_node *block) {
  mend_label(&reference->as.literal, &block->content);
  footnote *footnote = definition(&reference->as.literal);
  if (footnote) {
    if (footnote->number == 0)
      footnote->number = ++footnotes.numbered;
    char number[16];
    snprintf(number, sizeof(number), "%u", footnote->number);
    set_literal(reference, number, NULL, "");
    return reference;
  }
  cmark_node *text = cmark_node_new_with_mem(CMARK_NODE_TEXT, footnotes.memory);
  set_literal(text, "[^", &reference->as.literal, "]");
  cmark_node_insert_after(reference, text);
  cmark_node_free(reference);
  return text;
}

void footnotes_resolve(cmark_node *block) {
  cmark_node *node = block->first_child;
  while (node) {
    if (node->type == CMARK_NODE_FOOTNOTE_REFERENCE)
      node = resolve(node, block);
    if (node->first_child) {
      node = node->first_child;
      continue;
    }
    while (!node->next) {
      node = node->parent;
      if (node == block)
        return;
    }
    node = node->next;
  }
}

void footnotes_hand_over(const cmark_budget_callbacks *callbacks) {
  // One inside another comes on its own.
  for (size_t i = 0; i < footnotes.count; i++)
    cmark_node_unlink(footnotes.all[i].node);
  if (footnotes.count > 0)
    qsort(footnotes.all, footnotes.count, sizeof(footnote), by_number);
  for (size_t i = 0; i < footnotes.count; i++)
    callbacks->footnote_ready(callbacks->context, footnotes.all[i].node, footnotes.all[i].number > 0);
}
