import ContentBlocks
import MarkdownTranslator

/// Which record, and where.
struct RecordKey: Hashable {
  let baseURL: String
  let id: OKRIdentifier

  /// The file of what is remembered of the record.
  var fileName: String { name(".json") }
  /// The file that is locked during a push to the record.
  var lockName: String { name(".lock") }

  private func name(_ suffix: String) -> String {
    UserFolder.fileName(in: "records", for: "\(baseURL) \(id)", suffix: suffix)
  }
}

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
  /// The path of the note that was pushed last, then those of files that the record was pulled into since.
  var notes: [String] = []

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

  /// Whether this machine has seen what the record says.
  var isSeen: Bool { known != nil }
}

extension RecordMemory {
  /// What is found of a record in the state folder.
  enum Found {
    /// Nothing: the record was never seen.
    case nothing
    case memory(RecordMemory)
    /// There is something, but not what was written there. It names the file.
    case damaged(LocalizedText)
  }

  /// Looks for the memory of a record at an address.
  static func find(_ key: RecordKey, in folder: UserFolder) -> Found {
    let path = "\(folder.path)/\(key.fileName)"
    switch folder.content(of: key.fileName) {
    case .none: return .nothing
    case .unusable(let problem): return .damaged(problem)
    case .bytes(let bytes):
      guard let root = try? JSONReader.read(bytes), root["base_url"]?.string == key.baseURL,
        root["progress_id"]?.string == key.id.text, let known = Version.read(root["known"]),
        let sent = Version.read(root["sent"])
      else { return .damaged(LocalizedText(en: "\(path): is damaged", zh: "\(path)：文件已损坏")) }
      var notes: [String] = []
      if case .array(let paths) = root["notes"] { notes = paths.compactMap(\.string) }
      return .memory(
        RecordMemory(
          modifyTime: root["modify_time"]?.string, known: known.version, sent: sent.version,
          pushed: root["pushed"]?.string, notes: notes))
    }
  }

  static func forget(_ key: RecordKey, in folder: UserFolder) { folder.remove(key.fileName) }

  func save(_ key: RecordKey, to folder: UserFolder) throws(Failure) {
    var object = JSONObjectWriter()
    object.add("base_url", key.baseURL)
    object.add("progress_id", key.id.text)
    object.add("modify_time", modifyTime)
    object.add("pushed", pushed)
    if !notes.isEmpty { object.add("notes", .array(notes.map { .string($0) })) }
    if let known { object.add("known", json: known.json) }
    if let sent { object.add("sent", json: sent.json) }
    try folder.write(String(decoding: object.finish(), as: UTF8.self) + "\n", to: key.fileName)
  }
}

extension RecordMemory.Version {
  /// - Returns: nil when there is something that is not a version.
  fileprivate static func read(_ value: JSONValue?) -> (version: Self?, Void)? {
    guard let value, value != .null else { return (nil, ()) }
    guard
      let document = try? ContentBlockDecoder(wire: .v1, mode: .lenient).decodeDocument(value)
    else { return nil }
    return (Self(content: document.content, rate: document.progressRate), ())
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
          guard gallery.image.fileToken != nil else { return block }
          return .gallery(ContentGallery(image: gallery.image.with(src: nil)))
        }
      })
  }

  /// The images, with the places of their blocks.
  var images: [(place: Int, image: ContentImageItem)] {
    blocks.enumerated().compactMap { place, block in
      if case .gallery(let gallery) = block { (place, gallery.image) } else { nil }
    }
  }

  /// The content with images that have a size and nothing else.
  fileprivate var withoutImageNames: ContentBlock {
    ContentBlock(
      blocks: blocks.map { block in
        guard case .gallery(let gallery) = block else { return block }
        let size = ContentImageItem(
          fileToken: nil, src: nil, checkedWidth: gallery.image.width, checkedHeight: gallery.image.height)
        return .gallery(ContentGallery(image: size))
      })
  }

  /// Whether the content has neither text nor picture.
  var saysNothing: Bool {
    blocks.allSatisfy { block in
      guard case .paragraph(let paragraph) = block else { return false }
      return paragraph.elements.allSatisfy { element in
        if case .textRun(let run) = element { run.text.allSatisfy(\.isWhitespace) } else { false }
      }
    }
  }

  /// Whether both say the same, images by their places and sizes alone.
  func isSameButForImageNames(as other: ContentBlock) -> Bool { withoutImageNames == other.withoutImageNames }
}

extension ContentImageItem {
  fileprivate func with(src: String?) -> ContentImageItem {
    ContentImageItem(fileToken: fileToken, src: src, checkedWidth: width, checkedHeight: height)
  }
}

extension RecordMemory.Version {
  /// Whether two versions report the same rate.
  ///
  /// - Parameter rate: what is about to be sent. Without a rate, the one of the record stays as it is.
  func hasSameRate(as other: Self, sending rate: ProgressRate?) -> Bool {
    guard rate != nil else { return true }
    // Not every reply tells the rate, and not every note names a status.
    func isSame<Value: Equatable>(_ field: KeyPath<ProgressRate, Value?>) -> Bool {
      guard let own = self.rate?[keyPath: field], let others = other.rate?[keyPath: field] else {
        return true
      }
      return own == others
    }
    return isSame(\.percent) && isSame(\.status)
  }

  /// The version as lines that a person can read.
  ///
  /// - Parameter other: the version that it is compared with; a rate that this one does not tell is no difference.
  func markdownLines(beside other: Self) -> [String] {
    var lines = MarkdownRenderer().render(content).split(separator: "\n").map(String.init)
    if let percent = rate?.percent, other.rate?.percent != nil { lines.insert("percent: \(percent)", at: 0) }
    if let status = rate?.status, other.rate?.status != nil { lines.insert("status: \(status)", at: 0) }
    return lines
  }
}
