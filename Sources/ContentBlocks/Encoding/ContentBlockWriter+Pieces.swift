import Synchronization

/// The pieces of JSON that are the same in every document.
extension ContentBlockWriter {
  /// Text that is never freed, so that copying it takes no reference count.
  struct Piece: @unchecked Sendable {
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: [UInt8]) {
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
      _ = copy.initialize(from: text)
      bytes = UnsafeBufferPointer(copy)
    }
  }

  /// The fixed text between the values of a document, for one wire format and layout.
  final class Pieces: Sendable {
    let emptyDocument, documentStart, documentEnd, blockSeparator: Piece
    let plainLine, emptyLine, lineEnd: Piece
    private let numberStart, bulletStart, checkBoxStart, checkedBoxStart, indentStart: Piece
    let listNumber, listEnd, listEndEmpty: Piece
    let elementSeparator: Piece
    let textRunStart, textRunStyle, textRunStyledEnd, styleSeparator: Piece
    let bold, strikeThrough, backColor, textColor, link, linkEnd: Piece
    let green, blue, alpha, colorEnd: Piece
    let docsLinkStart, docsLinkTitle, mentionStart: Piece
    /// Ends a string that is the last value of its element.
    let stringElementEnd: Piece
    let galleryStart, galleryEnd, emptyGallery, imageSeparator: Piece
    let fileToken, src, width, height: Piece

    func listStart(_ type: ContentList.ListType) -> Piece {
      switch type {
      case .number: numberStart
      case .bullet: bulletStart
      case .checkBox: checkBoxStart
      case .checkedBox: checkedBoxStart
      case .indent: indentStart
      }
    }

    private struct Key: Hashable {
      let wire: WireFormat
      let layout: JSONLayout
      let depth: Int
    }

    private static let made = Mutex<[Key: Pieces]>([:])

    /// The pieces at a depth. They are laid out once.
    static func pieces(wire: WireFormat, layout: JSONLayout, depth: Int) -> Pieces {
      made.withLock { made in
        let key = Key(wire: wire, layout: layout, depth: depth)
        if let pieces = made[key] { return pieces }
        let pieces = Pieces(wire: wire, layout: layout, depth: depth)
        made[key] = pieces
        return pieces
      }
    }

    private init(wire: WireFormat, layout: JSONLayout, depth base: Int) {
      func key(_ key: WireKey) -> String { "\"\(wire.name(of: key))\":" }
      /// Compact JSON laid out at a depth below the document's.
      func piece(_ text: String, at depth: Int) -> Piece {
        var depth = base + depth
        return Piece(layout.apply(to: text, depth: &depth))
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
      func listStart(_ type: ContentList.ListType) -> Piece {
        piece(
          "\(block)\(key(.style)){\(key(.list)){\(key(.listType))\"\(type.rawValue)\",\(key(.indentLevel))",
          at: 2)
      }
      numberStart = listStart(.number)
      bulletStart = listStart(.bullet)
      checkBoxStart = listStart(.checkBox)
      checkedBoxStart = listStart(.checkedBox)
      indentStart = listStart(.indent)
      listNumber = piece(",\(key(.number))", at: 6)
      listEnd = piece("}},\(key(.elements))[", at: 6)
      listEndEmpty = piece("}},\(key(.elements))[]}}", at: 6)

      elementSeparator = piece(",", at: 5)
      textRunStart = piece("{\(key(.elementKind))\"textRun\",\(key(.textRun)){\(key(.text))\"", at: 5)
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

extension ByteBuffer {
  @inline(__always)
  func append(_ piece: ContentBlockWriter.Piece) {
    append(piece.bytes)
  }
}
