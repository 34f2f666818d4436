import ContentBlocks

extension ContentBlock {
  /// The text of each line, marked with its list style; an image is its address or token.
  var outline: [String] {
    blocks.map { block in
      switch block {
      case .gallery(let gallery):
        return "image \(gallery.image.src ?? gallery.image.fileToken ?? "-")"
      case .paragraph(let paragraph):
        let mark = paragraph.list.map { list in
          "\(list.type) \(list.indentLevel)\(list.number.map { " #\($0)" } ?? ""): "
        }
        return (mark ?? "") + paragraph.elements.map(\.outline).joined(separator: "|")
      }
    }
  }
}

extension ContentParagraphElement {
  var outline: String {
    switch self {
    case .textRun(let run): run.text
    case .docsLink(let link): "[\(link.title)](\(link.url))"
    case .mention(let mention): "@\(mention.userID)"
    }
  }
}
