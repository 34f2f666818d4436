/// The value of a header that takes parameters, as `Content-Type` and `Content-Disposition` do
/// (RFC 9110, 5.6.6).
struct HeaderValue {
  /// What stands before the parameters, such as `application/json` or `form-data`, in lower case.
  let name: String
  /// The parameters by name, which is in lower case.
  private(set) var parameters: [String: String] = [:]

  init(_ header: String) {
    let parts = Self.parts(of: header)
    name = (parts.first ?? "").trimmed.lowercased()
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let value = part[part.index(after: equals)...].trimmed
      parameters[part[..<equals].trimmed.lowercased()] = value.unquoted
    }
  }

  /// The parts between semicolons, those in quotes aside: a file may be called `a;b.png`.
  private static func parts(of header: String) -> [String] {
    var parts = [""]
    var isQuoted = false
    var isEscaped = false
    for character in header {
      if character == ";", !isQuoted {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && isQuoted && !isEscaped
    }
    return parts
  }
}

extension StringProtocol {
  /// Without the spaces and tabs around it.
  var trimmed: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// Without the double quotes around it and the backslashes that they need, if it has them.
  fileprivate var unquoted: String {
    guard count >= 2, hasPrefix("\""), hasSuffix("\"") else { return String(self) }
    var result = ""
    var isEscaped = false
    for character in dropFirst().dropLast() {
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { result.append(character) }
    }
    return result
  }
}
