extension ContentBlockWriter {
  /// The fixed text between the values of a document, for one wire format and layout.
  struct Pieces {
    let emptyDocument, documentStart, documentEnd, blockSeparator: [UInt8]
    let plainLine, emptyLine, lineEnd: [UInt8]
    let listStart: [[UInt8]]
    let listNumber, listEnd, listEndEmpty: [UInt8]
    let elementSeparator: [UInt8]
    let textRunStart, textRunEnd, textRunStyle, textRunStyledEnd, styleSeparator: [UInt8]
    let bold, strikeThrough, backColor, textColor, link, linkEnd: [UInt8]
    let green, blue, alpha, colorEnd: [UInt8]
    let docsLinkStart, docsLinkTitle, mentionStart, stringElementEnd: [UInt8]
    let galleryStart, galleryEnd, emptyGallery, imageSeparator: [UInt8]
    let fileToken, src, width, height: [UInt8]

    static func index(of type: ContentList.ListType) -> Int {
      switch type {
      case .number: 0
      case .bullet: 1
      case .checkBox: 2
      case .checkedBox: 3
      case .indent: 4
      }
    }

    init(wire: WireFormat, layout: JSONLayout, depth base: Int) {
      func key(_ key: WireKey) -> String { "\"\(wire.name(of: key))\":" }
      /// The piece at a depth below the document's, and optionally how deep it ends.
      func piece(_ text: String, at depth: Int) -> [UInt8] {
        var depth = base + depth
        return layout.apply(to: text, depth: &depth)
      }
      // Depths: document 0, blocks 1, block 2, paragraph 3, elements 4, element 5, run 6, style 7.
      emptyDocument = piece("{\(key(.blocks))[]}", at: 0)
      documentStart = piece("{\(key(.blocks))[", at: 0)
      documentEnd = piece("]}", at: 2)
      blockSeparator = piece(",", at: 2)

      let block = "{\(key(.blockKind))\"paragraph\",\(key(.paragraph)){"
      plainLine = piece("\(block)\(key(.elements))[", at: 2)
      emptyLine = piece("\(block)\(key(.elements))[]}}", at: 2)
      lineEnd = piece("]}}", at: 5)
      let types: [ContentList.ListType] = [.number, .bullet, .checkBox, .checkedBox, .indent]
      listStart = types.map { type in
        piece(
          "\(block)\(key(.style)){\(key(.list)){\(key(.listType))\"\(type.rawValue)\",\(key(.indentLevel))",
          at: 2)
      }
      listNumber = piece(",\(key(.number))", at: 6)
      listEnd = piece("}},\(key(.elements))[", at: 6)
      listEndEmpty = piece("}},\(key(.elements))[]}}", at: 6)

      elementSeparator = piece(",", at: 5)
      textRunStart = piece("{\(key(.elementKind))\"textRun\",\(key(.textRun)){\(key(.text))\"", at: 5)
      textRunEnd = piece("\"}}", at: 7)
      textRunStyle = piece("\",\(key(.style)){", at: 7)
      styleSeparator = piece(",", at: 8)
      textRunStyledEnd = piece("}}}", at: 8)
      bold = piece("\(key(.bold))true", at: 8)
      strikeThrough = piece("\(key(.strikeThrough))true", at: 8)
      backColor = piece("\(key(.backColor)){\(key(.red))", at: 8)
      textColor = piece("\(key(.textColor)){\(key(.red))", at: 8)
      green = piece(",\(key(.green))", at: 9)
      blue = piece(",\(key(.blue))", at: 9)
      alpha = piece(",\(key(.alpha))", at: 9)
      colorEnd = piece("}", at: 9)
      link = piece("\(key(.link)){\(key(.url))\"", at: 8)
      linkEnd = piece("\"}", at: 9)

      docsLinkStart = piece("{\(key(.elementKind))\"docsLink\",\(key(.docsLink)){\(key(.url))\"", at: 5)
      docsLinkTitle = piece("\",\(key(.title))\"", at: 7)
      mentionStart = piece(
        "{\(key(.elementKind))\"\(wire.mentionKind)\",\(key(.mention)){\(key(.userID))\"", at: 5)
      stringElementEnd = piece("\"}}", at: 7)

      let gallery = "{\(key(.blockKind))\"gallery\",\(key(.gallery)){\(key(.images))[{"
      galleryStart = piece(gallery, at: 2)
      galleryEnd = piece("}]}}", at: 6)
      emptyGallery = piece("\(gallery)}]}}", at: 2)
      imageSeparator = piece(",", at: 6)
      fileToken = piece(key(.fileToken), at: 6)
      src = piece(key(.src), at: 6)
      width = piece(key(.width), at: 6)
      height = piece(key(.height), at: 6)
    }
  }
}
