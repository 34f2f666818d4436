import ContentBlocks

/// A progress record as the sandbox keeps it.
public struct ProgressRecord: Equatable, Sendable {
  /// The `progress_id`: a whole number from 1 to the largest of 64 bits, without leading zeros.
  public let id: String
  /// What the record says, as far as `ContentBlock` can hold it.
  public internal(set) var content: ContentBlock
  /// The progress; nil as long as none was ever set.
  public internal(set) var rate: ProgressRate?
  /// When the record was last changed, in milliseconds since 1970. It grows with every change, even of a
  /// clock that is stopped.
  public internal(set) var modifyTime: Int64
  /// Where a record that was created through the API says that it comes from.
  public internal(set) var source: Source?
  /// The members of a record that came from a file, as they are to be read back until it is changed; nil for
  /// all others.
  private(set) var given: [JSONMember]?
  /// What of such a record ``content`` and ``rate`` do not hold, by its JSON path.
  private(set) var notShown: [String] = []

  /// What a creating request says about a record beside its content.
  public struct Source: Equatable, Sendable {
    /// The title of the origin, `source_title`.
    public let title: String
    /// Where that leads, `source_url`: an `http` or `https` URL.
    public let url: String
    /// The objective or key result that the record belongs to.
    public let targetID: String
    /// Which of the two it is.
    public let targetType: TargetType
  }

  /// What a record or an image belongs to.
  public enum TargetType: Int, CaseIterable, Sendable {
    /// An objective.
    case objective = 2
    /// A key result.
    case keyResult = 3
  }

  init(
    id: String, content: ContentBlock = ContentBlock(), rate: ProgressRate? = nil, modifyTime: Int64,
    source: Source? = nil
  ) {
    self.id = id
    self.content = content
    self.rate = rate
    self.modifyTime = modifyTime
    self.source = source
  }

  /// Puts another content, and possibly another rate, in the place of the record's.
  ///
  /// A rate that names no status leaves the status as it was; without a rate the rate stays.
  mutating func replace(content: ContentBlock, rate: ProgressRate?, at now: Int64) {
    self.content = content
    given = nil
    notShown = []
    if var rate {
      rate.status = rate.status ?? self.rate?.status
      self.rate = rate
    }
    modifyTime = max(now, modifyTime + 1)
  }

  /// Whether a text is an id that a record can have.
  static func isID(_ text: some StringProtocol) -> Bool { OKRIdentifier(text) != nil }

  /// Whether one record is newer than another: the later change, then the greater id.
  static func isNewer(_ one: ProgressRecord, than other: ProgressRecord) -> Bool {
    (one.modifyTime, Int64(one.id) ?? 0) > (other.modifyTime, Int64(other.id) ?? 0)
  }
}

// MARK: - JSON

extension ProgressRecord {
  /// The `data` of a reply: keys in alphabetic order, as in the update endpoint's document.
  var json: JSONValue { .object(given ?? fields) }

  /// The record for the store: what a reply says, and the source.
  var storedJSON: JSONValue {
    var members = given ?? fields
    if let source {
      let value: JSONValue = .object([
        "target_id": .string(source.targetID), "target_type": .number(Int64(source.targetType.rawValue)),
        "title": .string(source.title), "url": .string(source.url),
      ])
      members.append(JSONMember(key: "source", value: value))
    }
    if given != nil { members.append(JSONMember(key: Self.givenKey, value: .boolean(true))) }
    return .object(members)
  }

  /// Marks the records of the store that came from a file.
  private static let givenKey = "okrmd_given"

  private var fields: [JSONMember] {
    var fields = [
      JSONMember(key: "content", value: content.replyJSON),
      JSONMember(key: "modify_time", value: .string(modifyTime.description)),
      JSONMember(key: "progress_id", value: .string(id)),
    ]
    if let rate { fields.append(JSONMember(key: "progress_rate", value: rate.json ?? .object([]))) }
    return fields
  }

  /// Reads a record of the store.
  init(storedJSON value: JSONValue) throws(ContentBlockFault) {
    guard case .object(let members) = value else {
      throw ContentBlockFault(path: "$", LocalizedText(en: "is not an object", zh: "不是对象"))
    }
    let source = value["source"]
    let record = members.filter { !["source", Self.givenKey].contains($0.key) }
    if value[Self.givenKey] == .boolean(true) {
      try self.init(given: .object(record), modifyTime: 0)
    } else {
      let document = try ContentBlockDecoder(wire: .v1).decodeDocument(.object(record))
      guard let id = document.progressID, Self.isID(id) else {
        throw ContentBlockFault(
          path: "$.progress_id", LocalizedText(en: "is not a progress id", zh: "不是进展 ID"))
      }
      guard let time = Self.time(document.modifyTime) else {
        throw ContentBlockFault(
          path: "$.modify_time", LocalizedText(en: "is not a time in milliseconds", zh: "不是毫秒时间"))
      }
      self.init(id: id, content: document.content, rate: document.progressRate, modifyTime: time)
    }
    self.source = try source.map { source throws(ContentBlockFault) in try Source(storedJSON: source) }
  }

