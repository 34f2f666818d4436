/// Bare URLs, as the parser's autolink extension finds them, with the ends of rule R33.
struct BareURL {
  /// Where GFM's trailing-punctuation rules let the URL end.
  let end: Int
  /// Where the URL is cut off, when the parser would run on: before CJK punctuation or a delimiter run.
  let cut: Int?

  /// The URL around the `:` of `://` at an index.
  init?(schemeAt colon: Int, in text: Bytes) {
    guard text.starts(with: "://", at: colon) else { return nil }
    var start = colon
    while start > 0, text[start - 1].isASCIILetter { start -= 1 }
    let scheme = text.slice(start..<colon).map(\.lowercasedASCII)
    guard ["http", "https", "ftp"].contains(where: { scheme.elementsEqual($0.utf8) }) else { return nil }
    let host = colon + 3
    guard host < text.count, Self.isHostCharacter(at: host, in: text) else { return nil }
    guard Self.hasDomain(from: host, in: text, needsDot: false) else { return nil }
    self.init(start: start, from: host, in: text)
  }

  /// The URL that starts with `www.` at an index.
  init?(wwwAt start: Int, in text: Bytes) {
    guard text.starts(with: "www.", at: start) else { return nil }
    if start > 0, !text[start - 1].isASCIISpace, !Self.mayPrecedeWWW.contains(text[start - 1]) { return nil }
    guard Self.hasDomain(from: start, in: text, needsDot: true) else { return nil }
    self.init(start: start, from: start, in: text)
  }

  private static let mayPrecedeWWW = Array("*_~(".utf8)

  private init(start: Int, from domain: Int, in text: Bytes) {
    var limit = domain
    var cut: Int?
    scan: while limit < text.count {
      let byte = text[limit]
      switch byte {
      case UInt8(ascii: "<"), 0x20, 0x09, 0x0A, 0x0D:
        break scan
      case UInt8(ascii: "*"), UInt8(ascii: "~"):
        if limit + 1 < text.count, text[limit + 1] == byte {
          cut = limit
          break scan
        }
        limit += 1
      case 0x80...:
        let (scalar, length) = text.scalar(at: limit)
        if EastAsian.endsBareURL(scalar) {
          cut = limit
          break scan
        }
        limit += length
      default:
        limit += 1
      }
    }
    let whole = cut ?? limit
    end = Self.trimmedEnd(of: start..<whole, in: text)
    // A long tail would cost the parser quadratic time; a sentinel spares it.
    self.cut = cut ?? (limit - end > Self.longTail ? end : nil)
  }

  private static let longTail = 64

  private static func isHostCharacter(at index: Int, in text: Bytes) -> Bool {
    let scalar = text.scalar(at: index).value
    return !CommonMarkText.isSpace(scalar) && !CommonMarkText.isPunctuation(scalar)
  }

  /// Whether the parser finds a domain. Longer ones than any domain can be are not looked at.
  private static func hasDomain(from start: Int, in text: Bytes, needsDot: Bool) -> Bool {
    var dots = 0
    var underscoresBefore = 0
    var underscores = 0
    var index = start + 1
    let limit = min(text.count - 1, start + longestDomain)
    while index < limit {
      let byte = text[index]
      if byte == UInt8(ascii: "_") {
        underscores += 1
      } else if byte == UInt8(ascii: ".") {
        underscoresBefore = underscores
        underscores = 0
        dots += 1
      } else if byte != UInt8(ascii: "-"), byte & 0xC0 != 0x80, !isHostCharacter(at: index, in: text) {
        break
      }
      index += 1
    }
    return underscores == 0 && underscoresBefore == 0 && (!needsDot || dots > 0)
  }

  /// The name of a host has at most 253 bytes.
  private static let longestDomain = 512

  /// GFM's rules for punctuation at the end of a URL, counting the parentheses once.
  private static func trimmedEnd(of range: Range<Int>, in text: Bytes) -> Int {
    var end = range.upperBound
    var balance = 0
    for byte in text[range] {
      if byte == UInt8(ascii: "(") { balance += 1 }
      if byte == UInt8(ascii: ")") { balance -= 1 }
    }
    while end > range.lowerBound {
      let byte = text[end - 1]
      if trailing.contains(byte) {
        end -= 1
      } else if byte == UInt8(ascii: ";") {
        var entity = end - 2
        while entity > range.lowerBound, text[entity].isASCIILetter { entity -= 1 }
        end = entity < end - 2 && text[entity] == UInt8(ascii: "&") ? entity : end - 1
      } else if byte == UInt8(ascii: ")"), balance < 0 {
        balance += 1
        end -= 1
      } else {
        break
      }
    }
    return end
  }

  private static let trailing = Array("?!.,:*_~'\"".utf8)
}
