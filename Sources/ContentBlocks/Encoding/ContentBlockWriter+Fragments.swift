import Synchronization

/// The fragments of JSON that are the same in every document.
extension ContentBlockWriter {
  /// Text that is never freed, so that copying it takes no reference count.
  struct Fragment: @unchecked Sendable {
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: [UInt8]) {
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
      _ = copy.initialize(from: text)
      bytes = UnsafeBufferPointer(copy)
    }
  }

  /// The fixed text between the values of a document, for one wire format and layout.
  final class Fragments: Sendable {
    let emptyDocument, documentStart, documentEnd, blockSeparator: Fragment
    let plainLine, emptyLine, lineEnd: Fragment
    private let numberStart, bulletStart, checkBoxStart, checkedBoxStart, indentStart: Fragment
    let listNumber, listEnd, listEndEmpty: Fragment
    let elementSeparator: Fragment
    let textRunStart, textRunStyle, textRunStyledEnd, styleSeparator: Fragment
    let bold, strikeThrough, backColor, textColor, link, linkEnd: Fragment
    let green, blue, alpha, colorEnd: Fragment
    let docsLinkStart, docsLinkTitle, mentionStart: Fragment
    /// Ends a string that is the last value of its element.
    let stringElementEnd: Fragment
    let galleryStart, galleryEnd, emptyGallery, imageSeparator: Fragment
    let fileToken, src, width, height: Fragment

    func listStart(_ type: ContentList.ListType) -> Fragment {
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

    private static let made = Mutex<[Key: Fragments]>([:])

    /// The fragments at a depth. They are laid out once.
    static func fragments(wire: WireFormat, layout: JSONLayout, depth: Int) -> Fragments {
      made.withLock { made in
        let key = Key(wire: wire, layout: layout, depth: depth)
        if let fragments = made[key] { return fragments }
        let fragments = Fragments(wire: wire, layout: layout, depth: depth)
        made[key] = fragments
        return fragments
      }
    }

    private init(wire: WireFormat, layout: JSONLayout, depth base: Int) {
      func key(_ key: WireKey) -> String { "\"\(wire.name(of: key))\":" }
      /// Compact JSON laid out at a depth below the document's.
      func fragment(_ text: String, at depth: Int) -> Fragment {
        var depth = base + depth
        return Fragment(layout.apply(to: text, depth: &depth))
      }
      // Depths: document 0, blocks 1, block 2, paragraph 3, elements 4, element 5, run 6, style 7.
      emptyDocument = fragment("{\(key(.blocks))[]}", at: 0)
      documentStart = fragment("{\(key(.blocks))[", at: 0)
      documentEnd = fragment("]}", at: 2)
      blockSeparator = fragment(",", at: 2)

      let block = "{\(key(.blockKind))\"paragraph\",\(key(.paragraph)){"
      plainLine = fragment("\(block)\(key(.elements))[", at: 2)
      emptyLine = fragment("\(block)\(key(.elements))[]}}", at: 2)
      lineEnd = fragment("]}}", at: 5)
      func listStart(_ type: ContentList.ListType) -> Fragment {
        fragment(
          "\(block)\(key(.style)){\(key(.list)){\(key(.listType))\"\(type.rawValue)\",\(key(.indentLevel))",
          at: 2)
      }
      numberStart = listStart(.number)
      bulletStart = listStart(.bullet)
      checkBoxStart = listStart(.checkBox)
      checkedBoxStart = listStart(.checkedBox)
      indentStart = listStart(.indent)
      listNumber = fragment(",\(key(.number))", at: 6)
      listEnd = fragment("}},\(key(.elements))[", at: 6)
      listEndEmpty = fragment("}},\(key(.elements))[]}}", at: 6)

      elementSeparator = fragment(",", at: 5)
      textRunStart = fragment("{\(key(.elementKind))\"textRun\",\(key(.textRun)){\(key(.text))\"", at: 5)
      textRunStyle = fragment("\",\(key(.style)){", at: 7)
      styleSeparator = fragment(",", at: 8)
      textRunStyledEnd = fragment("}}}", at: 8)
      bold = fragment("\(key(.bold))true", at: 8)
      strikeThrough = fragment("\(key(.strikeThrough))true", at: 8)
      backColor = fragment("\(key(.backColor)){\(key(.red))", at: 8)
      textColor = fragment("\(key(.textColor)){\(key(.red))", at: 8)
      green = fragment(",\(key(.green))", at: 9)
      blue = fragment(",\(key(.blue))", at: 9)
      alpha = fragment(",\(key(.alpha))", at: 9)
      colorEnd = fragment("}", at: 9)
      link = fragment("\(key(.link)){\(key(.url))\"", at: 8)
      linkEnd = fragment("\"}", at: 9)

      docsLinkStart = fragment("{\(key(.elementKind))\"docsLink\",\(key(.docsLink)){\(key(.url))\"", at: 5)
      docsLinkTitle = fragment("\",\(key(.title))\"", at: 7)
      mentionStart = fragment(
        "{\(key(.elementKind))\"\(wire.mentionKind)\",\(key(.mention)){\(key(.userID))\"", at: 5)
      stringElementEnd = fragment("\"}}", at: 7)

      let gallery = "{\(key(.blockKind))\"gallery\",\(key(.gallery)){\(key(.images))[{"
      galleryStart = fragment(gallery, at: 2)
      galleryEnd = fragment("}]}}", at: 6)
      emptyGallery = fragment("\(gallery)}]}}", at: 2)
      imageSeparator = fragment(",", at: 6)
      fileToken = fragment(key(.fileToken), at: 6)
      src = fragment(key(.src), at: 6)
      width = fragment(key(.width), at: 6)
      height = fragment(key(.height), at: 6)
    }
  }
}

extension ByteBuffer {
  @inline(__always)
  func append(_ fragment: ContentBlockWriter.Fragment) {
    append(fragment.bytes)
  }
}
