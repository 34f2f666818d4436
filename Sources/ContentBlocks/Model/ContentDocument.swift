/// A ContentBlock as it was read, and what came with it in an update request, a progress record or a reply.
///
/// Source: the request body and the response body of the update endpoint.
public struct ContentDocument: Equatable, Sendable {
  /// The lines and images.
  public var content: ContentBlock
  /// What the document holds and ``content`` and ``progressRate`` do not, or not as it is written. Whoever writes the
  /// content back loses it.
  public var notShown: [NotShown]
  /// The SHA-256 of the content as it came, in hexadecimal digits: of JSON with sorted keys, without what is as good
  /// as absent (`null`, `false`, `{}`, an empty link).
  ///
  /// Two documents with the same digest say the same, in keys that are not known too. The reverse does not hold: a
  /// reply may cut a text into other runs, and the addresses of uploaded images change. Nil when the document was
  /// not read from JSON.
  public var digest: String?
  /// The progress; nil when the document reports none.
  public var progressRate: ProgressRate?
  /// The id of the progress record; in replies only.
  public var progressID: String?
  /// When the record was last changed, in milliseconds since 1970, as the service writes it; in
  /// replies only.
  public var modifyTime: String?
  /// The notation of the content.
  public var wire: WireFormat

  /// A document and what came with it; the content alone by default.
  public init(
    content: ContentBlock, notShown: [NotShown] = [], digest: String? = nil,
    progressRate: ProgressRate? = nil,
    progressID: String? = nil, modifyTime: String? = nil, wire: WireFormat = .v1
  ) {
    self.content = content
    self.notShown = notShown
    self.digest = digest
    self.progressRate = progressRate
    self.progressID = progressID
    self.modifyTime = modifyTime
    self.wire = wire
  }
}

/// Something in a document that ``ContentBlock`` has no place for: a kind of block or element that is not known, an
/// unknown key, a value of another type or outside its documented range, a line end in a text, an image with neither
/// token nor address, a person who is named by another kind of id.
///
/// `null`, `false`, `{}` and an empty link are as good as absent and do not count.
public struct NotShown: Equatable, Sendable, CustomStringConvertible {
  /// The JSON path of the value, such as `$.data.content.blocks[2].paragraph.elements[0].equation`.
  public let path: String
  /// What is wrong with it, in words that follow the path.
  public let problem: LocalizedText
  /// The value as compact JSON with sorted keys.
  public let value: String

  /// A value that is not shown.
  public init(path: String, problem: LocalizedText, value: String) {
    self.path = path
    self.problem = problem
    self.value = value
  }

  public static func == (left: NotShown, right: NotShown) -> Bool {
    left.path == right.path && left.value == right.value
  }

  /// Path and problem in one language.
  public func description(in language: Language) -> String {
    ContentBlockFault(path: path, problem).description(in: language)
  }

  /// Path and problem in English.
  public var description: String { description(in: .english) }

  /// A digest of values that are not shown, to keep in the place of them; nil when there are none.
  public static func digest(of values: [NotShown]) -> String? {
    if values.isEmpty { return nil }
    return SHA256.digest(of: values.map { "\($0.path) \($0.value)\n" }.joined().utf8)
  }
}
