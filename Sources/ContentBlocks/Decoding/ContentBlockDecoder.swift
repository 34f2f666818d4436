/// Reads ContentBlock JSON in either wire format.
///
/// The content may be alone (`{"blocks": …}`), in the body of an update request or a progress record
/// (`{"content": …}`), or in a reply (`{"code": 0, "data": …}`), there also in a list of records and as JSON in a
/// string, as lark-cli prints it.
///
/// ```swift
/// let content = try ContentBlockDecoder().decode(json)
/// for fault in ContentBlockDecoder(wire: .v1).faults(in: json) { print(fault) }
/// ```
///
/// In both modes the order of keys has no meaning; `null`, `false`, `{}` and an empty link are as good as absent;
/// absent `elements` are an empty line, an absent indent level is the first one, empty text runs are dropped, and a
/// gallery of several images becomes a gallery for each with a warning (rule R4). A document of v2 in which any line
/// has level 0 counts its levels from 0.
///
/// Sources: the "ContentBlock" tables of the format document and of the update endpoint.
public struct ContentBlockDecoder: Sendable {
  /// What to do about a value that the format does not allow.
  public enum Mode: Sendable {
    /// For documents that people and programs hand in: everything that the format does not allow is
    /// an error, unknown keys and the other format's names too. Keys around the content of a reply do not count.
    case strict
    /// For replies of the service: names of either format are read, numbers out of range become the nearest one
    /// allowed, line ends in a text become spaces, and what cannot be read is left out. All of it is a warning and,
    /// when something is not shown as it is, listed in ``ContentDocument/notShown``. Errors are broken JSON, a reply
    /// that reports an error, and what holds no ContentBlock at all.
    case lenient
  }

  /// The notation to read; nil (the default) for the one that most of a document's keys belong to,
  /// v1 when there is no telling.
  public var wire: WireFormat?
  /// What to do about faults; strict by default.
  public var mode: Mode
  /// Whether people are named by their user id, as a call with `user_id_type=user_id` does; false by default. Then
  /// the `userId` of a `person` is its id; else it only is in for a missing `openId`, and counts as
  /// ``ContentDocument/notShown``.
  public var namesPeopleByUserID = false

  /// A decoder; by default it is strict and finds out the notation by itself.
  public init(wire: WireFormat? = nil, mode: Mode = .strict) {
    self.wire = wire
    self.mode = mode
  }

  /// Reads the content of a document.
  ///
  /// - Parameter json: JSON in UTF-8; a byte order mark is skipped.
  /// - Throws: the first fault that is an error.
  public func decode(_ json: some Sequence<UInt8>) throws(ContentBlockFault) -> ContentBlock {
    try decodeDocument(json).content
  }

  /// Reads a document: the content and what came with it; of a list of records the only one.
  ///
  /// - Parameter json: JSON in UTF-8; a byte order mark is skipped.
  /// - Throws: the first fault that is an error; also when there are several records.
  public func decodeDocument(
    _ json: some Sequence<UInt8>
  ) throws(ContentBlockFault) -> ContentDocument {
    try only(read(json))
  }

  /// Reads the records of a document: one, or those of a list.
  ///
  /// - Parameter json: JSON in UTF-8; a byte order mark is skipped.
  /// - Throws: the first fault that is an error.
  public func decodeDocuments(
    _ json: some Sequence<UInt8>
  ) throws(ContentBlockFault) -> [ContentDocument] {
    let (documents, faults) = read(json)
    if let error = faults.first(where: { $0.severity == .error }) { throw error }
    return documents
  }

  /// Everything that is wrong with a document, errors and warnings, roughly from top to bottom.
  ///
  /// The document can be decoded if and only if none of the faults is an error. Of broken JSON the
  /// first fault is the only one.
  public func faults(in json: some Sequence<UInt8>) -> [ContentBlockFault] {
    read(json).faults
  }

  /// Reads a document that is a value already, such as a reply whose code was looked at.
  ///
  /// - Throws: the first fault that is an error; also when there are several records.
  package func decodeDocument(_ value: JSONValue) throws(ContentBlockFault) -> ContentDocument {
    try only(read(value))
  }

  /// Reads a document and collects its faults. There are no documents, or only what could be made of
  /// them, when one of the faults is an error.
  package func read(
    _ json: some Sequence<UInt8>
  ) -> (documents: [ContentDocument], faults: [ContentBlockFault]) {
    do {
      return read(try JSONReader.read(json))
    } catch {
      return ([], [error])
    }
  }

  /// Reads a document that is a value already, and collects its faults.
  package func read(_ value: JSONValue) -> (documents: [ContentDocument], faults: [ContentBlockFault]) {
    var reader = ContentBlockReader(decoder: self, wire: wire ?? .detected(in: value))
    return (reader.documents(JSONNode(value: value, path: .root)), reader.faults)
  }

  private func only(
    _ result: (documents: [ContentDocument], faults: [ContentBlockFault])
  ) throws(ContentBlockFault) -> ContentDocument {
    if let error = result.faults.first(where: { $0.severity == .error }) { throw error }
    guard let document = result.documents.first else {
      throw ContentBlockFault(
        path: "$", LocalizedText(en: "holds no ContentBlock", zh: "不包含 ContentBlock"))
    }
    guard result.documents.count == 1 else {
      let count = result.documents.count
      throw ContentBlockFault(
        path: "$", LocalizedText(en: "holds \(count) records, not one", zh: "包含 \(count) 条记录，而不是一条"))
    }
    return document
  }
}

/// Something in a ContentBlock that the format does not allow, and where.
public struct ContentBlockFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// How bad a fault is.
  public enum Severity: String, Sendable {
    /// The document cannot be read as it is.
    case error
    /// The document can be read; what it says is shown badly, was changed or was left out.
    case warning
  }

  /// The JSON path of the value at fault, such as `$.blocks[2].paragraph.style.list.indentLevel`.
  /// A value that is not part of a document yet has its key alone.
  public let path: String
  /// What is wrong with it, in words that follow the path.
  public let problem: LocalizedText
  /// Whether the document could be read in spite of it.
  public let severity: Severity

  /// A fault at a value.
  ///
  /// - Parameters:
  ///   - path: where the value is, such as `$.blocks[2]`.
  ///   - problem: what is wrong, in words that follow the path.
  ///   - severity: whether the document can be read in spite of it; an error by default.
  public init(path: String, _ problem: LocalizedText, severity: Severity = .error) {
    self.path = path
    self.problem = problem
    self.severity = severity
  }

  /// The fault in one language: path and problem.
  public func description(in language: Language) -> String {
    "\(path)\(language == .chinese ? "：" : ": ")\(problem[language])"
  }

  /// The fault in English.
  public var description: String { description(in: .english) }
}
