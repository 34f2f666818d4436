/// The text that a reader of a note must see, worked out from the tree that the program `cmark-gfm`
/// prints, without any code of this package.
struct ReferenceText {
  /// How the text can be compared with the converter's.
  enum Comparison {
    /// Character for character.
    case exact
    /// In the same order, with other text in between: captions and the text of HTML.
    case ordered
    /// Each character as often at least: the header of a table stands in each of its rows.
    case unordered
  }

  private(set) var text = ""
  private(set) var comparison = Comparison.exact

  init(of markdown: String) throws {
    let arguments =
      ["footnotes", "table", "strikethrough", "autolink", "tasklist"].flatMap { ["-e", $0] } + ["-t", "xml"]
    let xml = try Subprocess.output(of: "/usr/bin/cmark-gfm", arguments, input: Array(markdown.utf8))
    read(String(decoding: xml, as: UTF8.self))
  }

  init(xml: String) {
    read(xml)
  }

  /// The printed tree is no proper XML (footnotes are `<<unknown>>`), but each `<` and `>` is a tag's.
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
        loosen(to: .ordered)
      case "table":
        loosen(to: .unordered)
      case "image":
        loosen(to: .ordered)
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

  private mutating func loosen(to other: Comparison) {
    if comparison != .unordered { comparison = other }
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
    let expected = Self.characters(text)
    let actual = Self.characters(output)
    switch comparison {
    case .exact: return expected == actual
    case .ordered:
      var rest = actual[...]
      return expected.allSatisfy { scalar in
        guard let place = rest.firstIndex(of: scalar) else { return false }
        rest = rest[(place + 1)...]
        return true
      }
    case .unordered:
      var counts: [Unicode.Scalar: Int] = [:]
      for scalar in actual { counts[scalar, default: 0] += 1 }
      for scalar in expected { counts[scalar, default: 0] -= 1 }
      return counts.values.allSatisfy { $0 >= 0 }
    }
  }

  private static func characters(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { !$0.properties.isWhitespace }
  }
}
