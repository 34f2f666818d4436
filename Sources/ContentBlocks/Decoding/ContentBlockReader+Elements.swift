/// The elements of a paragraph: runs, document links and mentions.
extension ContentBlockReader {
  /// - Returns: nil when the element is of no known kind, or has nothing to show.
  mutating func element(_ node: JSONNode) -> ContentParagraphElement? {
    guard let (kind, payload) = payload(of: node, as: ElementKind.self), let payload else {
      return nil
    }
    switch kind {
    case .textRun: return textRun(payload).map { .textRun($0) }
    case .docsLink: return docsLink(payload)
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
    lose(
      node,
      LocalizedText(
        en: "has a line end; begin a paragraph for each line", zh: "含有换行；请把每一行写成一个段落"))
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

  /// - Returns: nil for a link without an address, which is not one.
  private mutating func link(_ node: JSONNode) -> ContentLink? {
    guard let fields = fields(of: node, [WireKey.url]), let url = string(fields[.url]), !url.isEmpty else {
      return nil
    }
    return ContentLink(url: url)
  }

  /// - Returns: the title as a text when there is no address: its words must not be lost.
  private mutating func docsLink(_ node: JSONNode) -> ContentParagraphElement? {
    guard let fields = fields(of: node, [WireKey.url, .title]) else { return nil }
    if fields[.url] == nil {
      let problem = LocalizedText(en: "is missing", zh: "缺失")
      lose(JSONNode(value: node.value, path: fields.path(of: .url)), problem)
    }
    let url = string(fields[.url])
    let title = string(fields[.title]) ?? ""
    guard let url else { return title.isEmpty ? nil : .textRun(ContentTextRun(text: title)) }
    return .docsLink(ContentDocsLink(url: url, title: title))
  }

  private mutating func mention(_ node: JSONNode) -> ContentMention? {
    guard let fields = fields(of: node, [WireKey.userID, .otherUserID]) else { return nil }
    let id = string(fields[.userID]).flatMap { $0.isEmpty ? nil : $0 }
    let otherID = string(fields[.otherUserID]).flatMap { $0.isEmpty ? nil : $0 }
    if namesPeopleByUserID, let otherID { return ContentMention(userID: otherID) }
    if let id { return ContentMention(userID: id) }
    if let otherID, let source = fields[.otherUserID] {
      let name = WireKey.userID.name(in: wire)
      lose(
        source,
        LocalizedText(
          en: "is the only id of this person, who is shown by it; `\(name)` is missing",
          zh: "是此人唯一的 ID，将以它显示；缺少 `\(name)`"))
      return ContentMention(userID: otherID)
    }
    if fields[.userID]?.value.string ?? "" == "" {
      refuse(LocalizedText(en: "is missing", zh: "缺失"), at: fields.path(of: .userID))
    }
    return nil
  }

  /// A colour. A channel that is missing counts as 0, a missing alpha as 1.
  ///
  /// - Returns: nil for `{}`, and when one of its parts is not a number.
  private mutating func color(_ node: JSONNode) -> ContentColor? {
    let keys: [WireKey] = [.red, .green, .blue, .alpha]
    guard let fields = fields(of: node, keys), !node.isAbsent else { return nil }
    var isReadable = true
    for key in keys where fields[key] == nil {
      let problem = LocalizedText(en: "is missing", zh: "缺失")
      lose(JSONNode(value: node.value, path: fields.path(of: key)), problem)
    }
    var channels: [Int] = []
    for key in keys.dropLast() {
      let channel = wholeNumber(fields[key], in: 0...255)
      if fields[key] != nil, channel == nil { isReadable = false }
      channels.append(channel ?? 0)
    }
    let written = fields[.alpha]
    let alpha = number(
      written, where: (0...1).contains, expected: LocalizedText(en: "a number from 0 to 1", zh: " 0 到 1 的数字"))
    if written != nil, alpha == nil { isReadable = false }
    guard isReadable else { return nil }
    return try? ContentColor(
      red: channels[0], green: channels[1], blue: channels[2],
      alpha: alpha.map { $0.double.clamped(to: 0...1) } ?? 1)
  }
}