  /// Reads a record that is to be read back as it is given, kinds included that ``ContentBlock`` does not know.
  ///
  /// - Parameters:
  ///   - value: the `data` of a reply, or a whole reply.
  ///   - modifyTime: when the record was changed, if it does not say so itself. In milliseconds since 1970.
  init(given value: JSONValue, modifyTime: Int64) throws(ContentBlockFault) {
    guard case .object(var members) = value["data"] ?? value else {
      throw ContentBlockFault(path: "$", LocalizedText(en: "is not an object", zh: "不是对象"))
    }
    let value = JSONValue.object(members)
    guard let id = value["progress_id"]?.string, Self.isID(id) else {
      throw ContentBlockFault(
        path: "$.progress_id",
        LocalizedText(en: "is not a progress id in double quotes", zh: "不是带双引号的进展 ID"))
    }
    guard case .object = value["content"] else {
      throw ContentBlockFault(path: "$.content", LocalizedText(en: "is not an object", zh: "不是对象"))
    }
    let time = Self.time(value["modify_time"]?.string) ?? modifyTime
    let member = JSONMember(key: "modify_time", value: .string(time.description))
    if let index = members.firstIndex(where: { $0.key == "modify_time" }) {
      members[index] = member
    } else {
      members.append(member)
    }
    // What cannot be understood at all is read back, too.
    let document = try? ContentBlockDecoder(wire: .v1, mode: .lenient).decodeDocument(.object(members))
    self.init(
      id: id, content: document?.content ?? ContentBlock(), rate: document?.progressRate, modifyTime: time)
    given = members
    notShown = document?.notShown.map(\.path) ?? ["$.content"]
  }

  private static func time(_ text: String?) -> Int64? {
    text.flatMap { Int64($0) }.flatMap { (0..<Int64.max).contains($0) ? $0 : nil }
  }
}

extension ProgressRecord.Source {
  fileprivate init(storedJSON value: JSONValue) throws(ContentBlockFault) {
    guard let title = value["title"]?.string, let url = value["url"]?.string,
      let targetID = value["target_id"]?.string,
      let type = value["target_type"]?.wholeNumber,
      let targetType = ProgressRecord.TargetType(rawValue: Int(clamping: type))
    else {
      throw ContentBlockFault(
        path: "$.source", LocalizedText(en: "is not the source of a record", zh: "不是记录的来源"))
    }
    self.init(title: title, url: url, targetID: targetID, targetType: targetType)
  }
}

// A reply is not a request read back: keys are in alphabetic order, and every run of text has a style,
// an empty one if need be. The example of the update endpoint's document shows both.

extension ContentBlock {
  /// The content as the service writes it into replies.
  var replyJSON: JSONValue { .object(["blocks": .array(blocks.map(\.replyJSON))]) }
}

extension ContentBlockElement {
  fileprivate var replyJSON: JSONValue {
    switch self {
    case .paragraph(let paragraph):
      .object(["paragraph": paragraph.replyJSON, "type": .string("paragraph")])
    case .gallery(let gallery):
      .object([
        "gallery": .object(["imageList": .array([gallery.image.replyJSON])]), "type": .string("gallery"),
      ])
    }
  }
}

extension ContentParagraph {
  fileprivate var replyJSON: JSONValue {
    let elements = JSONValue.array(elements.map(\.replyJSON))
    guard let list else { return .object(["elements": elements]) }
    return .object(["elements": elements, "style": .object(["list": list.replyJSON])])
  }
}

extension ContentList {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("indentLevel", .number(Int64(indentLevel))),
      ("number", number.map { .number(Int64($0)) }),
      ("type", .string(type.rawValue)),
    ])
  }
}

extension ContentParagraphElement {
  fileprivate var replyJSON: JSONValue {
    switch self {
    case .textRun(let run):
      .object([
        "textRun": .object(["style": run.style.replyJSON, "text": .string(run.text)]),
        "type": .string("textRun"),
      ])
    case .docsLink(let link):
      .object([
        "docsLink": .object(["title": .string(link.title), "url": .string(link.url)]),
        "type": .string("docsLink"),
      ])
    case .mention(let mention):
      .object(["person": .object(["openId": .string(mention.userID)]), "type": .string("person")])
    }
  }
}

extension ContentTextStyle {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("backColor", backColor?.replyJSON),
      ("bold", bold ? .boolean(true) : nil),
      ("link", link.map { .object(["url": .string($0.url)]) }),
      ("strikeThrough", strikeThrough ? .boolean(true) : nil),
      ("textColor", textColor?.replyJSON),
    ])
  }
}

extension ContentColor {
  fileprivate var replyJSON: JSONValue {
    .object([
      "alpha": .double(alpha), "blue": .number(Int64(blue)), "green": .number(Int64(green)),
      "red": .number(Int64(red)),
    ])
  }
}

extension ContentImageItem {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("fileToken", fileToken.map { .string($0) }),
      ("height", height.map { .double($0) }),
      ("src", src.map { .string($0) }),
      ("width", width.map { .double($0) }),
    ])
  }
}

extension JSONValue {
  /// An object of those members that have a value.
  fileprivate static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
  }

  /// A finite number, whole ones without a fraction.
  fileprivate static func double(_ number: Double) -> JSONValue {
    if let whole = Int64(exactly: number) { return .number(whole) }
    return .number(JSONNumber(literal: number.description))
  }
}
