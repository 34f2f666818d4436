/// How a link whose text is its URL is written: as a bare URL where one is recognised and ends in time, else
/// in angle brackets (rules R28 and R33).
enum AutolinkForm {
  /// Whether a text as an autolink is a link to a URL: the URL itself, or a `www.…` or an e-mail address
  /// that the parser completes to it.
  static func shows(_ text: String, _ url: String) -> Bool {
    if text == url { return canBeBracketed(url) }
    return url == "mailto:" + text && isAddress(text) || url == "http://" + text && isBareDomain(text)
  }

  private static func canBeBracketed(_ url: String) -> Bool {
    guard let scheme = url.split(separator: ":", maxSplits: 1).first, scheme.utf8.count < url.utf8.count,
      (2...32).contains(scheme.utf8.count)
    else { return false }
    return url.utf8.allSatisfy {
      $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
    }
  }

  /// What is written for a text.
  static func scalars(
    for text: [Unicode.Scalar], before: Unicode.Scalar?, after: Unicode.Scalar?, mayBeBare: Bool,
    hasSentinel: Bool
  ) -> [Unicode.Scalar] {
    let ends = after.map { $0.isSpaceOrTab || hasSentinel && EastAsian.endsBareURL($0.value) } ?? true
    let isDomain = text.starts(with: "www.".unicodeScalars)
    let begins = before.map { $0.isSpaceOrTab || !isDomain && !$0.isASCII } ?? true
    if mayBeBare, begins, ends, isBareURL(text) || isDomain { return text }
    if isDomain {
      return ["["] + text + Array("](http://".unicodeScalars) + text + [")"]
    }
    return ["<"]
      + text.enumerated().flatMap { index, scalar -> [Unicode.Scalar] in
        scalar == "&" && CharacterReference.starts(at: index, in: text)
          ? Array("&amp;".unicodeScalars) : [scalar]
      } + [">"]
  }

  /// Whether the parser finds a bare URL of the web and takes all of it. It would take more of them; these
  /// are beyond doubt.
  private static func isBareURL(_ text: [Unicode.Scalar]) -> Bool {
    guard let colon = text.firstIndex(of: ":"), text[colon...].starts(with: "://".unicodeScalars) else {
      return false
    }
    let scheme = String(String.UnicodeScalarView(text[..<colon])).lowercased()
    let rest = text[(colon + 3)...]
    let host = rest.prefix { $0.isASCIILetterOrDigit || $0 == "-" || $0 == "." }
    guard scheme == "http" || scheme == "https", host.first?.isASCIILetterOrDigit == true,
      host.last?.isASCIILetterOrDigit == true
    else { return false }
    let path = rest[host.endIndex...]
    guard path.first.map({ "/?#:".unicodeScalars.contains($0) }) ?? true else { return false }
    return path.allSatisfy { isPlain($0) || $0 == "_" } && endsPlainly(text)
  }

  /// Whether a text is a bare URL by its `www.`, written as it is in the text of a link too.
  private static func isBareDomain(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard text.hasPrefix("www."), scalars.count > 4, scalars[4].isASCIILetterOrDigit else { return false }
    return scalars.allSatisfy(isPlain) && endsPlainly(scalars)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIILetterOrDigit || "/.-?=%#+:&".unicodeScalars.contains(scalar)
  }

  private static func endsPlainly(_ text: [Unicode.Scalar]) -> Bool {
    text.last.map { $0.isASCIILetterOrDigit || $0 == "/" } ?? false
  }

  /// Whether a text is an e-mail address that the parser takes in angle brackets.
  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    let isLocal = parts[0].unicodeScalars.allSatisfy {
      $0.isASCIILetterOrDigit || "._+-".unicodeScalars.contains($0)
    }
    return isLocal
      && parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        let scalars = label.unicodeScalars
        return (1...60).contains(scalars.count) && scalars.first?.isASCIILetterOrDigit == true
          && scalars.last?.isASCIILetterOrDigit == true
          && scalars.allSatisfy { $0.isASCIILetterOrDigit || $0 == "-" }
      }
  }
}

/// Finds what the converter would take for an address in text: bare URLs, e-mail addresses (rule R28) and
/// mentions (rule R27).
enum AddressScanner {
  /// Whether the `:` at an index is in the `://` of a bare URL.
  static func isURL(schemeEndingAt colon: Int, in text: [Unicode.Scalar]) -> Bool {
    guard text[colon...].starts(with: "://".unicodeScalars) else { return false }
    let letters = String(String.UnicodeScalarView(text[..<colon].suffix(5))).lowercased()
    return ["http", "https", "ftp"].contains { letters.hasSuffix($0) }
  }

  /// Whether the `.` at an index is that of a bare `www.`; `before` is what is before the `www`.
  static func isDomain(dotAt dot: Int, in text: [Unicode.Scalar], before: Unicode.Scalar?) -> Bool {
    guard dot >= 3, text[(dot - 3)..<dot].allSatisfy({ $0 == "w" }) else { return false }
    return before.map { $0.isASCII && !$0.isASCIILetterOrDigit } ?? true
  }

  /// Whether the `@` at an index is in an e-mail address.
  static func isEmail(at index: Int, in text: [Unicode.Scalar]) -> Bool {
    guard index > 0, text[index - 1].isASCIILetterOrDigit || ".+-_/:".unicodeScalars.contains(text[index - 1])
    else { return false }
    for scalar in text[(index + 1)...] {
      if scalar == "." { return true }
      guard scalar.isASCIILetterOrDigit || scalar == "-" || scalar == "_" else { return false }
    }
    return false
  }

  /// Whether a mention starts with the `@` at an index.
  static func isMention(at index: Int, in text: [Unicode.Scalar]) -> Bool {
    guard index + 1 < text.count, text[index + 1] == "{" else { return false }
    let rest = text[(index + 2)...]
    let id = rest.prefix(MentionID.longest + 1).prefix { isIDScalar($0) }
    return (1...MentionID.longest).contains(id.count) && id.endIndex < text.count && text[id.endIndex] == "}"
  }

  private static func isIDScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && MentionID.isIDByte(UInt8(truncatingIfNeeded: scalar.value))
  }
}
