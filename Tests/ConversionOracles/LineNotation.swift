import ContentBlocks
import MarkdownTranslator

/// The notation of the mapping manual: one line for each block. The manual defines it.
package enum LineNotation {
  package static func render(_ content: ContentBlock) -> [String] {
    content.blocks.map { block in
      switch block {
      case .paragraph(let paragraph): render(paragraph)
      case .gallery(let gallery): render(gallery.image)
      }
    }
  }

  package static func render(_ diagnostic: Diagnostic, withMessage: Bool) -> String {
    let position = "\(diagnostic.position.line):\(diagnostic.position.column)"
    let message = withMessage ? ": \(diagnostic.message[.english])" : ""
    return "\(position) \(diagnostic.severity.rawValue) \(diagnostic.code.rawValue)\(message)"
  }

  package static func render(_ frontMatter: FrontMatter?) -> String {
    guard let frontMatter else { return "front matter: none" }
    let status = frontMatter.progressRate?.status
    let fields: [(String, String?)] = [
      ("progress_id", frontMatter.progressID?.text),
      ("percent", frontMatter.progressRate?.percent.map { "\($0)" }),
      ("status", status.map { "\($0)" }),
      ("objective", frontMatter.objective?.text),
      ("key_result", frontMatter.keyResult?.text),
    ]
    return joined("front matter:", fields)
  }

  // MARK: Blocks

  private static func render(_ paragraph: ContentParagraph) -> String {
    var elements: [String] = []
    var previous: ContentParagraphElement?
    for element in paragraph.elements {
      elements.append(render(element, after: previous))
      previous = element
    }
    let text = elements.joined()
    return prefix(of: paragraph.list) + (text.isEmpty ? "" : " " + showingEdges(of: text))
  }

  private static func prefix(of list: ContentList?) -> String {
    guard let list else { return "plain:" }
    let number = list.number.map { " #\($0)" } ?? ""
    return "\(list.type.rawValue) \(list.indentLevel)\(number):"
  }

  private static func render(_ image: ContentImageItem) -> String {
    joined(
      "gallery:",
      [
        ("token", image.fileToken), ("src", image.src.map { showingSpaces($0) }),
        ("width", image.width.map { number($0) }), ("height", image.height.map { number($0) }),
      ])
  }

  private static func joined(_ prefix: String, _ fields: [(String, String?)]) -> String {
    fields.reduce(prefix) { result, field in
      field.1.map { "\(result) \(field.0)=\($0)" } ?? result
    }
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  // MARK: Elements

  private static func render(
    _ element: ContentParagraphElement, after previous: ContentParagraphElement?
  ) -> String {
    switch element {
    case .docsLink(let link): return "{doc=\(url(link.url))|\(escaped(link.title))}"
    case .mention(let person): return "{@\(person.userID)}"
    case .textRun(let run):
      let isBesidePlain =
        if case .textRun(let before) = previous { before.style.isPlain } else { false }
      let text = escaped(run.text)
      // An empty run, or two runs that should be one, must be seen.
      if run.style.isPlain, !isBesidePlain, !text.isEmpty { return text }
      return "{\(words(for: run.style).joined(separator: " "))|\(text)}"
    }
  }

  private static func words(for style: ContentTextStyle) -> [String] {
    var words: [String] = []
    if style.bold { words.append("bold") }
    if style.strikeThrough { words.append("strike") }
    switch style.backColor {
    case nil: break
    case ContentColor.codeShade: words.append("code")
    case ContentColor.highlight: words.append("mark")
    case let color?: words.append("back=\(hexadecimal(color))")
    }
    if let color = style.textColor { words.append("color=\(hexadecimal(color))") }
    if let link = style.link { words.append("link=\(url(link.url))") }
    return words
  }

  private static func hexadecimal(_ color: ContentColor) -> String {
    let digits = [color.red, color.green, color.blue].map { channel in
      (channel < 16 ? "0" : "") + String(channel, radix: 16)
    }
    return "#" + digits.joined() + (color.alpha == 1 ? "" : "/\(number(color.alpha))")
  }

  // MARK: Text

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "{", "}", "\\": "\\\(scalar)"
      default: StandIns.shown(scalar)
      }
    }.joined()
  }

  private static func url(_ url: String) -> String {
    showingSpaces(escaped(url)).split(separator: "|", omittingEmptySubsequences: false)
      .joined(separator: "\\|")
  }

  private static func showingSpaces(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).joined(separator: StandIns.space)
  }

  /// Shows the spaces at the edges of a line, inside the braces of its first and last run too.
  private static func showingEdges(of text: String) -> String {
    var first = text.startIndex
    if text.hasPrefix("{"), let bar = text.firstIndex(of: "|") { first = text.index(after: bar) }
    var end = text.endIndex
    if text.hasSuffix("}"), !text.hasSuffix("\\}") { end = text.index(before: end) }
    guard first < end else { return text }
    let inside = text[first..<end]
    let leading = inside.prefix { $0 == " " }.count
    let trailing = inside.count == leading ? 0 : inside.reversed().prefix { $0 == " " }.count
    return text[..<first] + String(repeating: StandIns.space, count: leading)
      + inside.dropFirst(leading).dropLast(trailing)
      + String(repeating: StandIns.space, count: trailing) + text[end...]
  }
}
