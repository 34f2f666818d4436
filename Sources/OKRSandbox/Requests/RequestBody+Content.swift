import ContentBlocks

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
    guard let content = self["content"] else { throw .invalidParameters("$.content: is missing") }
    var members = [JSONMember(key: "content", value: content)]
    if let rate = self["progress_rate"] { members.append(JSONMember(key: "progress_rate", value: rate)) }

    let decoder = ContentBlockDecoder(wire: .v1, mode: .strict)
    let (document, faults) = decoder.read(JSONValue.object(members).text.utf8)
    let errors = faults.filter { $0.severity == .error }
    if let first = errors.first {
      let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
      throw .invalidParameters("\(first)\(more)")
    }
    guard let document else { throw .invalidParameters("$.content: holds no ContentBlock") }
    try Self.checkElements(of: content, naming: people)

    guard self["progress_rate"] != nil else { return (document.content, nil) }
    // A rate without a percentage means 0, as documented. One without anything is nil to the decoder.
    var rate = document.progressRate ?? ProgressRate()
    if rate.percent == nil { rate.percent = ProgressPercent(hundredths: 0) }
    return (document.content, rate)
  }

  /// Checks what the decoder puts up with: galleries of several images, and the ids of people.
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
          "\(path).paragraph.elements[\(index)].person.openId: '\(id.prefix(80))' is no \(people.rawValue)")
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
