/// The table of elements (rules R18 and R37): every name that is a tag here, and what it means. Any other
/// name is text. Parser repairs, the outline of tags and the translator all ask this table.
struct HTMLElement: Equatable, Sendable {
  /// What an element does to its content.
  enum Meaning: Equatable, Sendable {
    // Styles
    case bold, strike, code, highlight
    /// May carry colours, named as in CSS.
    case colored
    /// May carry colours, by Feishu's names too.
    case larkText
    case superscript, `subscript`
    // Lines
    case lineBreak, rule, heading, preformatted
    /// Ends lines and has no other meaning.
    case lines
    // Links and images
    case link, image
    /// Shown as a link to its `src`.
    case media
    // Lists and quotes
    case list(isOrdered: Bool)
    case item, quote, callout
    /// A box to check, when its `type` says so.
    case checkbox
    // Tables
    case table
    case rowGroup(isHeader: Bool)
    case row
    case cell(isHeader: Bool)
    case caption
    // Lark
    case mention, documentLink, larkImage, equation, file
    /// Dropped, since it embeds what a line cannot show; a link when it has a `url`.
    case embedded
    /// Its content is not text: in a block it vanishes.
    case raw
    /// Dropped; its text stays.
    case nothing
  }

  /// The name in lower case.
  let name: String
  let meaning: Meaning
  /// Whether its tags end the line in which they are.
  let isBlock: Bool
  /// Whether it has no content and so no end tag.
  let isVoid: Bool
  /// Whether it belongs to Lark-flavored Markdown, in which content is Markdown, on the next lines too.
  let isLark: Bool
  /// The attributes of which Lark's element needs one, to be more than a word in angle brackets.
  let attributes: [String]

  /// The element with a name, which is in lower case; nil when the name is neither HTML's nor Lark's.
  static func named(_ name: String) -> HTMLElement? { table[name] }

  private init(
    _ name: Substring, _ meaning: Meaning, isBlock: Bool = false, isVoid: Bool = false, isLark: Bool = false,
    attributes: [String] = []
  ) {
    self.name = String(name)
    self.meaning = meaning
    self.isBlock = isBlock
    self.isVoid = isVoid
    self.isLark = isLark
    self.attributes = attributes
  }

  // MARK: The table

  private static let table: [String: HTMLElement] = {
    var table: [String: HTMLElement] = [:]
    table.reserveCapacity(html.count + lark.count)
    for element in html + lark { table[element.name] = element }
    return table
  }()

  private static func elements(
    _ names: String, _ meaning: Meaning, isBlock: Bool = false, isVoid: Bool = false
  ) -> [HTMLElement] {
    names.split(separator: " ").map { HTMLElement($0, meaning, isBlock: isBlock, isVoid: isVoid) }
  }

  /// HTML: the Living Standard and HTML 4.
  private static let html: [HTMLElement] = {
    var result = elements("b strong", .bold)
    result += elements("s del strike", .strike)
    result += elements("code kbd samp tt", .code)
    result += elements("mark", .highlight)
    result += elements("span font", .colored)
    result += elements("p div", .colored, isBlock: true)
    result += elements("sup", .superscript) + elements("sub", .subscript)
    result += elements("br", .lineBreak, isVoid: true)
    result += elements("hr", .rule, isBlock: true, isVoid: true)
    result += elements("h1 h2 h3 h4 h5 h6", .heading, isBlock: true)
    result += elements("pre", .preformatted, isBlock: true)
    result += elements("a", .link) + elements("img", .image, isVoid: true)
    result += elements("video audio iframe object", .media) + elements("embed", .media, isVoid: true)
    result += elements("input", .checkbox, isVoid: true)
    result += elements("ul", .list(isOrdered: false), isBlock: true)
    result += elements("ol", .list(isOrdered: true), isBlock: true)
    result += elements("li", .item, isBlock: true) + elements("blockquote", .quote, isBlock: true)
    result += elements("table", .table, isBlock: true)
    result += elements("thead", .rowGroup(isHeader: true), isBlock: true)
    result += elements("tbody tfoot", .rowGroup(isHeader: false), isBlock: true)
    result += elements("tr", .row, isBlock: true)
    result += elements("td", .cell(isHeader: false), isBlock: true)
    result += elements("th", .cell(isHeader: true), isBlock: true)
    result += elements("caption", .caption, isBlock: true)
    result += elements("script style", .raw)
    result += elements(
      "address article aside center dd details dialog dl dt fieldset figcaption figure footer form header "
        + "main nav section summary", .nothing, isBlock: true)
    result += elements(
      "area base basefont col frame isindex link meta param source track wbr",
      .nothing, isVoid: true)
    result += elements(
      "abbr acronym applet bdi bdo big body button canvas cite colgroup data datalist dfn dir em frameset head "
        + "hgroup html i ins label legend map math menu meter noframes noscript optgroup option output picture "
        + "progress q rp rt ruby search select selectedcontent slot small svg template textarea time title u var",
      .nothing)
    return result
  }()

  /// Lark-flavored Markdown (rule R37).
  private static let lark: [HTMLElement] = {
    func lark(
      _ name: Substring, _ meaning: Meaning, isBlock: Bool = false, _ attributes: [String] = []
    ) -> HTMLElement {
      HTMLElement(name, meaning, isBlock: isBlock, isLark: true, attributes: attributes)
    }
    var result = [
      lark("text", .larkText, ["color", "background-color"]),
      lark("mention-user", .mention, ["id"]),
      lark("at", .mention, ["user_id", "id"]),
      lark("mention-doc", .documentLink, ["token", "type", "href"]),
      lark("image", .larkImage, ["url", "token", "width", "height", "caption"]),
      lark(
        "callout", .callout, isBlock: true,
        ["emoji", "type", "background-color", "border-color", "text-color"]),
      lark("lark-table", .table, isBlock: true),
      lark("lark-tr", .row, isBlock: true),
      lark("lark-td", .cell(isHeader: false), isBlock: true),
      lark("quote-container", .quote, isBlock: true),
      lark("grid", .lines, isBlock: true),
      lark("column", .lines, isBlock: true),
      lark("equation", .equation),
      lark("file", .file, ["name"]),
    ]
    let embedded =
      "whiteboard sheet bitable task chat-card view add-ons okr agenda source-synced reference-synced sub-page-list"
    result += embedded.split(separator: " ").map { lark($0, .embedded) }
    return result
  }()
}
