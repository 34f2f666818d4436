/// How the blocks of CommonMark and of GitHub's tables begin and end: what a line says from a place on, whatever is
/// around it.
enum BlockSyntax {
  // MARK: Headings, rules, fences

  /// The level of an ATX heading that starts here.
  static func atxHeading(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
    var index = start
    while index < end, text[index] == UInt8(ascii: "#") { index += 1 }
    guard (1...6).contains(index - start), index == end || text[index].isSpaceOrTab else { return nil }
    return index - start
  }

  /// A line of `=` or `-` alone: what makes a heading of the paragraph above it.
  static func setextUnderline(_ text: Bytes, _ start: Int, _ end: Int) -> UInt8? {
    guard start < end, text[start] == UInt8(ascii: "=") || text[start] == UInt8(ascii: "-") else {
      return nil
    }
    var index = start
    while index < end, text[index] == text[start] { index += 1 }
    return isBlank(text, index, end) ? text[start] : nil
  }

  static func isThematicBreak(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    guard start < end else { return false }
    let mark = text[start]
    guard mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_") || mark == UInt8(ascii: "-") else {
      return false
    }
    var count = 0
    for index in start..<end {
      if text[index] == mark {
        count += 1
      } else if !text[index].isSpaceOrTab {
        return false
      }
    }
    return count >= 3
  }

  /// The mark and length of a code fence that opens here.
  static func openFence(_ text: Bytes, _ start: Int, _ end: Int) -> (mark: UInt8, length: Int)? {
    guard start < end, text[start] == UInt8(ascii: "`") || text[start] == UInt8(ascii: "~") else {
      return nil
    }
    let mark = text[start]
    var index = start
    while index < end, text[index] == mark { index += 1 }
    let length = index - start
    guard length >= 3 else { return nil }
    if mark == UInt8(ascii: "`") {
      while index < end {
        if text[index] == mark { return nil }
        index += 1
      }
    }
    return (mark, length)
  }

  static func closesFence(_ text: Bytes, _ start: Int, _ end: Int, mark: UInt8, length: Int) -> Bool {
    var index = start
    while index < end, text[index] == mark { index += 1 }
    return index - start >= length && isBlank(text, index, end)
  }

  static func isBlank(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    var index = start
    while index < end {
      guard text[index].isSpaceOrTab else { return false }
      index += 1
    }
    return true
  }

  // MARK: Lists and footnotes

  struct ListMarker {
    /// The bullet, or the byte after the number: lists of different marks are different lists.
    let mark: UInt8
    let number: Int?
    /// The bytes of the marker.
    let length: Int
    /// Whether nothing follows on the line.
    let isEmpty: Bool

    var isOrdered: Bool { number != nil }
  }

  /// A list marker. Within a paragraph only one that something follows begins a list, and of numbers only 1; that is
  /// for the caller to ask.
  static func listMarker(_ text: Bytes, _ start: Int, _ end: Int) -> ListMarker? {
    guard start < end else { return nil }
    var index = start
    var number: Int?
    switch text[start] {
    case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var value = 0
      while index < end, index - start < 9, text[index].isASCIIDigit {
        value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
        index += 1
      }
      guard index < end, text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ")") else {
        return nil
      }
      number = value
    default: return nil
    }
    let mark = text[index]
    index += 1
    guard index == end || text[index].isASCIISpace else { return nil }
    return ListMarker(
      mark: mark, number: number, length: index - start, isEmpty: isBlank(text, index, end))
  }

  /// The length of a footnote's label that starts here, `[^1]:` with the white space after it.
  static func footnoteLabel(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
    guard text.starts(with: "[^", at: start) else { return nil }
    var index = start + 2
    while index < end, text[index] != UInt8(ascii: "]") {
      if text[index].isSpaceOrTab || text[index] == 0 { return nil }
      index += 1
    }
    guard index > start + 2, index + 1 < end, text[index + 1] == UInt8(ascii: ":") else { return nil }
    index += 2
    while index < end, text[index].isSpaceOrTab { index += 1 }
    return index - start
  }

  // MARK: Tables

  /// How many cells a line has as a table's row.
  static func cellCount(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
    var index = start
    var count = 0
    if index < end, text[index] == UInt8(ascii: "|") { index += 1 }
    while index < end, text[index].isSpaceOrTab { index += 1 }
    while index < end {
      while index < end, text[index] != UInt8(ascii: "|") {
        let isEscape =
          text[index] == UInt8(ascii: "\\") && index + 1 < end && text[index + 1].isASCIIPunctuation
        index += isEscape ? 2 : 1
      }
      count += 1
      guard index < end else { break }
      index += 1
      while index < end, text[index].isSpaceOrTab { index += 1 }
    }
    return count
  }

  /// The bars of a row that come after so many cells, up to the last cell that is not empty.
  static func bars(after columns: Int, in text: Bytes, _ start: Int, _ end: Int) -> [Int] {
    var index = start
    var cells = 0
    var bars: [Int] = []
    var needed = 0
    if index < end, text[index] == UInt8(ascii: "|") { index += 1 }
    while true {
      while index < end, text[index].isSpaceOrTab { index += 1 }
      guard index < end else { break }
      if text[index] != UInt8(ascii: "|") { needed = bars.count }
      while index < end, text[index] != UInt8(ascii: "|") {
        let isEscape =
          text[index] == UInt8(ascii: "\\") && index + 1 < end && text[index + 1].isASCIIPunctuation
        index += isEscape ? 2 : 1
      }
      cells += 1
      guard index < end else { break }
      if cells >= columns { bars.append(index) }
      index += 1
    }
    return Array(bars.prefix(needed))
  }

  /// How many columns the delimiter row of a table has.
  static func delimiterRow(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
    guard start < end else { return nil }
    var index = start
    var count = 0
    func skipSpace() { while index < end, text[index].isSpaceOrTab { index += 1 } }
    if text[index] == UInt8(ascii: "|") { index += 1 }
    while true {
      skipSpace()
      if index < end, text[index] == UInt8(ascii: ":") { index += 1 }
      let dashes = index
      while index < end, text[index] == UInt8(ascii: "-") { index += 1 }
      guard index > dashes else { return nil }
      if index < end, text[index] == UInt8(ascii: ":") { index += 1 }
      skipSpace()
      count += 1
      guard index < end else { return count }
      guard text[index] == UInt8(ascii: "|") else { return nil }
      index += 1
      if isBlank(text, index, end) { return count }
    }
  }

  // MARK: HTML

  /// The kinds of HTML blocks, by what ends them.
  enum HTMLBlock: Equatable {
    /// `<script>`, `<style>`, `<pre>`, a comment and their like end with a text of their own.
    case until(HTMLTerminator)
    /// A block of a known tag, or of any tag alone on its line, ends before a blank line.
    case tags
  }

  enum HTMLTerminator: Int, CaseIterable {
    case rawTextEndTag, comment, instruction, declaration, characterData

    /// Where the terminator is next, from a place on.
    func next(in text: Bytes, from start: Int) -> Int? {
      switch self {
      case .comment: return text.firstIndex(of: "-->", from: start)
      case .instruction: return text.firstIndex(of: "?>", from: start)
      case .declaration: return text.firstIndex(of: ">", from: start)
      case .characterData: return text.firstIndex(of: "]]>", from: start)
      case .rawTextEndTag:
        var index = start
        while let found = text.firstIndex(of: "</", from: index) {
          for name in ["script", "style", "pre"] as [StaticString]
          where text.starts(withTag: name, at: found + 2)
            && text.starts(with: ">", at: found + 2 + name.utf8CodeUnitCount)
          {
            return found
          }
          index = found + 2
        }
        return nil
      }
    }
  }

  /// The HTML block that starts here. A tag of any name, alone on its line, does not interrupt a paragraph.
  static func htmlBlock(_ text: Bytes, _ start: Int, _ end: Int, mayBeAnyTag: Bool) -> HTMLBlock? {
    guard start + 1 < end, text[start] == UInt8(ascii: "<") else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "!"):
      if text.starts(with: "<!--", at: start) { return .until(.comment) }
      if text.starts(with: "<![CDATA[", at: start) { return .until(.characterData) }
      return start + 2 < end && (0x41...0x5A).contains(text[start + 2]) ? .until(.declaration) : nil
    case UInt8(ascii: "?"):
      return .until(.instruction)
    default:
      for name in ["script", "style", "pre"] as [StaticString] where text.starts(withTag: name, at: start + 1)
      {
        let after = start + 1 + name.utf8CodeUnitCount
        if after == end || text[after].isASCIISpace || text[after] == UInt8(ascii: ">") {
          return .until(.rawTextEndTag)
        }
      }
      let nameStart = text[start + 1] == UInt8(ascii: "/") ? start + 2 : start + 1
      var nameEnd = nameStart
      while nameEnd < end, text[nameEnd].isASCIILetter || text[nameEnd].isASCIIDigit { nameEnd += 1 }
      let ends =
        nameEnd == end || text[nameEnd].isASCIISpace || text[nameEnd] == UInt8(ascii: ">")
        || text.starts(with: "/>", at: nameEnd)
      if ends, nameEnd - nameStart <= 10, nameEnd > nameStart,
        blockNames.contains(text.slice(nameStart..<nameEnd).lowercasedString)
      {
        return .tags
      }
      guard mayBeAnyTag, let tag = HTMLTagSyntax(text, start, end), isBlank(text, tag.end, end) else {
        return nil
      }
      return .tags
    }
  }

  /// The names that begin an HTML block in CommonMark, also within a paragraph.
  private static let blockNames: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
    "iframe", "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup",
    "option",
    "p", "param", "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
    "tr",
    "track", "ul",
  ]
}

