import ContentBlocks
import NotePage

/// The JSON object that a request carries.
struct RequestBody {
  /// As the update endpoint's document prints it, in whatever case.
  private static let mediaType = "application/json; charset=utf-8"

  private let members: [JSONMember]

  /// - Throws: the error to answer with when the request does not say that it carries JSON, carries none,
  ///   or has members beside these.
  init(of request: HTTPRequest, allowing keys: [String]) throws(ServiceError) {
    let type = HeaderValue(request.header("Content-Type") ?? "")
    guard type.name == "application/json", type.parameters["charset"]?.lowercased() == "utf-8" else {
      throw .invalidParameters(
        "the header Content-Type must be '\(Self.mediaType)', not '\(request.header("Content-Type") ?? "")'")
    }
    let value: JSONValue
    do {
      value = try JSONReader.read(request.body)
    } catch {
      throw .invalidParameters("the body is not JSON: \(error)")
    }
    guard case .object(let members) = value else {
      throw .invalidParameters("$: must be an object")
    }
    if let unknown = members.first(where: { !keys.contains($0.key) }) {
      throw .invalidParameters(
        "$.\(unknown.key.prefix(40)): is not a key of the body, which can have "
          + keys.map { "`\($0)`" }.joined(separator: ", "))
    }
    // As good as absent.
    self.members = members.filter { $0.value != .null }
  }

  subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  /// A text that may be missing.
  func string(_ key: String) throws(ServiceError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.string else {
      throw .invalidField(key, value: value.text, "\(key) must be a string")
    }
    return text
  }

  /// A text that has to be there.
  func requiredString(_ key: String) throws(ServiceError) -> String {
    guard let text = try string(key) else { throw .invalidField(key, "\(key) is required") }
    guard !text.isEmpty else { throw .invalidField(key, "\(key) must not be empty") }
    return text
  }

  /// A web address that has to be there.
  func requiredURL(_ key: String) throws(ServiceError) -> String {
    let url = try requiredString(key)
    let isURL = url.hasPrefix("http://") || url.hasPrefix("https://")
    guard isURL, !url.contains(where: \.isNewline) else {
      throw .invalidField(key, value: url, "\(key) must match ^https?://.*$")
    }
    return url
  }
}

/// The content and the rate of a request, and how they are checked.
extension RequestBody {
  /// The members that ``content(naming:)`` reads.
  static let contentKeys = ["content", "progress_rate"]

  /// The content and the rate of a request that writes a record, both checked to the letter.
  ///
  /// - Parameter people: the kind of ids that mentions have.
  func content(
    naming people: UserIDType
  ) throws(ServiceError) -> (content: ContentBlock, rate: ProgressRate?) {
    guard let content = self["content"] else { throw .invalidField("content", "content is required") }
    // The decoder reads JSON in a string, too, as another API of the service writes it.
    guard case .object = content else {
      throw .invalidParameters("$.content: must be an object with `blocks`")
    }
    try Self.checkElements(of: content, naming: people)
    var members = [JSONMember(key: "content", value: content)]
    if let rate = self["progress_rate"] { members.append(JSONMember(key: "progress_rate", value: rate)) }

    let decoder = ContentBlockDecoder(wire: .v1, mode: .strict)
    let (documents, faults) = decoder.read(JSONValue.object(members))
    let errors = faults.filter { $0.severity == .error }
    if let first = errors.first {
      let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
      throw .invalidParameters("\(first)\(more)")
    }
    guard let document = documents.first else { throw .invalidParameters("$.content: holds no ContentBlock") }
    guard self["progress_rate"] != nil else { return (document.content, nil) }
    // A rate without a percentage means 0, as documented. One without anything is nil to the decoder.
    var rate = document.progressRate ?? ProgressRate()
    if rate.percent == nil { rate.percent = ProgressPercent(hundredths: 0) }
    return (document.content, rate)
  }

  /// Checks what the decoder accepts: galleries of several images, and the ids of people.
  private static func checkElements(
    of content: JSONValue, naming people: UserIDType
  ) throws(ServiceError) {
    for (index, block) in content["blocks"].elements.enumerated() {
      let path = "$.content.blocks[\(index)]"
      let images = block["gallery"]?["imageList"].elements ?? []
      guard images.count <= 1 else {
        throw .invalidParameters(
          "\(path).gallery.imageList: holds \(images.count) images; give each a gallery of its own")
      }
      for (index, element) in (block["paragraph"]?["elements"].elements ?? []).enumerated() {
        guard let id = element["person"]?["openId"]?.string, !people.canName(id) else { continue }
        throw .userNotFound(
          "\(path).paragraph.elements[\(index)].person.openId: '\(id.prefix(80))' is not a valid \(people.rawValue)"
        )
      }
    }
  }
}

extension JSONValue? {
  /// The elements of an array; none of anything else.
  fileprivate var elements: [JSONValue] {
    guard case .array(let values) = self else { return [] }
    return values
  }
}

/// The names and values of a query, or of a form (`application/x-www-form-urlencoded`), decoded.
struct QueryItems {
  private let items: [(name: String, value: String)]

  /// - Throws: the error to answer with when something in it cannot be decoded.
  init(_ text: some StringProtocol) throws(ServiceError) {
    var items: [(name: String, value: String)] = []
    for item in text.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "")
      else {
        throw .invalidField(String(parts[0].prefix(40)), value: String(item), "is not percent-encoded UTF-8")
      }
      items.append((name, value))
    }
    self.items = items
  }

  /// All values of a name, in their order.
  func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The one value of a name; nil when there is none.
  func value(_ name: String) throws(ServiceError) -> String? {
    let values = values(name)
    guard values.count < 2 else {
      throw .invalidField(name, value: values.joined(separator: ", "), "\(name) appears twice")
    }
    return values.first
  }

  /// A whole number within a range, which has to be there.
  func number(_ name: String, in range: ClosedRange<Int>) throws(ServiceError) -> Int {
    guard let text = try value(name) else { throw .invalidField(name, "\(name) is required") }
    guard let number = Int(text), range.contains(number), text == number.description else {
      let limits =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .invalidField(name, value: text, "\(name) must be a whole number \(limits)")
    }
    return number
  }

  /// One of the names of an enumeration; a default when it is not there.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, default defaultChoice: Choice
  ) throws(ServiceError) -> Choice where Choice.RawValue == String {
    guard let text = try value(name) else { return defaultChoice }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalidField(name, value: text, "\(name) must be one of \(known)")
    }
    return choice
  }

  /// The kind of ids by which the request names people: its `user_id_type`, an open id unless it says otherwise.
  func userIDType() throws(ServiceError) -> UserIDType { try choice("user_id_type", default: .openID) }

  /// Undoes the encoding of a form; `+` is a space. Nil for what cannot be decoded.
  static func decoded(_ text: some StringProtocol) -> String? {
    String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
      .percentDecoded
  }
}

extension UserIDType {
  /// Whether someone may have such an id: only the shape can be wrong.
  func canName(_ id: String) -> Bool {
    switch self {
    case .openID: id.hasPrefix("ou_") && id.count > 3
    case .unionID: id.hasPrefix("on_") && id.count > 3
    case .userID: !id.isEmpty
    }
  }

  /// The id of this kind that a person has.
  func id(of person: Sandbox.Person) -> String {
    switch self {
    case .openID: person.openID
    case .unionID: person.unionID
    case .userID: person.userID
    }
  }
}
