import ContentBlocks

/// What the raw text of a block says about the block as a whole, and what is left of the text: the attribute list at
/// the end of a heading (rule R12), the first line of a callout (rule R14).
struct BlockMarkup {
  /// Whether the first line is the title of a callout.
  var isCallout = false
  var textColor: ContentColor?
  /// A colour that is not understood.
  var unknownColor: String?

  /// Reads the raw text of a block, before inlines are parsed.
  ///
  /// - Returns: nil when it holds nothing of that kind.
  static func read(_ text: Bytes, of block: CommonMarkNode) -> (markup: BlockMarkup, rest: [UInt8])? {
    switch block.kind {
    case .heading:
      return attributes(endOf: text, isHeading: true)
    case .paragraph:
      if let rest = callout(text, of: block) {
        var (markup, rest) =
          rest.withUnsafeBufferPointer { attributes(endOf: $0, isHeading: false) } ?? (BlockMarkup(), rest)
        markup.isCallout = true
        return (markup, rest)
      }
      return attributes(endOf: text, isHeading: false)
    default:
      return nil
    }
  }

  // MARK: Callouts

  /// `[!word] title` as the first line of a quote: the title, else the word, and the other lines.
  private static func callout(_ text: Bytes, of block: CommonMarkNode) -> [UInt8]? {
    guard text.hasPrefix("[!"), block.previous == nil, block.parent?.kind == .blockQuote,
      let bracket = text.firstIndex(of: UInt8(ascii: "]"), from: 2), bracket > 2
    else { return nil }
    let word = text.slice(2..<bracket)
    let isWord = word.allSatisfy {
      $0 >= 0x80 || $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    guard isWord else { return nil }
    var start = bracket + 1
    if start < text.count, text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-") { start += 1 }
    let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? text.count
    // Something directly after the bracket makes it a link, or nothing.
    guard start == end || text[start].isASCIISpace else { return nil }
    let title = text.slice(start..<end).trimmed
    return (title.isEmpty ? Array(capitalised(word.string).utf8) : Array(title)) + text[end...]
  }

  private static func capitalised(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst().lowercased()
  }

  // MARK: Attribute lists

  /// `{#id .class key="value"}` at the end of a text: its colour, by Feishu's names or as in CSS, and the text before
  /// it. At the end of a paragraph it may hold nothing but `align` and a colour.
  private static func attributes(
    endOf text: Bytes, isHeading: Bool
  ) -> (markup: BlockMarkup, rest: [UInt8])? {
    let text = text.trimmed
    guard text.last == UInt8(ascii: "}"), let open = text.lastIndex(of: UInt8(ascii: "{")), open > 0,
      text[open - 1].isASCIISpace, let items = attributes(in: text.slice(open + 1..<text.count - 1))
    else { return nil }
    guard isHeading || items.allSatisfy({ $0.key == "align" || $0.key == "color" }) else { return nil }
    var markup = BlockMarkup()
    if let color = items.last(where: { $0.key == "color" })?.value {
      markup.textColor = ContentColor.larkText(named: color) ?? CSSColor.parse(color)
      if markup.textColor == nil { markup.unknownColor = color }
    }
    return (markup, Array(text.slice(0..<open).trimmed))
  }

  /// The items of an attribute list; nil when the text is not one. Those without a key are `#id` and `.class`.
  private static func attributes(in text: Bytes) -> [(key: String, value: String)]? {
    var items: [(key: String, value: String)] = []
    var index = 0
    while index < text.count {
      if text[index].isSpaceOrTab {
        index += 1
        continue
      }
      let start = index
      while index < text.count, !text[index].isASCIISpace, text[index] != UInt8(ascii: "=") { index += 1 }
      let name = text.slice(start..<index)
      guard index < text.count, text[index] == UInt8(ascii: "=") else {
        guard name.count > 1, name[0] == UInt8(ascii: "#") || name[0] == UInt8(ascii: ".") else { return nil }
        items.append(("", name.string))
        continue
      }
      guard !name.isEmpty, name.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") })
      else { return nil }
      index += 1
      var end = index
      if index < text.count, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") {
        guard let closing = text.firstIndex(of: text[index], from: index + 1) else { return nil }
        index += 1
        end = closing
      } else {
        while end < text.count, !text[end].isASCIISpace { end += 1 }
        guard end > index else { return nil }
      }
      items.append((name.string, text.slice(index..<end).string))
      index = end < text.count && !text[end].isASCIISpace ? end + 1 : end
    }
    return items.isEmpty ? nil : items
  }
}
