/// A piece of HTML.
enum HTMLToken {
  /// Text between tags, as written.
  case text(Range<Int>)
  /// The inside of a CDATA section: text that is taken literally.
  case characterData(Range<Int>)
  case tag(HTMLTag)
  /// A comment, a declaration or a processing instruction.
  case invisible
}

/// A start or end tag.
struct HTMLTag {
  /// The name in lower case.
  let name: String
  let isEnd: Bool
  /// The attributes in order, names in lower case, values with entities resolved.
  let attributes: [(name: String, value: String)]

  /// The value of an attribute; of several with one name the first counts, as in HTML.
  subscript(name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }
}

/// The tags that mean something here (rule R18).
enum HTMLElement: String {
  case b, strong
  case s, del, strike
  case code, kbd, samp, tt
  case mark
  case a, br, hr, img, pre
  case h1, h2, h3, h4, h5, h6
  case span, font, p, div
  case script, style

  /// The tags that end the line in which they stand, whether they mean something or not.
  static let blockLevel: Set<String> = [
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
  ]
}
