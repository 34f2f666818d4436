/// What the mapping needs to know of a URL, by RFC 3986. Nothing is normalised: what is written is kept.
enum URLReference {
  /// The schemes of links that Feishu follows (rule R25).
  private static let linkSchemes: Set<String> = ["http", "https", "mailto", "tel", "lark", "feishu"]

  /// The scheme in lower case; nil for a relative reference.
  static func scheme(of url: Bytes) -> String? {
    guard let first = url.first, first.isASCIILetter else { return nil }
    for (index, byte) in url.enumerated() {
      if byte == UInt8(ascii: ":") {
        return String(decoding: url[..<index].map(\.lowercasedASCII), as: UTF8.self)
      }
      guard
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: ".")
      else { return nil }
    }
    return nil
  }

  /// The extension of the file that a path or URL leads to, in lower case: 1 to 5 letters and digits with a letter
  /// among them; nil when it has none.
  static func fileExtension(of url: Bytes) -> String? {
    let end = url.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? url.count
    guard let dot = url[..<end].lastIndex(of: UInt8(ascii: ".")), dot > 0, (1...5).contains(end - dot - 1),
      !url[(dot + 1)..<end].contains(where: { !$0.isASCIILetterOrDigit }),
      url[(dot + 1)..<end].contains(where: \.isASCIILetter)
    else { return nil }
    return String(decoding: url[(dot + 1)..<end].map(\.lowercasedASCII), as: UTF8.self)
  }

  /// Whether a URL begins with a scheme of links that are kept, in any letter case.
  static func hasLinkScheme(_ url: Bytes) -> Bool {
    linkPrefixes.contains { url.starts(withTag: $0, at: 0) }
  }

  /// The schemes of links with their colons, the most common first.
  private static let linkPrefixes: [StaticString] = [
    "https:", "http:", "mailto:", "tel:", "lark:", "feishu:",
  ]

  static func isLinkScheme(_ scheme: String) -> Bool { linkSchemes.contains(scheme) }

  /// Whether relative links can be resolved against a URL: an absolute one with a host.
  static func isBase(_ url: String) -> Bool {
    let parts = Parts(url)
    return (parts.scheme?.lowercased() == "http" || parts.scheme?.lowercased() == "https")
      && parts.authority?.isEmpty == false && url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Whether a URL is the address of a Feishu or Lark document (rule R26).
  static func isFeishuDocument(_ url: Bytes) -> Bool {
    let isSecure = url.starts(withTag: "https://", at: 0)
    guard isSecure || url.starts(withTag: "http://", at: 0) else { return false }
    let authority = url.slice(from: isSecure ? 8 : 7).prefix { !isDelimiter($0) }
    let user = authority.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? authority.startIndex
    let host = Bytes(rebasing: authority[user...].prefix { $0 != UInt8(ascii: ":") })
    let isKnown = documentHosts.contains { known in
      let place = host.count - known.utf8CodeUnitCount
      return host.starts(withTag: known, at: place)
        && (place == 0 || host[place - 1] == UInt8(ascii: "."))
    }
    guard isKnown, authority.endIndex < authority.base.count,
      authority.base[authority.endIndex] == UInt8(ascii: "/")
    else { return false }
    let kind = authority.base[(authority.endIndex + 1)...].prefix { !isDelimiter($0) }
    return documentKinds.contains(Bytes(rebasing: kind).string)
  }

  /// Whether a byte ends a component of a URL's path or its authority.
  private static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static let documentHosts: [StaticString] = ["feishu.cn", "larksuite.com", "larkoffice.com"]
  private static let documentKinds: Set<String> = [
    "docx", "docs", "wiki", "sheets", "base", "mindnotes", "file", "slides", "board", "minutes",
  ]

  /// A reference seen from a base URL (RFC 3986, section 5.2).
  static func resolve(_ reference: String, against base: String) -> String {
    let reference = Parts(reference)
    let base = Parts(base)
    if reference.scheme != nil {
      var result = reference
      result.path = removingDotSegments(reference.path)
      return result.text
    }
    var result = Parts(scheme: base.scheme)
    result.fragment = reference.fragment
    if reference.authority != nil {
      result.authority = reference.authority
      result.path = removingDotSegments(reference.path)
      result.query = reference.query
      return result.text
    }
    result.authority = base.authority
    if reference.path.isEmpty {
      result.path = base.path
      result.query = reference.query ?? base.query
      return result.text
    }
    result.query = reference.query
    if reference.path.hasPrefix("/") {
      result.path = removingDotSegments(reference.path)
    } else if base.authority != nil, base.path.isEmpty {
      result.path = removingDotSegments("/" + reference.path)
    } else {
      let folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
      result.path = removingDotSegments(folder + reference.path)
    }
    return result.text
  }

  private static func removingDotSegments(_ path: some StringProtocol) -> String {
    var output: [Substring] = []
    let segments = String(path).split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".":
        if isLast { output.append("") }
      case "..":
        if output.count > 1 || (output.count == 1 && output[0] != "") { output.removeLast() }
        if isLast { output.append("") }
      default:
        output.append(segment)
      }
    }
    return output.joined(separator: "/")
  }

  /// The five parts of a URL (RFC 3986, appendix B).
  private struct Parts {
    var scheme: String?
    var authority: String?
    var path = ""
    var query: String?
    var fragment: String?

    init(scheme: String?) {
      self.scheme = scheme
    }

    init(_ url: String) {
      var rest = url[...]
      if let hash = rest.firstIndex(of: "#") {
        fragment = String(rest[rest.index(after: hash)...])
        rest = rest[..<hash]
      }
      if let mark = rest.firstIndex(of: "?") {
        query = String(rest[rest.index(after: mark)...])
        rest = rest[..<mark]
      }
      var text = String(rest)
      let scheme = text.withUTF8 { URLReference.scheme(of: $0) }
      if let scheme {
        self.scheme = String(rest.prefix(scheme.count))
        rest = rest.dropFirst(scheme.count + 1)
      }
      if rest.hasPrefix("//") {
        let afterSlashes = rest.dropFirst(2)
        let end = afterSlashes.firstIndex(of: "/") ?? afterSlashes.endIndex
        authority = String(afterSlashes[..<end])
        rest = afterSlashes[end...]
      }
      path = String(rest)
    }

    var text: String {
      (scheme.map { $0 + ":" } ?? "") + (authority.map { "//" + $0 } ?? "") + path
        + (query.map { "?" + $0 } ?? "") + (fragment.map { "#" + $0 } ?? "")
    }
  }
}
