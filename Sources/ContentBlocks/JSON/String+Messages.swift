extension String {
  /// The text for a message: on one line, its control characters escaped, cut after 40 characters.
  func excerpt(escapingQuotes: Bool = false) -> String {
    var result = ""
    for scalar in unicodeScalars.prefix(40) {
      switch scalar {
      case "\"" where escapingQuotes, "\\" where escapingQuotes:
        result += "\\\(scalar)"
      case _ where scalar.properties.generalCategory.isInvisible:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.dropFirst(40).isEmpty ? result : result + "…"
  }
}

extension [String] {
  /// The names for a message: `` `a`, `b` or `c` ``.
  func choices(with word: String) -> String {
    let quoted = map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}

extension Unicode.GeneralCategory {
  /// Whether characters of the category could break or reorder a line on a terminal.
  fileprivate var isInvisible: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
