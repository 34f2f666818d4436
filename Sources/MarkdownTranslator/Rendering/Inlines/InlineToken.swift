/// A piece of a line on its way to Markdown: text that is still to be escaped, and markup.
struct InlineToken {
  enum Kind: Equatable {
    case text
    /// `@{ID}`: text, but its `@` is meant.
    case mention
    /// Markup that is written as it is.
    case markup
    /// A code span, markup as well.
    case code
    /// A URL that is its own text, to be written as an autolink.
    case autolink
    /// Where strong or struck text starts and ends; `pair` is common to both.
    case start(Delimiter, pair: Int)
    case end(Delimiter, pair: Int)
  }

  enum Delimiter {
    case strong, strikethrough

    var markdown: String { self == .strong ? "**" : "~~" }
    /// What carries the same style where Markdown's delimiters cannot stand (rule R18).
    var tag: String { self == .strong ? "b" : "s" }
  }

  let kind: Kind
  var scalars: [Unicode.Scalar]
  /// Whether the token stands in the text of a Markdown link.
  let isInLink: Bool

  init(_ kind: Kind, _ scalars: [Unicode.Scalar] = [], isInLink: Bool = false) {
    self.kind = kind
    self.scalars = scalars
    self.isInLink = isInLink
  }

  init(_ kind: Kind, _ text: String, isInLink: Bool = false) {
    self.init(kind, Array(text.unicodeScalars), isInLink: isInLink)
  }

  var isText: Bool { kind == .text || kind == .mention }

  var delimiter: Delimiter? {
    switch kind {
    case .start(let delimiter, _), .end(let delimiter, _): delimiter
    default: nil
    }
  }
}
