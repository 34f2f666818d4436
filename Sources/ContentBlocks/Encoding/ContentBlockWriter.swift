/// Writes ContentBlock JSON line by line, straight from borrowed bytes.
///
/// The format has no nesting of its own, so everything between two values is one of a few fixed
/// pieces. They are laid out once; writing a document copies them.
package struct ContentBlockWriter {
  private let output: ByteBuffer
  private let pieces: Pieces
  private let wire: WireFormat
  private var hasBlocks = false
  private var hasElements = false

  /// - Parameter depth: how many containers are open around the document.
  package init(wire: WireFormat, layout: JSONLayout, output: ByteBuffer, depth: Int = 0) {
    self.wire = wire
    self.output = output
    pieces = .pieces(wire: wire, layout: layout, depth: depth)
  }

  /// Ends the document. A document without blocks is written as a whole here.
  package func endDocument() {
    output.append(hasBlocks ? pieces.documentEnd : pieces.emptyDocument)
  }

  private mutating func beginBlock() {
    output.append(hasBlocks ? pieces.blockSeparator : pieces.documentStart)
    hasBlocks = true
  }

  /// Begins a line. A line that `isEmpty` gets no element and is complete with this call.
  package mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    beginBlock()
    if let list {
      output.append(pieces.listStart(list.type))
      output.append(list.indentLevel - 1 + wire.firstIndentLevel)
      if let number = list.number {
        output.append(pieces.listNumber)
        output.append(Int(number))
      }
      output.append(isEmpty ? pieces.listEndEmpty : pieces.listEnd)
    } else {
      output.append(isEmpty ? pieces.emptyLine : pieces.plainLine)
    }
    hasElements = false
  }

  package mutating func endLine() {
    output.append(pieces.lineEnd)
  }

  private mutating func beginElement() {
    if hasElements { output.append(pieces.elementSeparator) }
    hasElements = true
  }

  package mutating func textRun(
    _ text: UnsafeBufferPointer<UInt8>, bold: Bool, strikeThrough: Bool,
    backColor: ContentColor?, textColor: ContentColor?, link: UnsafeBufferPointer<UInt8>?
  ) {
    beginElement()
    output.append(pieces.textRunStart)
    output.appendEscaped(text)
    var hasStyle = false
    func next() {
      output.append(hasStyle ? pieces.styleSeparator : pieces.textRunStyle)
      hasStyle = true
    }
    if bold {
      next()
      output.append(pieces.bold)
    }
    if strikeThrough {
      next()
      output.append(pieces.strikeThrough)
    }
    if let backColor {
      next()
      write(backColor, start: pieces.backColor)
    }
    if let textColor {
      next()
      write(textColor, start: pieces.textColor)
    }
    if let link {
      next()
      output.append(pieces.link)
      output.appendEscaped(link)
      output.append(pieces.linkEnd)
    }
    output.append(hasStyle ? pieces.textRunStyledEnd : pieces.stringElementEnd)
  }

  private func write(_ color: ContentColor, start: Piece) {
    output.append(start)
    output.append(Int(color.red))
    output.append(pieces.green)
    output.append(Int(color.green))
    output.append(pieces.blue)
    output.append(Int(color.blue))
    output.append(pieces.alpha)
    output.append(color.alpha)
    output.append(pieces.colorEnd)
  }

  package mutating func docsLink(url: UnsafeBufferPointer<UInt8>, title: UnsafeBufferPointer<UInt8>) {
    beginElement()
    output.append(pieces.docsLinkStart)
    output.appendEscaped(url)
    output.append(pieces.docsLinkTitle)
    output.appendEscaped(title)
    output.append(pieces.stringElementEnd)
  }

  package mutating func mention(_ id: UnsafeBufferPointer<UInt8>) {
    beginElement()
    output.append(pieces.mentionStart)
    output.appendEscaped(id)
    output.append(pieces.stringElementEnd)
  }

  package mutating func gallery(_ image: ContentImageItem) {
    beginBlock()
    var hasFields = false
    func field(_ name: Piece) {
      output.append(hasFields ? pieces.imageSeparator : pieces.galleryStart)
      output.append(name)
      hasFields = true
    }
    func string(_ name: Piece, _ value: String?) {
      guard var value else { return }
      field(name)
      output.append(UInt8(ascii: "\""))
      value.withUTF8 { output.appendEscaped($0) }
      output.append(UInt8(ascii: "\""))
    }
    func number(_ name: Piece, _ value: Double?) {
      guard let value else { return }
      field(name)
      output.append(value)
    }
    string(pieces.fileToken, image.fileToken)
    string(pieces.src, image.src)
    number(pieces.width, image.width)
    number(pieces.height, image.height)
    output.append(hasFields ? pieces.galleryEnd : pieces.emptyGallery)
  }
}
