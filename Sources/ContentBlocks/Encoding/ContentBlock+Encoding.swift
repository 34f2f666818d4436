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
