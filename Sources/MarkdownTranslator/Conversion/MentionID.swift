/// Ids of people (rule R27).
enum MentionID {
  static let longest = 64

  @inline(__always)
  static func isIDByte(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// Whether the target of a link is the id of a person: `ou_…` or `on_…`.
  static func isLinkTarget(_ url: Bytes) -> Bool {
    (url.hasPrefix("ou_") || url.hasPrefix("on_")) && url.count > 3 && url.count <= longest
      && url.allSatisfy(isIDByte)
  }

  /// The end of a mention `@{ID}` that starts with the `@` at an index; the id stands between
  /// `index + 2` and `end - 1`.
  static func end(ofMentionAt index: Int, in text: Bytes) -> Int? {
    guard text.starts(with: "@{", at: index) else { return nil }
    var end = index + 2
    while end < text.count, end - index - 2 <= longest, isIDByte(text[end]) { end += 1 }
    let length = end - index - 2
    guard length >= 1, length <= longest, end < text.count, text[end] == UInt8(ascii: "}") else { return nil }
    return end + 1
  }
}
