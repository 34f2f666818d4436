/// Names of people with their ids (rule R27).
struct AddressBook: Sendable {
  let people: [String: String]
  /// Ids by the UTF-8 of names.
  private let ids: [[UInt8]: String]
  /// The lengths of the names in bytes, the longest first.
  private let lengths: [Int]

  init(_ people: [String: String]) {
    self.people = people
    let isName: (String) -> Bool = { name in
      (1...ConversionOptions.longestName).contains(name.count) && !name.contains(where: \.isWhitespace)
    }
    ids = Dictionary(
      people.filter { isName($0.key) && !$0.value.isEmpty }.map { (Array($0.key.utf8), $0.value) }
    ) { first, _ in first }
    lengths = Set(ids.keys.map(\.count)).sorted(by: >)
  }

  var isEmpty: Bool { ids.isEmpty }

  /// The person whose name follows the `@` at an index, and where the name ends.
  func person(mentionedAt at: Int, in text: Bytes) -> (id: String, end: Int)? {
    guard !ids.isEmpty, at == 0 || !text[at - 1].isASCIILetterOrDigit else { return nil }
    for length in lengths {
      let end = at + 1 + length
      guard end <= text.count, end == text.count || text[end] & 0xC0 != 0x80 else { continue }
      if end < text.count, text[end - 1].isASCIILetterOrDigit, text[end].isASCIILetterOrDigit { continue }
      if let id = ids[Array(text[(at + 1)..<end])] { return (id, end) }
    }
    return nil
  }

  /// What follows the `@` at an index and looks like a name: a word of other letters than ASCII, or one that begins with
  /// a capital, as `@Kim` does and `@todo` and `@TODO` do not. An address, such as `a@Kim.example`, is not a name.
  ///
  /// Chinese has no spaces: of a longer run of characters the first four are the name.
  func unknownName(after at: Int, in text: Bytes) -> String? {
    guard !ids.isEmpty, at + 1 < text.count else { return nil }
    if at > 0, text[at - 1].isASCIILetterOrDigit || "._-+/@".utf8.contains(text[at - 1]) { return nil }
    var end = at + 1
    if text[end] >= 0x80 {
      var name = String.UnicodeScalarView()
      while end < text.count, text[end] >= 0x80, name.count < 20 {
        let (value, length) = text.scalar(at: end)
        guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic,
          name.count < 4 || !EastAsian.isWide(value)
        else { break }
        name.append(scalar)
        end += length
      }
      return name.isEmpty ? nil : String(name)
    }
    while end < text.count, text[end].isASCIILetterOrDigit || text[end] == UInt8(ascii: "_") { end += 1 }
    let name = text.slice(at + 1..<end)
    let isCapital = { (byte: UInt8) in byte.isASCIILetter && byte & 0x20 == 0 }
    guard let first = name.first, isCapital(first),
      name.contains(where: { $0.isASCIILetter && !isCapital($0) })
    else { return nil }
    // The name of a package, or an address.
    let isLonger =
      end + 1 < text.count && "./@-".utf8.contains(text[end]) && text[end + 1].isASCIILetterOrDigit
    return isLonger ? nil : name.string
  }
}

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

  /// The end of a mention `@{ID}` that starts with the `@` at an index; the id is between
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
