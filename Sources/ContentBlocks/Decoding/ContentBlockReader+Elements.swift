/// The elements of a paragraph: runs, document links and mentions.
extension ContentBlockReader {
  /// - Returns: nil when the element is of no known kind, or has nothing to show.
  mutating func element(_ node: JSONNode) -> ContentParagraphElement? {
    guard let (kind, payload) = payload(of: node, as: ElementKind.self), let payload else {
      return nil
    }
    switch kind {
    case .textRun: return textRun(payload).map { .textRun($0) }
    case .docsLink: return docsLink(payload).map { .docsLink($0) }
    case .mention: return mention(payload).map { .mention($0) }
    }
  }

  private mutating func textRun(_ node: JSONNode) -> ContentTextRun? {
    guard let fields = fields(of: node, [WireKey.text, .style]) else { return nil }
    let text = line(require(.text, of: fields))
    let style = fields[.style].map { textStyle($0) } ?? ContentTextStyle()
    guard let text, !text.isEmpty else { return nil }
    return ContentTextRun(text: text, style: style)
  }

  /// A text without line ends. Each line end of a refused one is a space.
  private mutating func line(_ node: JSONNode?) -> String? {
    guard let node, let text = string(node) else { return nil }
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
    refuse("has a line end; begin a paragraph for each line", at: node.path)
    return String(text.map { $0 == "\n" || $0 == "\r" || $0 == "\r\n" ? " " : $0 })
  }

  private mutating func textStyle(_ node: JSONNode) -> ContentTextStyle {
    let keys: [WireKey] = [.bold, .strikeThrough, .backColor, .textColor, .link]
    guard let fields = fields(of: node, keys) else { return ContentTextStyle() }
    return ContentTextStyle(
      bold: boolean(fields[.bold]) ?? false,
      strikeThrough: boolean(fields[.strikeThrough]) ?? false,
      backColor: fields[.backColor].flatMap { color($0) },
      textColor: fields[.textColor].flatMap { color($0) },
      link: fields[.link].flatMap { link($0) })
  }

  private mutating func link(_ node: JSONNode) -> ContentLink? {
    guard let fields = fields(of: node, [WireKey.url]) else { return nil }
    return string(require(.url, of: fields)).map { ContentLink(url: $0) }
  }

  private mutating func docsLink(_ node: JSONNode) -> ContentDocsLink? {
    guard let fields = fields(of: node, [WireKey.url, .title]) else { return nil }
    let url = string(require(.url, of: fields))
    let title = string(fields[.title])
    return url.map { ContentDocsLink(url: $0, title: title ?? "") }
  }

  private mutating func mention(_ node: JSONNode) -> ContentMention? {
    guard let fields = fields(of: node, [WireKey.userID]) else { return nil }
    return string(require(.userID, of: fields)).map { ContentMention(userID: $0) }
  }

  /// A colour. A channel that is missing counts as 0, a missing alpha as 1.
  ///
  /// - Returns: nil when one of its parts is not a number.
  private mutating func color(_ node: JSONNode) -> ContentColor? {
    guard let fields = fields(of: node, [WireKey.red, .green, .blue, .alpha]) else { return nil }
    var isReadable = true
    var channels: [Int] = []
    for key in [WireKey.red, .green, .blue] {
      let written = require(key, of: fields)
      let channel = wholeNumber(written, in: 0...255)
      if written != nil, channel == nil { isReadable = false }
      channels.append(channel ?? 0)
    }
    let written = require(.alpha, of: fields)
    let alpha = number(written, where: (0...1).contains, expected: "a number from 0 to 1")
    if written != nil, alpha == nil { isReadable = false }
    guard isReadable else { return nil }
    return try? ContentColor(
      red: channels[0], green: channels[1], blue: channels[2],
      alpha: alpha.map { $0.double.clamped(to: 0...1) } ?? 1)
  }
}