/// A complete tag within one line, by CommonMark's definition.
struct HTMLTagSyntax {
  /// In lower case.
  let name: String
  let isEndTag: Bool
  let isSelfClosing: Bool
  /// The names of its attributes, in lower case.
  let attributes: [String]
  /// After the `>`.
  let end: Int

  init?(_ text: Bytes, _ start: Int, _ limit: Int) {
    guard start + 1 < limit, text[start] == UInt8(ascii: "<") else { return nil }
    var index = start + 1
    isEndTag = text[index] == UInt8(ascii: "/")
    if isEndTag { index += 1 }
    let nameStart = index
    guard index < limit, text[index].isASCIILetter else { return nil }
    while index < limit,
      text[index].isASCIILetter || text[index].isASCIIDigit || text[index] == UInt8(ascii: "-")
    {
      index += 1
    }
    name = text.slice(nameStart..<index).lowercasedString
    var attributes: [String] = []
    var isSelfClosing = false
    while true {
      let spaceStart = index
      while index < limit, text[index].isASCIISpace { index += 1 }
      guard index < limit else { return nil }
      if text[index] == UInt8(ascii: ">") { break }
      guard !isEndTag else { return nil }
      if text.starts(with: "/>", at: index) {
        isSelfClosing = true
        index += 1
        break
      }
      guard index > spaceStart, let name = Self.attribute(text, &index, limit) else { return nil }
      attributes.append(name)
    }
    self.attributes = attributes
    self.isSelfClosing = isSelfClosing
    end = index + 1
  }

