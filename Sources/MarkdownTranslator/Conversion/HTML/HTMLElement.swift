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

  /// Whether the tag may give its text colours.
  var carriesColors: Bool {
    switch self {
    case .mark, .span, .font, .p, .div: true
    default: false
    }
  }
}
