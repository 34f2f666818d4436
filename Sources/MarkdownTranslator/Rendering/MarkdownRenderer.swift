import ContentBlocks

/// Writes ContentBlock as Markdown: the way back of ``MarkdownConverter``.
///
///     let note = MarkdownRenderer().render(content)
///
/// For every content, converting the Markdown with default options gives the content's
/// `markdownNormalForm`; what a note was converted to is that already. The Markdown is GFM with the little
/// HTML that the mapping knows (colours, image sizes, file tokens). It is written as a person would, and text
/// is escaped only where it would be read as markup. The page `Documentation/rendering.md` shows how each
/// element looks.
///
/// A renderer is a value and may be used from many tasks at once. Rendering takes linear time.
public struct MarkdownRenderer: Sendable {
  /// A renderer. There is nothing to choose.
  public init() {}

  /// The Markdown of a content: empty for an empty one, else ending in a line end.
  public func render(_ content: ContentBlock) -> String {
    // Each step has a folder here: the normal form, the blocks, the inlines of a line, the escaping of text.
    let content = content.markdownNormalForm
    var writer = BlockWriter(content)
    return String(decoding: writer.write(), as: UTF8.self)
  }

  /// The Markdown of a content below front matter that says what is reported.
  ///
  /// The keys are those that ``MarkdownConverter`` reads: `progress_id`, `percent`, `status`, `objective`,
  /// `key_result`. What it would refuse is left out: a status without a percentage, a key result beside an
  /// objective. When nothing is reported there is no front matter.
  public func render(_ content: ContentBlock, frontMatter: FrontMatter) -> String {
    let body = render(content)
    let head = frontMatter.markdown
    return head + (head.isEmpty || body.isEmpty ? "" : "\n") + body
  }
}