  private static func attribute(_ text: Bytes, _ index: inout Int, _ limit: Int) -> String? {
    let first = text[index]
    guard first.isASCIILetter || first == UInt8(ascii: "_") || first == UInt8(ascii: ":") else { return nil }
    let nameStart = index
    while index < limit,
      text[index].isASCIILetter || text[index].isASCIIDigit || "_:.-".utf8.contains(text[index])
    {
      index += 1
    }
    let name = text.slice(nameStart..<index).lowercasedString
    var after = index
    while after < limit, text[after].isASCIISpace { after += 1 }
    guard after < limit, text[after] == UInt8(ascii: "=") else { return name }
    after += 1
    while after < limit, text[after].isASCIISpace { after += 1 }
    guard after < limit else { return nil }
    let quote = text[after]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let close = text.slice(0..<limit).firstIndex(of: quote, from: after + 1) else { return nil }
      index = close + 1
    } else {
      index = after
      while index < limit, !text[index].isASCIISpace, !"\"'=<>`".utf8.contains(text[index]) { index += 1 }
      guard index > after else { return nil }
    }
    return name
  }
}

extension UInt8 {
  /// Whether no block begins with it, and it ends no paragraph.
  var isPlainText: Bool { self >= 0x80 || isASCIILetter || "\"'(),.;/!?$%^&@{}".utf8.contains(self) }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a name in lower case is at a place, in any letter case.
  func starts(withTag name: StaticString, at index: Int) -> Bool {
    let length = name.utf8CodeUnitCount
    guard index >= 0, count - index >= length else { return false }
    for offset in 0..<length where self[index + offset].lowercasedASCII != name.utf8Start[offset] {
      return false
    }
    return true
  }

  var lowercasedString: String { String(decoding: map(\.lowercasedASCII), as: UTF8.self) }
}
