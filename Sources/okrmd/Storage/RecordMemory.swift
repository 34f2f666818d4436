import ContentBlocks

/// What this machine knows of a record: how it was when it was last seen, and what was sent since.
struct RecordMemory: Equatable {
  /// When the record had last been changed then, as the service writes it.
  var modifyTime: String?
  /// What it said then; nil when only a request was sent, whose reply did not come.
  var known: Version?
  /// What was sent last and not confirmed.
  var sent: Version?
  /// The digest of the note, the rate and the images that were pushed last; nil when the record was
  /// pulled since.
  var pushed: String?

  /// What a record says.
  struct Version: Equatable {
    /// Without what differs between two replies that say the same.
    let content: ContentBlock
    let rate: ProgressRate?

    init(content: ContentBlock, rate: ProgressRate?) {
      self.content = content.comparable
      self.rate = rate
    }
  }
}

extension RecordMemory {
  /// The memory of a record at an address.
  static func load(_ key: RecordKey, from folder: UserFolder) -> RecordMemory? {
    guard let bytes = folder.read(key.fileName), let root = try? JSONReader.read(bytes),
      root["base_url"]?.string == key.baseURL, root["progress_id"]?.string == key.id.text
    else { return nil }
    return RecordMemory(
      modifyTime: root["modify_time"]?.string, known: Version(root["known"]), sent: Version(root["sent"]),
      pushed: root["pushed"]?.string)
  }

  static func forget(_ key: RecordKey, in folder: UserFolder) { folder.remove(key.fileName) }

  func save(_ key: RecordKey, to folder: UserFolder) throws(Failure) {
    var object = JSONObjectWriter()
    object.add("base_url", key.baseURL)
    object.add("progress_id", key.id.text)
    object.add("modify_time", modifyTime)
    object.add("pushed", pushed)
    if let known { object.add("known", json: known.json) }
    if let sent { object.add("sent", json: sent.json) }
    try folder.write(String(decoding: object.finish(), as: UTF8.self) + "\n", to: key.fileName)
  }
}

extension RecordMemory.Version {
  fileprivate init?(_ value: JSONValue?) {
    guard let value, value != .null,
      let document = try? ContentBlockDecoder(wire: .v1, mode: .lenient).decodeDocument(value)
    else { return nil }
    self.init(content: document.content, rate: document.progressRate)
  }

  fileprivate var json: [UInt8] { content.requestBody(progressRate: rate) }
}

extension ContentBlock {
  /// The content without what differs between two replies that say the same: where runs of one style are
  /// cut, and the addresses of uploaded images, which hold a ticket that expires.
  fileprivate var comparable: ContentBlock {
    ContentBlock(
      blocks: blocks.map { block in
        switch block {
        case .paragraph(var paragraph):
          paragraph.elements = paragraph.elements.reduce(into: []) { elements, element in
            guard case .textRun(let run) = element else { return elements.append(element) }
            if run.text.isEmpty { return }
            if case .textRun(let last) = elements.last, last.style == run.style {
              let joined = ContentTextRun(text: last.text + run.text, style: run.style)
              elements[elements.count - 1] = .textRun(joined)
            } else {
              elements.append(element)
            }
          }
          return .paragraph(paragraph)
        case .gallery(let gallery):
          let image = gallery.image
          guard image.fileToken != nil else { return block }
          let known = ContentImageItem(
            fileToken: image.fileToken, src: nil, checkedWidth: image.width, checkedHeight: image.height)
          return .gallery(ContentGallery(image: known))
        }
      })
  }
}
