/// Writes ContentBlock JSON line by line, straight from borrowed bytes.
///
/// The format has no nesting of its own, so everything between two values is one of a few fixed
/// fragments. They are laid out once; writing a document copies them.
package struct ContentBlockWriter {
  private let output: ByteBuffer
  private let fragments: Fragments
  private var hasBlocks = false
  private var hasElements = false

  /// - Parameter depth: how many containers are open around the document.
  package init(wire: WireFormat, layout: JSONLayout, output: ByteBuffer, depth: Int = 0) {
    self.output = output
    fragments = .fragments(wire: wire, layout: layout, depth: depth)
  }

  /// Ends the document. A document without blocks is written as a whole here.
  package func endDocument() {
    output.append(hasBlocks ? fragments.documentEnd : fragments.emptyDocument)
  }

  private mutating func beginBlock() {
    output.append(hasBlocks ? fragments.blockSeparator : fragments.documentStart)
    hasBlocks = true
  }

  /// Begins a line. A line that `isEmpty` gets no element and is complete with this call.
  package mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    beginBlock()
    if let list {
      output.append(fragments.listStart(list.type))
      output.append(list.indentLevel)
      if let number = list.number {
        output.append(fragments.listNumber)
        output.append(Int(number))
      }
      output.append(isEmpty ? fragments.listEndEmpty : fragments.listEnd)
    } else {
      output.append(isEmpty ? fragments.emptyLine : fragments.plainLine)
    }
    hasElements = false
  }

  package mutating func endLine() {
    output.append(fragments.lineEnd)
  }

  private mutating func beginElement() {
    if hasElements { output.append(fragments.elementSeparator) }
    hasElements = true
  }

  package mutating func textRun(
    _ text: UnsafeBufferPointer<UInt8>, bold: Bool, strikeThrough: Bool,
    backColor: ContentColor?, textColor: ContentColor?, link: UnsafeBufferPointer<UInt8>?
  ) {
    beginElement()
    output.append(fragments.textRunStart)
    output.appendEscaped(text)
    var hasStyle = false
    func next() {
      output.append(hasStyle ? fragments.styleSeparator : fragments.textRunStyle)
      hasStyle = true
    }
    if bold {
      next()
      output.append(fragments.bold)
    }
    if strikeThrough {
      next()
      output.append(fragments.strikeThrough)
    }
    if let backColor {
      next()
      write(backColor, start: fragments.backColor)
    }
    if let textColor {
      next()
      write(textColor, start: fragments.textColor)
    }
    if let link {
      next()
      output.append(fragments.link)
      output.appendEscaped(link)
      output.append(fragments.linkEnd)
    }
    output.append(hasStyle ? fragments.textRunStyledEnd : fragments.stringElementEnd)
  }

  private func write(_ color: ContentColor, start: Fragment) {
    output.append(start)
    output.append(Int(color.red))
    output.append(fragments.green)
    output.append(Int(color.green))
    output.append(fragments.blue)
    output.append(Int(color.blue))
    output.append(fragments.alpha)
    output.append(color.alpha)
    output.append(fragments.colorEnd)
  }

  package mutating func docsLink(url: UnsafeBufferPointer<UInt8>, title: UnsafeBufferPointer<UInt8>) {
    beginElement()
    output.append(fragments.docsLinkStart)
    output.appendEscaped(url)
    output.append(fragments.docsLinkTitle)
    output.appendEscaped(title)
    output.append(fragments.stringElementEnd)
  }

  package mutating func mention(_ id: UnsafeBufferPointer<UInt8>) {
    beginElement()
    output.append(fragments.mentionStart)
    output.appendEscaped(id)
    output.append(fragments.stringElementEnd)
  }

  package mutating func gallery(_ image: ContentImageItem) {
    beginBlock()
    var hasFields = false
    func field(_ name: Fragment) {
      output.append(hasFields ? fragments.imageSeparator : fragments.galleryStart)
      output.append(name)
      hasFields = true
    }
    func string(_ name: Fragment, _ value: String?) {
      guard var value else { return }
      field(name)
      output.append(UInt8(ascii: "\""))
      value.withUTF8 { output.appendEscaped($0) }
      output.append(UInt8(ascii: "\""))
    }
    func number(_ name: Fragment, _ value: Double?) {
      guard let value else { return }
      field(name)
      output.append(value)
    }
    string(fragments.fileToken, image.fileToken)
    string(fragments.src, image.src)
    number(fragments.width, image.width)
    number(fragments.height, image.height)
    output.append(hasFields ? fragments.galleryEnd : fragments.emptyGallery)
  }
}
