/// R24 and R29: the targets of links and images as people write them. A target may have spaces, and an image a size,
/// `![a](src =300x200)` or `![a](src){width=300 height=200}`.
enum LooseTargets {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard mayStand(in: text) else { return }
    var scanner = InlineScanner(text, bytes: "")
    while let event = scanner.next() {
      guard case .closes(let close, let opener, let end) = event, text.starts(with: "(", at: close + 1) else {
        continue
      }
      let isImage = opener.isImage
      guard end == nil || isImage && text.starts(with: "{", at: end ?? 0),
        let target = LooseTarget(from: close + 1, in: text)
      else { continue }
      let attributes = isImage ? ImageAttributes(at: target.end, in: text) : nil
      if end != nil, attributes == nil { continue }
      let url = text.slice(target.url)
      let hasSpace = url.contains(where: \.isSpaceOrTab) && !target.isAngled
      if end == nil, target.size == nil || !isImage {
        guard hasSpace, mayHaveSpaces(url, isImage: isImage, edits: edits) else { continue }
      }
      var size = target.size.flatMap { ImageDimensions(text.slice($0)) }
      if let attributes { size = attributes.size ?? size }
      var bytes = [UInt8(ascii: "<")]
      let encodes = !isImage || (URLReference.scheme(of: url).map { $0 != "file" } ?? false)
      for byte in url {
        if encodes, byte.isSpaceOrTab { bytes += Array("%20".utf8) } else { bytes.append(byte) }
      }
      bytes += edits.marker(for: size)
      bytes.append(UInt8(ascii: ">"))
      if let title = target.title {
        bytes.append(0x20)
        bytes += Array(text.slice(title))
      }
      edits.add(TextEdit(range: close + 2..<target.end - 1, bytes: bytes))
      if let attributes { edits.add(.remove(target.end..<attributes.end)) }
      scanner.index = attributes?.end ?? target.end
    }
  }

  /// A quick look at a text: most targets are those of CommonMark, without attributes.
  private static func mayStand(in text: Bytes) -> Bool {
    var index = 0
    while let bracket = text.firstIndex(of: "](", from: index) {
      index = bracket + 1
      guard let end = LinkTarget.end(from: index, in: text), !text.starts(with: "{", at: end) else {
        return true
      }
    }
    return false
  }

  /// Whether what is in the parentheses is a target although it has spaces.
  private static func mayHaveSpaces(_ url: Bytes, isImage: Bool, edits: InlineEdits) -> Bool {
    let scheme = URLReference.scheme(of: url)
    guard isImage else { return scheme.map(URLReference.isLinkScheme) ?? edits.hasLinkBase }
    return scheme != nil || url.hasPrefix("/") || url.hasPrefix("./") || url.hasPrefix("../")
      || URLReference.fileExtension(of: url) != nil
  }
}

/// The `(…)` after the text of a link or image, on one line, read with spaces in the target.
private struct LooseTarget {
  /// Without white space or angle brackets around it.
  private(set) var url: Range<Int>
  private(set) var isAngled = false
  /// The size after `=`.
  private(set) var size: Range<Int>?
  /// The title with its quotation marks.
  private(set) var title: Range<Int>?
  /// After the `)`.
  private(set) var end = 0

  init?(from paren: Int, in text: Bytes) {
    let start = Self.skipBlanks(from: paren + 1, in: text)
    url = start..<start
    guard start < text.count else { return nil }
    var index = start
    if text[start] == UInt8(ascii: "<") {
      isAngled = true
      index += 1
      while index < text.count, text[index] != UInt8(ascii: ">") {
        if text[index] == UInt8(ascii: "<") || text[index] == UInt8(ascii: "\n") { return nil }
        index += 1
      }
      guard index < text.count else { return nil }
      url = start + 1..<index
      guard readRest(from: index + 1, in: text) else { return nil }
      return
    }
    var depth = 0
    var hasSpace = false
    var hasParens = false
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "<"), UInt8(ascii: ">"): return nil
      case UInt8(ascii: "\\") where index + 1 < text.count && text[index + 1].isASCIIPunctuation: index += 1
      case UInt8(ascii: "("):
        depth += 1
        hasParens = true
        if hasSpace || depth > 32 { return nil }
      case UInt8(ascii: ")"):
        if depth == 0 {
          url = start..<index
          end = index + 1
          if url.isEmpty { return nil }
          return
        }
        depth -= 1
      case 0x20, 0x09:
        if depth == 0, !url.isEmpty || index > start {
          url = start..<index
          if readRest(from: index, in: text) { return }
        }
        hasSpace = true
        if hasParens { return nil }
        index = Self.skipBlanks(from: index, in: text) - 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Reads a size, a title and the `)`.
  private mutating func readRest(from start: Int, in text: Bytes) -> Bool {
    var index = Self.skipBlanks(from: start, in: text)
    var size: Range<Int>?
    var title: Range<Int>?
    /// False when there is something that begins like a size and is not one.
    func readSize() -> Bool {
      guard size == nil, index > start, text[index - 1].isSpaceOrTab, text.starts(with: "=", at: index) else {
        return true
      }
      var cursor = index + 1
      while cursor < text.count, ImageDimensions.isPart(text[cursor]) { cursor += 1 }
      guard ImageDimensions.isSize(text.slice(index + 1..<cursor)) else { return false }
      size = index + 1..<cursor
      let blanks = Self.skipBlanks(from: cursor, in: text)
      guard blanks > cursor || text.starts(with: ")", at: cursor) else { return false }
      index = blanks
      return true
    }
    guard readSize() else { return false }
    if index > start, index < text.count, "\"'".utf8.contains(text[index]),
      let titleEnd = LinkTarget.titleEnd(from: index, in: text)
    {
      title = index..<titleEnd
      index = Self.skipBlanks(from: titleEnd, in: text)
      guard readSize() else { return false }
    }
    guard text.starts(with: ")", at: index) else { return false }
    self.size = size
    self.title = title
    end = index + 1
    return true
  }

