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

  /// A text that is the same in all languages, such as a name or the words of a server.
  public init(verbatim text: String) {
    self.init(en: text, zh: text)
  }

  /// The text in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
