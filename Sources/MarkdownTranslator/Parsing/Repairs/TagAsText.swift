/// Section 6 and R42: a line that begins with a tag is text when the name is neither HTML's nor Lark's, when it is a
/// tag of Lark's without any of its attributes, or when the tag means nothing and the note does not hold its partner.
enum TagAsText {
  static func isText(_ tag: HTMLTagSyntax, at place: Int, names: inout TagNames) -> Bool {
    guard let element = HTMLElement.named(tag.name) else { return true }
    if element.isVoid || tag.isSelfClosing && !element.isLark { return false }
    if element.isLark {
      if tag.isEndTag { return !names.hasStart(of: tag.name, before: place) }
      if element.isBlock, names.hasEnd(of: tag.name, after: place) { return false }
      if element.meaning == .embedded { return tag.attributes.isEmpty }
      if element.attributes.isEmpty { return !tag.isSelfClosing && !names.hasEnd(of: tag.name, after: place) }
      return !element.attributes.isEmpty && !element.attributes.contains(where: tag.attributes.contains)
    }
    switch element.meaning {
    case .nothing, .raw: break
    case .media:
      if tag.isEndTag || tag.attributes.contains("src") { return false }
    default: return false
    }
    return tag.isEndTag
      ? !names.hasStart(of: tag.name, before: place) : !names.hasEnd(of: tag.name, after: place)
  }

  /// Whether a start tag leaves nothing open: a void element, and Lark's, whose content is Markdown.
  static func opensNothing(_ name: String) -> Bool {
    guard let element = HTMLElement.named(name) else { return true }
    return element.isVoid || element.isLark
  }
}

/// Where the note has start and end tags of a name: the first and the last. Found when it is first asked for.
struct TagNames {
  private let note: Bytes
  private var firstStart: [String: Int] = [:]
  private var lastEnd: [String: Int] = [:]
  private var isRead = false

  init(in note: Bytes) {
    self.note = note
  }

  mutating func hasStart(of name: String, before place: Int) -> Bool {
    read()
    return firstStart[name].map { $0 < place } ?? false
  }

  mutating func hasEnd(of name: String, after place: Int) -> Bool {
    read()
    return lastEnd[name].map { $0 > place } ?? false
  }

  private mutating func read() {
    guard !isRead else { return }
    isRead = true
    var index = 0
    while let place = note.firstIndex(of: UInt8(ascii: "<"), from: index) {
      index = place + 1
      let isEnd = index < note.count && note[index] == UInt8(ascii: "/")
      if isEnd { index += 1 }
      let start = index
      while index < note.count,
        note[index].isASCIILetter || note[index].isASCIIDigit || note[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      // No element has a longer name.
      guard index > start, index - start <= 24 else { continue }
      let name = note.slice(start..<index).lowercasedString
      if isEnd {
        lastEnd[name] = place
      } else if firstStart[name] == nil {
        firstStart[name] = place
      }
    }
  }
}
