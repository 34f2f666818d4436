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
  /// The keys are those that ``MarkdownConverter`` reads: `soft_breaks`, `progress_id`, `percent`, `status`,
  /// `objective`, `key_result`. What it would refuse is left out: a status without a percentage, a key result beside an
  /// objective. When nothing is reported there is no front matter.
  public func render(_ content: ContentBlock, frontMatter: FrontMatter) -> String {
    let body = render(content)
    let head = frontMatter.markdown
    return head + (head.isEmpty || body.isEmpty ? "" : "\n") + body
  }
}

extension FrontMatter {
  /// The lines of the front matter, with the lines `---` around them; empty when nothing is reported.
  var markdown: String {
    func identifier(_ id: OKRIdentifier?) -> String? { id.map { "\"\($0)\"" } }
    let percent = progressRate?.percent
    let objective = identifier(objective)
    let fields: [(key: String, value: String?)] = [
      ("soft_breaks", softBreaks?.rawValue),
      ("progress_id", identifier(progressID)),
      ("percent", percent?.description),
      ("status", percent == nil ? nil : progressRate?.status.map { "\($0)" }),
      ("objective", objective),
      ("key_result", objective == nil ? identifier(keyResult) : nil),
    ]
    let lines = fields.compactMap { field in field.value.map { "  \(field.key): \($0)\n" } }
    return lines.isEmpty ? "" : "---\nokr:\n\(lines.joined())---\n"
  }
}

/// Whether the converter will find a sentinel for a note, which rules R32 and R33 need: a white-space
/// character that the note does not use.
enum SentinelCheck {
  static func leavesSentinel(_ content: ContentBlock) -> Bool {
    var unused = Set(Sentinel.candidates.map(\.value))
    for block in content.blocks {
      for text in texts(of: block) {
        // Nearly all text holds none: form feed and U+1680 to U+205F.
        for scalar in text.unicodeScalars where scalar.value == 0x0C || scalar.value >= 0x1680 {
          if scalar.value <= 0x205F { unused.remove(scalar.value) }
        }
      }
      if unused.isEmpty { return false }
    }
    return true
  }

  private static func texts(of block: ContentBlockElement) -> [String] {
    switch block {
    case .gallery(let gallery): [gallery.image.src, gallery.image.fileToken].compactMap { $0 }
    case .paragraph(let line):
      line.elements.flatMap { (element) -> [String] in
        switch element {
        case .textRun(let run): [run.text] + (run.style.link.map { [$0.url] } ?? [])
        case .docsLink(let link): [link.url, link.title]
        case .mention: []
        }
      }
    }
  }
}