  private static func skipBlanks(from start: Int, in text: Bytes) -> Int {
    var index = start
    while index < text.count, text[index].isSpaceOrTab { index += 1 }
    return index
  }
}

/// R25: a target that would be dropped and has none of `. / # ? :` was none. `[登录](已上线)` stays as written.
enum MissingTargets {
  private static let addressMarks: ByteSet = "./#?:"

  private static func isMissing(_ target: Bytes) -> Bool {
    !target.isEmpty && !target.contains { addressMarks.contains($0) }
  }

  /// A quick look at a text: most targets are addresses.
  private static func mayStand(in text: Bytes) -> Bool {
    var index = 0
    while let bracket = text.firstIndex(of: "](", from: index) {
      index = bracket + 1
      if let url = LinkTarget.url(from: index, in: text), isMissing(text.slice(url)) { return true }
    }
    return false
  }

  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard !edits.hasLinkBase, mayStand(in: text) else { return }
    var scanner = InlineScanner(text, bytes: "")
    while let event = scanner.next() {
      guard case .closes(let close, let opener, let end?) = event, !opener.isImage,
        let url = LinkTarget.url(from: close + 1, in: text), !url.isEmpty
      else { continue }
      let target = text.slice(url)
      guard isMissing(target) else { continue }
      let shown = text.slice(opener.position + 1..<close).trimmed
      if MentionID.isLinkTarget(target), shown.hasPrefix("@"), shown.count > 1 { continue }
      edits.add(.escape(at: opener.position))
      edits.add(.escape(at: close))
      scanner.index = end
    }
  }
}

/// The `(…)` after the text of an inline link.
enum LinkTarget {
  /// The end of a link's target and title that start at an index, parentheses included; nil when what
  /// may be there is not one.
  static func end(from start: Int, in text: Bytes) -> Int? { read(from: start, in: text)?.end }

  /// The url of a target that starts at an index, without angle brackets around it; nil when there is no target.
  static func url(from start: Int, in text: Bytes) -> Range<Int>? { read(from: start, in: text)?.url }

  private static func read(from start: Int, in text: Bytes) -> (url: Range<Int>, end: Int)? {
    guard start < text.count, text[start] == UInt8(ascii: "(") else { return nil }
    let first = skipSpace(from: start + 1, in: text)
    guard let afterURL = urlEnd(from: first, in: text) else { return nil }
    var index = skipSpace(from: afterURL, in: text)
    if index > afterURL, let afterTitle = titleEnd(from: index, in: text) {
      index = skipSpace(from: afterTitle, in: text)
    }
    guard index < text.count, text[index] == UInt8(ascii: ")") else { return nil }
    return (text[first] == UInt8(ascii: "<") ? first + 1..<afterURL - 1 : first..<afterURL, index + 1)
  }

  private static func skipSpace(from start: Int, in text: Bytes) -> Int {
    var index = start
    while index < text.count, text[index].isASCIISpace { index += 1 }
    return index
  }

  /// What may end a url, or belongs to a pair.
  private static let urlStops: ByteSet = "\\() \t\n\u{0B}\u{0C}\r"

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
    while true {
      index = text.firstIndex(from: index) { urlStops.contains($0) }
      guard index < text.count, !text[index].isASCIISpace else { break }
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
