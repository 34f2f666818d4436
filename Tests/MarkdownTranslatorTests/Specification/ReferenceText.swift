import ConversionOracles

/// The text that a reader of a note must see, worked out from the tree that the program `cmark-gfm`
/// prints, without any code of this package. Every character counts but white space, where `ParserText`
/// takes letters and digits alone, for any note.
struct ReferenceText {
  private(set) var text = ""
  /// How it can be compared with the converter's: captions and the text of HTML loosen it.
  private(set) var comparison = TextComparison.exact

  init(of markdown: String) throws {
    let arguments =
      ["footnotes", "table", "strikethrough", "autolink", "tasklist"].flatMap { ["-e", $0] } + ["-t", "xml"]
    let xml = try Subprocess.output(of: "/usr/bin/cmark-gfm", arguments, input: Array(markdown.utf8))
    read(String(decoding: xml, as: UTF8.self))
  }

  init(xml: String) {
    read(xml)
  }

  /// The printed tree is not proper XML (footnotes are `<<unknown>>`), but each `<` and `>` is a tag's.
  private mutating func read(_ xml: String) {
    var depthInImages = 0
    var links: [OpenLink] = []
    for piece in xml.split(separator: "<") {
      let parts = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
      let tag = parts[0]
      let content = parts.count > 1 ? Self.unescaped(parts[1]) : ""
      switch tag.prefix(while: { $0 != " " }) {
      case "text", "code", "code_block":
        if depthInImages == 0 { text += content }
      case "thematic_break":
        text += String(repeating: "─", count: 10)
      case "html_block", "html_inline":
        comparison.loosen(to: .ordered)
      case "table":
        comparison.loosen(to: .unordered)
      case "image":
        comparison.loosen(to: .ordered)
        if depthInImages == 0 { text += Self.attribute("title", of: tag) }
        for index in links.indices { links[index].hasImage = true }
        if !tag.hasSuffix("/") { depthInImages += 1 }
      case "/image":
        depthInImages -= 1
      case "link" where depthInImages == 0:
        links.append(OpenLink(start: text.endIndex, target: Self.attribute("destination", of: tag)))
        if tag.hasSuffix("/") { closeLink(&links) }
      case "/link" where depthInImages == 0:
        closeLink(&links)
      default:
        break
      }
    }
  }

  private struct OpenLink {
    /// Where its text starts.
    let start: String.Index
    let target: String
    var hasImage = false
  }

  /// A link without text shows its target, unless it shows an image.
  private mutating func closeLink(_ links: inout [OpenLink]) {
    guard let link = links.popLast(), !link.hasImage else { return }
    if text[link.start...].allSatisfy(\.isWhitespace) { text += link.target }
  }

  private static func attribute(_ name: String, of tag: Substring) -> String {
    guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound else { return "" }
    return unescaped(tag[start...].prefix { $0 != "\"" })
  }

  private static func unescaped(_ text: Substring) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(String(text)) { text, entity in
      text.split(separator: entity.0, omittingEmptySubsequences: false).joined(separator: entity.1)
    }
  }
}

extension ReferenceText {
  /// Whether a converted text shows this one; white space does not count.
  func isShown(in output: String) -> Bool {
    comparison.accepts(Self.characters(of: output), for: Self.characters(of: text))
  }

  private static func characters(of text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
  }
}
