/// Cuts HTML into tokens by CommonMark's definition of tags, comments and so on. What only looks like
/// a tag is text.
struct HTMLScanner {
  private let text: Bytes
  private(set) var index = 0
  /// Terminators that are known not to follow: searching for them again and again would be quadratic.
  private var missing: Set<String> = []

  /// Whether what is not terminated runs to the end, as in an HTML block; within text it is text.
  private let runsToEnd: Bool

  init(_ text: Bytes, runsToEnd: Bool = false) {
    self.text = text
    self.runsToEnd = runsToEnd
  }

  /// The next token; nil at the end.
  mutating func next() -> HTMLToken? {
    guard index < text.count else { return nil }
    let start = index
    while index < text.count {
      guard let candidate = text.firstIndex(of: UInt8(ascii: "<"), from: index) else { break }
      index = candidate
      if let (token, end) = markup(at: candidate) {
        if candidate > start { return .text(start..<candidate) }
        index = end
        return token
      }
      index = candidate + 1
    }
    index = text.count
    return .text(start..<index)
  }

  /// Skips the raw text of a `script` or `style` element, to its end tag or to the end.
  mutating func skipRawText(until name: String) {
    while let candidate = text.firstIndex(of: UInt8(ascii: "<"), from: index) {
      index = candidate
      if let (token, end) = markup(at: candidate), case .tag(let tag) = token, tag.isEnd, tag.name == name {
        index = end
        return
      }
      index = candidate + 1
    }
    index = text.count
  }

  /// The markup that starts with the `<` at an index, and where it ends.
  mutating func markup(at start: Int) -> (HTMLToken, end: Int)? {
    guard start + 1 < text.count else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "!"):
      if text.starts(with: "<!--", at: start) {
        // Within text `<!-->` and `<!--->` are not comments in this version of CommonMark.
        if text.starts(with: ">", at: start + 4) { return runsToEnd ? (.invisible, start + 5) : nil }
        if text.starts(with: "->", at: start + 4) { return runsToEnd ? (.invisible, start + 6) : nil }
        return construct(from: start + 4, by: "-->").map { (.invisible, $0.end) }
      }
      if text.starts(with: "<![CDATA[", at: start) {
        return construct(from: start + 9, by: "]]>").map { (.characterData($0.inside), $0.end) }
      }
      guard start + 2 < text.count, text[start + 2].isASCIILetter else { return nil }
      return construct(from: start + 2, by: ">").map { (.invisible, $0.end) }
    case UInt8(ascii: "?"):
      return construct(from: start + 2, by: "?>").map { (.invisible, $0.end) }
    default:
      return tag(at: start)
    }
  }

  private mutating func construct(
    from start: Int, by terminator: StaticString
  ) -> (inside: Range<Int>, end: Int)? {
    if let found = delimited(from: start, by: terminator) { return found }
    return runsToEnd && start <= text.count ? (start..<text.count, text.count) : nil
  }

  private mutating func delimited(
    from start: Int, by terminator: StaticString
  ) -> (inside: Range<Int>, end: Int)? {
    if missing.contains(terminator.description) { return nil }
    guard let end = text.firstIndex(of: terminator, from: start) else {
      missing.insert(terminator.description)
      return nil
    }
    return (start..<end, end + terminator.utf8CodeUnitCount)
  }

  private mutating func tag(at start: Int) -> (HTMLToken, end: Int)? {
    var cursor = start + 1
    let isEnd = text[cursor] == UInt8(ascii: "/")
    if isEnd { cursor += 1 }
    guard cursor < text.count, text[cursor].isASCIILetter else { return nil }
    let nameStart = cursor
    while cursor < text.count, text[cursor].isTagNameByte { cursor += 1 }
    let name = lowercased(nameStart..<cursor)
    var attributes: [(name: String, value: String)] = []
    while true {
      let beforeSpace = cursor
      while cursor < text.count, text[cursor].isASCIISpace { cursor += 1 }
      guard cursor < text.count else { return nil }
      if text[cursor] == UInt8(ascii: ">") {
        return (.tag(HTMLTag(name: name, isEnd: isEnd, attributes: attributes)), cursor + 1)
      }
      if isEnd { return nil }
      if text.starts(with: "/>", at: cursor) {
        let tag = HTMLTag(name: name, isEnd: false, closesItself: true, attributes: attributes)
        return (.tag(tag), cursor + 2)
      }
      guard cursor > beforeSpace, let attribute = attribute(at: &cursor) else { return nil }
      attributes.append(attribute)
    }
  }

  private mutating func attribute(at cursor: inout Int) -> (name: String, value: String)? {
    let nameStart = cursor
    let first = text[cursor]
    guard first.isASCIILetter || first == UInt8(ascii: "_") || first == UInt8(ascii: ":") else { return nil }
    while cursor < text.count, text[cursor].isAttributeNameByte { cursor += 1 }
    let name = lowercased(nameStart..<cursor)
    var afterSpace = cursor
    while afterSpace < text.count, text[afterSpace].isASCIISpace { afterSpace += 1 }
    guard afterSpace < text.count, text[afterSpace] == UInt8(ascii: "=") else { return (name, "") }
    cursor = afterSpace + 1
    while cursor < text.count, text[cursor].isASCIISpace { cursor += 1 }
    guard cursor < text.count else { return nil }
    let quote = text[cursor]
    let value: Range<Int>
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard
        let quoted = delimited(from: cursor + 1, by: quote == UInt8(ascii: "\"") ? "\"" : "'")
      else { return nil }
      value = quoted.inside
      cursor = quoted.end
    } else {
      let start = cursor
      while cursor < text.count, text[cursor].isUnquotedValueByte { cursor += 1 }
      guard cursor > start else { return nil }
      value = start..<cursor
    }
    let resolved = CommonMarkText.resolvingEntities(in: text.slice(value))
    return (name, String(decoding: resolved, as: UTF8.self))
  }

  private func lowercased(_ range: Range<Int>) -> String {
    String(decoding: text.slice(range).map(\.lowercasedASCII), as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isTagNameByte: Bool { isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") }

  fileprivate var isAttributeNameByte: Bool {
    isTagNameByte || self == UInt8(ascii: "_") || self == UInt8(ascii: ":") || self == UInt8(ascii: ".")
  }

  fileprivate var isUnquotedValueByte: Bool {
    switch self {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "`"):
      false
    default: !isASCIISpace
    }
  }
}

/// A part of HTML.
enum HTMLToken {
  /// Text between tags, as written.
  case text(Range<Int>)
  /// The inside of a CDATA section: text that is taken literally.
  case characterData(Range<Int>)
  case tag(HTMLTag)
  /// A comment, a declaration or a processing instruction.
  case invisible
}

/// A start or end tag.
struct HTMLTag {
  /// The name in lower case.
  let name: String
  let isEnd: Bool
  /// Whether it is a start tag that ends in `/>`, and so has no content.
  let closesItself: Bool
  /// The attributes in order, names in lower case, values with entities resolved.
  let attributes: [(name: String, value: String)]

  init(name: String, isEnd: Bool, closesItself: Bool = false, attributes: [(name: String, value: String)]) {
    self.name = name
    self.isEnd = isEnd
    self.closesItself = closesItself
    self.attributes = attributes
  }

  /// The value of an attribute; of several with one name the first counts, as in HTML.
  subscript(name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// The value of an attribute without white space at its edges; nil when nothing is left of it.
  func text(_ name: String) -> String? {
    let value = self[name]?.trimmingASCIISpace ?? ""
    return value.isEmpty ? nil : value
  }
}
