/// What a line of a note is by itself, as far as `okrmd next` has to know it.
extension ArraySlice where Element == UInt8 {
  /// Whether the line opens or ends front matter.
  var isDelimiter: Bool {
    starts(with: "---".utf8) && dropFirst(3).allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  var isProgressID: Bool {
    let text = String(decoding: self, as: UTF8.self).trimmed
    return text.prefixMatch(of: /["']?progress_id["']?[ \t]*:/) != nil
  }

  /// The length of a list item's marker; nil when there is none.
  var listMarker: Int? {
    guard let first else { return nil }
    func endsMarker(_ count: Int) -> Int? {
      let next = dropFirst(count).first
      return next == nil || [0x20, 0x09, 0x0A, 0x0D].contains(next ?? 0) ? count : nil
    }
    if "-+*".utf8.contains(first) { return isRule ? nil : endsMarker(1) }
    let digits = prefix { (0x30...0x39).contains($0) }.count
    guard (1...9).contains(digits), let end = dropFirst(digits).first, end == 0x2E || end == 0x29 else {
      return nil
    }
    return endsMarker(digits + 1)
  }

  /// Whether the line is a thematic break such as `* * *`.
  var isRule: Bool {
    let marks = filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return marks.count >= 3 && Set(marks).count == 1
  }

  /// The mark and the length of a code fence; nil when the line begins with none.
  var fence: (mark: UInt8, length: Int)? {
    guard let first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
    let length = prefix { $0 == first }.count
    guard length >= 3 else { return nil }
    if first == UInt8(ascii: "`"), dropFirst(length).contains(first) { return nil }
    return (first, length)
  }

  /// The number of an ordered list's item; nil when the line begins with none.
  var number: Int? {
    guard listMarker ?? 0 > 1 else { return nil }
    return Int(String(decoding: prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
  }

  enum TaskState {
    case done, open
  }

  /// Whether the item that the line begins is a task, behind any number of markers.
  var taskState: TaskState? {
    var rest = self
    while let marker = rest.listMarker { rest = rest.dropFirst(marker).drop { $0 == 0x20 || $0 == 0x09 } }
    return rest.isTask([UInt8(ascii: "x"), UInt8(ascii: "X")]) ? .done : rest.isTask([0x20]) ? .open : nil
  }

  /// The columns of white space before the text.
  var indentation: Int {
    prefix { $0 == 0x20 || $0 == 0x09 }.reduce(0) { $1 == 0x09 ? $0 + 4 - $0 % 4 : $0 + 1 }
  }

  /// The line without the marks of quotes, and how many there were.
  var withoutQuotes: (rest: ArraySlice<UInt8>, depth: Int) {
    var (rest, depth) = (self, 0)
    while true {
      var probe = rest
      var spaces = 0
      while spaces < 3, probe.first == 0x20 {
        probe = probe.dropFirst()
        spaces += 1
      }
      guard probe.first == UInt8(ascii: ">") else { return (rest, depth) }
      rest = probe.dropFirst()
      if rest.first == 0x20 { rest = rest.dropFirst() }
      depth += 1
    }
  }

  private func isTask(_ states: [UInt8]) -> Bool {
    let start = Array(prefix(4))
    return start.count == 4 && start[0] == UInt8(ascii: "[") && states.contains(start[1])
      && start[2] == UInt8(ascii: "]") && [0x20, 0x09].contains(start[3])
  }
}

/// HTML in which nothing is Markdown (CommonMark, "HTML blocks").
enum HTMLBlock {
  private static let literal: Set<String> = ["pre", "script", "style", "textarea"]
  private static let blocks: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
    "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li",
    "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search",
    "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]

  /// What ends the block that a line begins: a closing tag, or `.some(nil)` for a blank line; nil when it begins none.
  static func end(ofBlockStartingWith text: String) -> String?? {
    guard let match = text.prefixMatch(of: /<(\/?)([A-Za-z][A-Za-z0-9]*)(?=[\s\/>]|$)/) else { return nil }
    let name = match.2.lowercased()
    if match.1.isEmpty, literal.contains(name) { return "</\(name)>" }
    return blocks.contains(name) ? .some(nil) : nil
  }
}

extension String {
  func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
