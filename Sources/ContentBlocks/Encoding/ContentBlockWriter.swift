extension ContentBlock {
  /// The document as JSON, in UTF-8 and without a line end.
  ///
  /// The output is deterministic: the order of keys is fixed, what is absent is left out, whole
  /// numbers have no fraction (rule R1). Neighbouring runs are written as they are.
  ///
  /// - Parameters:
  ///   - wire: the notation; ``WireFormat/v1`` is what the progress-record endpoints read.
  ///   - layout: one line, or indented by two spaces a level.
  public func json(wire: WireFormat = .v1, layout: JSONLayout = .compact) -> [UInt8] {
    let output = ByteBuffer()
    write(to: output, wire: wire, layout: layout, depth: 0)
    return Array(output.bytes)
  }

  /// The body of an update request: the document as `content`, and the rate when there is one.
  ///
  /// Source: the request body of the update endpoint.
  public func requestBody(
    progressRate: ProgressRate? = nil, wire: WireFormat = .v1, layout: JSONLayout = .compact
  ) -> [UInt8] {
    let output = ByteBuffer()
    let frame = RequestBodyFrame(progressRate: progressRate, layout: layout)
    frame.begin(in: output)
    write(to: output, wire: wire, layout: layout, depth: 1)
    frame.end(in: output)
    return Array(output.bytes)
  }

  private func write(to output: ByteBuffer, wire: WireFormat, layout: JSONLayout, depth: Int) {
    var writer = ContentBlockWriter(wire: wire, layout: layout, output: output, depth: depth)
    for block in blocks {
      switch block {
      case .paragraph(let paragraph): writer.write(paragraph)
      case .gallery(let gallery): writer.gallery(gallery.image)
      }
    }
    writer.endDocument()
  }
}

extension ContentBlockWriter {
  fileprivate mutating func write(_ paragraph: ContentParagraph) {
    beginLine(paragraph.list, isEmpty: paragraph.elements.isEmpty)
    if paragraph.elements.isEmpty { return }
    for element in paragraph.elements {
      switch element {
      case .textRun(let run): write(run)
      case .docsLink(let link):
        withUTF8(link.url) { url in withUTF8(link.title) { docsLink(url: url, title: $0) } }
      case .mention(let person):
        withUTF8(person.userID) { mention($0) }
      }
    }
    endLine()
  }

  private mutating func write(_ run: ContentTextRun) {
    let style = run.style
    withUTF8(run.text) { text in
      func write(link: UnsafeBufferPointer<UInt8>?) {
        textRun(
          text, bold: style.bold, strikeThrough: style.strikeThrough,
          backColor: style.backColor, textColor: style.textColor, link: link)
      }
      if let link = style.link {
        withUTF8(link.url) { write(link: $0) }
      } else {
        write(link: nil)
      }
    }
  }

  private func withUTF8(_ string: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var string = string
    string.withUTF8 { body($0) }
  }
}

/// What is written around the content in the body of a request.
package struct RequestBodyFrame {
  let progressRate: ProgressRate?
  let layout: JSONLayout

  package init(progressRate: ProgressRate?, layout: JSONLayout) {
    self.progressRate = progressRate
    self.layout = layout
  }

  /// Writes what comes before the content.
  package func begin(in output: ByteBuffer) {
    var depth = 0
    output.append(layout.apply(to: "{\"content\":", depth: &depth))
  }

  /// Writes what comes after the content.
  package func end(in output: ByteBuffer) {
    let rate = progressRate?.json.map { ",\"progress_rate\":\($0.text)" }
    var depth = 1
    output.append(layout.apply(to: "\(rate ?? "")}", depth: &depth))
  }
}

extension ProgressRate {
  /// The value of `progress_rate`; nil when nothing is said.
  package var json: JSONValue? {
    let members = [
      percent.map { JSONMember(key: "percent", value: .number(JSONNumber(literal: $0.description))) },
      status.map { JSONMember(key: "status", value: .number(Int64($0.rawValue))) },
    ].compactMap { $0 }
    return members.isEmpty ? nil : .object(members)
  }
}

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
    if bold {
      beginStyle(&hasStyle)
      output.append(fragments.bold)
    }
    if strikeThrough {
      beginStyle(&hasStyle)
      output.append(fragments.strikeThrough)
    }
    if let backColor {
      beginStyle(&hasStyle)
      write(backColor, start: fragments.backColor)
    }
    if let textColor {
      beginStyle(&hasStyle)
      write(textColor, start: fragments.textColor)
    }
    if let link {
      beginStyle(&hasStyle)
      output.append(fragments.link)
      output.appendEscaped(link)
      output.append(fragments.linkEnd)
    }
    output.append(hasStyle ? fragments.textRunStyledEnd : fragments.stringElementEnd)
  }

  private func beginStyle(_ hasStyle: inout Bool) {
    output.append(hasStyle ? fragments.styleSeparator : fragments.textRunStyle)
    hasStyle = true
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
