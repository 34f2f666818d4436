/// Every key of the format, by what it means. This is the one table of names.
enum WireKey: CaseIterable, Sendable {
  case blocks, blockKind, paragraph, gallery
  case style, list, listType, indentLevel, number, elements
  case elementKind, textRun, text, bold, strikeThrough, backColor, textColor, link, url
  case red, green, blue, alpha
  case docsLink, title, mention, userID
  case images, fileToken, src, width, height

  /// The names in each wire format.
  var names: (v1: String, v2: String) {
    switch self {
    case .blocks: ("blocks", "blocks")
    case .blockKind: ("type", "block_element_type")
    case .paragraph: ("paragraph", "paragraph")
    case .gallery: ("gallery", "gallery")
    case .style: ("style", "style")
    case .list: ("list", "list")
    case .listType: ("type", "list_type")
    case .indentLevel: ("indentLevel", "indent_level")
    case .number: ("number", "number")
    case .elements: ("elements", "elements")
    case .elementKind: ("type", "paragraph_element_type")
    case .textRun: ("textRun", "text_run")
    case .text: ("text", "text")
    case .bold: ("bold", "bold")
    case .strikeThrough: ("strikeThrough", "strike_through")
    case .backColor: ("backColor", "back_color")
    case .textColor: ("textColor", "text_color")
    case .link: ("link", "link")
    case .url: ("url", "url")
    case .red: ("red", "red")
    case .green: ("green", "green")
    case .blue: ("blue", "blue")
    case .alpha: ("alpha", "alpha")
    case .docsLink: ("docsLink", "docs_link")
    case .title: ("title", "title")
    case .mention: ("person", "mention")
    case .userID: ("openId", "user_id")
    case .images: ("imageList", "images")
    case .fileToken: ("fileToken", "file_token")
    case .src: ("src", "src")
    case .width: ("width", "width")
    case .height: ("height", "height")
    }
  }
}
