// Hands a document over in parts while its inlines are parsed.
//
// The parser asks each block's extension whether the block holds inlines, just before it parses them. At some
// blocks, it asks a hook of ours: at that moment the inlines of all blocks before it are parsed. They are handed
// over, and their memory is used again for the next part. So the tree of a long document never exists as a whole,
// and what is walked has just been written.
//
// What the parser does to the whole tree after the inlines, this file does part by part: footnotes, joining of
// neighbouring text, addresses in text.

#include "footnotes.h"
#include "parts.h"

#include <string.h>

// The text of a part, in bytes. Its tree takes some twenty times as much, which should stay in the cache. The fuzzer
// sets a small one, so that its short notes have several parts.
#ifndef PART_LENGTH
#define PART_LENGTH (16 * 1024)
#endif

// Of the running parse.
static struct {
  cmark_parser *parser;
  cmark_budget_arena *arena;
  const cmark_budget_callbacks *callbacks;
  cmark_syntax_extension *autolinks;
  // The first block of the part whose inlines are being parsed, and an empty paragraph behind the last block.
  cmark_node *start;
  cmark_node *end;
  arena_mark mark;
  // Whether something made since the mark must stay.
  bool keeps;
  bool had_sorted_references;
} parts;

static bool holds_text(const cmark_node *node) {
  return node->content.size > 0 && (!node->first_child || !CMARK_NODE_BLOCK_P(node->first_child));
}

// The next block in the order of the document; NULL behind the last.
static cmark_node *next_block(cmark_node *node) {
  if (node->first_child && CMARK_NODE_BLOCK_P(node->first_child))
    return node->first_child;
  while (!node->next) {
    node = node->parent;
    if (!node)
      return NULL;
  }
  return node->next;
}

static cmark_node *outermost_definition(cmark_node *node) {
  cmark_node *found = NULL;
  if (footnotes_count() == 0)
    return NULL;
  for (; node; node = node->parent)
    if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION)
      found = node;
  return found;
}

// MARK: The beginning of a part

static int part_ends(cmark_syntax_extension *extension, cmark_node *node);

// The extension whose question "does this block hold inlines?" is the hook. The root, the first block of each part
// and the empty paragraph at the end have it.
static cmark_syntax_extension *hook(void) {
  static cmark_syntax_extension *made;
  if (!made) {
    made = cmark_syntax_extension_new("okrmd-parts");
    cmark_syntax_extension_set_contains_inlines_func(made, part_ends);
  }
  return made;
}

static bool begins_part(cmark_node *node, cmark_node *definition, int64_t length) {
  if (node->type != CMARK_NODE_PARAGRAPH && node->type != CMARK_NODE_HEADING)
    return false;
  // A definition is a part of its own, since it is translated at the end.
  if (outermost_definition(node) != definition)
    return true;
  return !definition && length > PART_LENGTH;
}

// Prepares the text of a part, and finds out where the next one begins.
static void begin_part(cmark_node *start) {
  parts.start = start;
  parts.mark = arena_marked(parts.arena);
  parts.keeps = false;
  cmark_node *definition = outermost_definition(start);
  int64_t length = 0;
  leave_parser();
  for (cmark_node *node = start; node != parts.end; node = next_block(node)) {
    if (!holds_text(node))
      continue;
    if (node != start && begins_part(node, definition, length)) {
      cmark_node_set_syntax_extension(node, hook());
      break;
    }
    length += node->content.size;
    // A table in a definition does not begin a part, but must stay all the same.
    parts.keeps = parts.keeps || outermost_definition(node);
    parts.callbacks->prepare_text(parts.callbacks->context, parts.arena, node);
  }
  return_to_parser();
}

static void begin(cmark_node *root) {
  footnotes_collect(root, parts.parser);
  parts.end = cmark_node_new_with_mem_and_ext(CMARK_NODE_PARAGRAPH, parts.parser->mem, hook());
  cmark_node_append_child(root, parts.end);
  parts.had_sorted_references = false;
  begin_part(root);
  // In an empty document the parser has looked for a first block before this one was put in.
  if (parts.end == root->first_child)
    part_ends(hook(), parts.end);
}

// MARK: The end of a part

static void finish_inlines(cmark_node *block) {
  const cmark_strbuf *text = &block->content;
  if ((parts.parser->options & CMARK_OPT_FOOTNOTES) && memchr(text->ptr, '[', (size_t)text->size))
    footnotes_resolve(block);
  cmark_consolidate_text_nodes(block);
  // An at sign may be written as an entity.
  if (parts.autolinks &&
      (memchr(text->ptr, '@', (size_t)text->size) || memchr(text->ptr, '&', (size_t)text->size)))
    parts.autolinks->postprocess_func(parts.autolinks, parts.parser, block);
}

// The outermost block that begins with a block. An item, say, is looked at together with its first paragraph.
static cmark_node *opening(cmark_node *node) {
  cmark_node *definition = outermost_definition(node);
  if (definition)
    node = definition;
  while (!node->prev && node->parent && node->parent->parent)
    node = node->parent;
  return node;
}

static void hand_over(cmark_node *end) {
  leave_parser();
  parts.callbacks->part_ready(parts.callbacks->context, parts.parser->root, opening(end));
  return_to_parser();
}

// Takes the definitions between two blocks out of the document; they come at its end.
static void take_out_definitions(cmark_node *start, cmark_node *end) {
  cmark_node *around = outermost_definition(end);
  cmark_node *node = start;
  while (node && node != end) {
    cmark_node *definition = outermost_definition(node);
    node = next_block(node);
    if (!definition || definition == around)
      continue;
    while (node && node != end && outermost_definition(node) == definition)
      node = next_block(node);
    cmark_node_unlink(definition);
  }
}

static void finish_document(void) {
  leave_parser();
  footnotes_hand_over(parts.callbacks);
  return_to_parser();
  // The parser has nothing left to do.
  parts.parser->options &= ~CMARK_OPT_FOOTNOTES;
  parts.parser->root->first_child = NULL;
  parts.parser->root->last_child = NULL;
}

// The hook: all blocks before `node` are complete, or, at the root, all blocks are there without their inlines.
// Returns whether the node holds inlines, as the parser asked.
static int part_ends(cmark_syntax_extension *extension, cmark_node *node) {
  (void)extension;
  if (node->parent == NULL) {
    begin(node);
    return 0;
  }
  for (cmark_node *block = parts.start; block != node; block = next_block(block))
    if (holds_text(block))
      finish_inlines(block);
  if (footnotes_count() > 0)
    take_out_definitions(parts.start, node);
  hand_over(node);
  if (node == parts.end) {
    finish_document();
    return 0;
  }
  // The first reference to a link makes the parser sort its table of links, for good.
  bool has_sorted_references = parts.parser->refmap->sorted != NULL;
  if (!parts.keeps && has_sorted_references == parts.had_sorted_references)
    arena_reset(parts.arena, parts.mark);
  parts.had_sorted_references = has_sorted_references;
  begin_part(node);
  return 1;
}

void parts_attach(cmark_parser *parser, cmark_budget_arena *arena,
                  const cmark_budget_callbacks *callbacks, cmark_syntax_extension *autolinks) {
  parts.parser = parser;
  parts.arena = arena;
  parts.callbacks = callbacks;
  parts.autolinks = autolinks;
  cmark_node_set_syntax_extension(parser->root, hook());
}
