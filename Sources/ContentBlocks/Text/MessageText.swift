/// The languages in which texts for the user are written.
public enum Language: String, Sendable, CaseIterable {
  /// English, the default.
  case english = "en"
  /// Simplified Chinese.
  case chinese = "zh"
}

/// A text for the user in every ``Language``. There is no way to write it in one language alone.
///
///     let text = LocalizedText(en: "\(count) records", zh: "\(count) 条进展")
///     text[.chinese]
public struct LocalizedText: Sendable, Hashable {
  private let english: String
  private let chinese: String

  /// A text. Values go into both strings; control characters must be cleaned out of them first.
  ///
  /// - Parameters:
  ///   - en: the English text.
  ///   - zh: the Chinese text.
  public init(en: String, zh: String) {
    english = en
    chinese = zh
  }

  /// No words at all.
  public static let empty = LocalizedText(en: "", zh: "")

  /// The text in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}

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

extension String {
  /// The word of a list that was likely meant; nil when none is close.
  package func closest(of words: [String]) -> String? {
    let distances = words.map { (word: $0, count: editDistance(to: $0)) }
    guard let (word, distance) = distances.min(by: { $0.count < $1.count }) else { return nil }
    return distance <= 2 && distance * 2 < count ? word : nil
  }

  /// How many characters differ: put in, left out or replaced.
  private func editDistance(to word: String) -> Int {
    let word = Array(word)
    var row = Array(0...word.count)
    for (index, character) in enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in word.indices {
        let replaced = diagonal + (character == word[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[word.count]
  }
}

extension [String] {
  /// The names for a message, of which one is meant: `` `a`, `b` or `c` ``.
  var alternatives: LocalizedText { listed(en: "or", zh: "或") }

  /// The names for a message, all of which are meant: `` `a`, `b` and `c` ``.
  var enumeration: LocalizedText { listed(en: "and", zh: "和") }

  private func listed(en: String, zh: String) -> LocalizedText {
    let quoted = map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else {
      return LocalizedText(en: quoted.joined(), zh: quoted.joined())
    }
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
