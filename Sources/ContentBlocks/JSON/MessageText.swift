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
  /// The names for a message, of which one is meant: `` `a`, `b` or `c` ``.
  var alternatives: LocalizedText { listed(en: "or", zh: "或") }

  /// The names for a message, all of which are meant: `` `a`, `b` and `c` ``.
  var enumeration: LocalizedText { listed(en: "and", zh: "和") }

  private func listed(en: String, zh: String) -> LocalizedText {
    let quoted = map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return LocalizedText(verbatim: quoted.joined()) }
    let first = quoted.dropLast()
    return LocalizedText(
      en: "\(first.joined(separator: ", ")) \(en) \(last)",
      zh: "\(first.joined(separator: "、")) \(zh) \(last)")
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
