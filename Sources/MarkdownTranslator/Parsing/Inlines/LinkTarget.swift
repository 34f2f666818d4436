/// The `(…)` behind the text of an inline link.
enum LinkTarget {
  /// The end of a link's target and title that start at an index, parentheses included; nil when what
  /// stands there is none.
  static func end(from start: Int, in text: Bytes) -> Int? {
    guard start < text.count, text[start] == UInt8(ascii: "(") else { return nil }
    var index = skipSpace(from: start + 1, in: text)
    guard let afterURL = urlEnd(from: index, in: text) else { return nil }
    index = skipSpace(from: afterURL, in: text)
    if index > afterURL, let afterTitle = titleEnd(from: index, in: text) {
      index = skipSpace(from: afterTitle, in: text)
    }
    return index < text.count && text[index] == UInt8(ascii: ")") ? index + 1 : nil
  }

  /// The url of a target that starts at an index, without angle brackets around it; nil when there is no target.
  static func url(from start: Int, in text: Bytes) -> Range<Int>? {
    guard end(from: start, in: text) != nil else { return nil }
    let first = skipSpace(from: start + 1, in: text)
    guard let end = urlEnd(from: first, in: text) else { return nil }
    return text[first] == UInt8(ascii: "<") ? first + 1..<end - 1 : first..<end
  }

  private static func skipSpace(from start: Int, in text: Bytes) -> Int {
    var index = start
    while index < text.count, text[index].isASCIISpace { index += 1 }
    return index
  }

  private static func urlEnd(from start: Int, in text: Bytes) -> Int? {
    guard start < text.count else { return nil }
    var index = start
    if text[index] == UInt8(ascii: "<") {
      index += 1
      while index < text.count {
        switch text[index] {
        case UInt8(ascii: ">"): return index + 1
        case UInt8(ascii: "\\"): index += 2
        case UInt8(ascii: "\n"), UInt8(ascii: "<"): return nil
        default: index += 1
        }
      }
      return nil
    }
    var depth = 0
    while index < text.count, !text[index].isASCIISpace {
      switch text[index] {
      case UInt8(ascii: "\\") where index + 1 < text.count && text[index + 1].isASCIIPunctuation:
        index += 2
        continue
      case UInt8(ascii: "("):
        depth += 1
        if depth > 32 { return nil }
      case UInt8(ascii: ")"):
        if depth == 0 { return index }
        depth -= 1
      default:
        break
      }
      index += 1
    }
    return index > start ? min(index, text.count) : nil
  }

  static func titleEnd(from start: Int, in text: Bytes) -> Int? {
    guard start < text.count else { return nil }
    let closing: UInt8
    switch text[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): closing = text[start]
    case UInt8(ascii: "("): closing = UInt8(ascii: ")")
    default: return nil
    }
    var index = start + 1
    while index < text.count {
      if text[index] == closing { return index + 1 }
      if closing == UInt8(ascii: ")"), text[index] == UInt8(ascii: "(") { return nil }
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
