/// Reads ContentBlock JSON in either wire format.
///
/// Three shapes of document are told apart by their outermost keys: the content alone
/// (`{"blocks": …}`), the body of an update request or a progress record (`{"content": …}`), and a
/// reply of the service (`{"code": 0, "data": {"content": …}}`).
///
/// ```swift
/// let content = try ContentBlockDecoder().decode(json)
/// for fault in ContentBlockDecoder(wire: .v1).faults(in: json) { print(fault) }
/// ```
///
/// In both modes the order of keys has no meaning, `null` is as good as absent, `false` and an empty
/// `style` mean no style, absent `elements` are an empty line, an absent indent level is the first
/// one, empty text runs are dropped, and a gallery of several images becomes a gallery for each with
/// a warning (rule R4).
///
/// Source: the "ContentBlock" tables of the format document and of the update endpoint.
public struct ContentBlockDecoder: Sendable {
  /// What to do about a value that the format does not allow.
  public enum Mode: Sendable {
    /// For documents that people and programs hand in: everything that the format does not allow is
    /// an error, unknown keys and the other format's names too. Nothing is lost without a word.
    case strict
    /// For replies of the service: unknown keys are ignored, names of either format are read,
    /// numbers out of range become the nearest one allowed, line ends in a text become spaces and
    /// what cannot be read is left out, as is a size or a status out of range, each with a warning.
    /// Errors are broken JSON, a reply that reports an error, and what holds no ContentBlock at all.
    case lenient
  }

  /// The notation to read; nil (the default) for the one that most of a document's keys belong to,
  /// v1 when there is no telling.
  public var wire: WireFormat?
  /// What to do about faults; strict by default.
  public var mode: Mode

  /// A decoder; by default it is strict and finds out the notation by itself.
  public init(wire: WireFormat? = nil, mode: Mode = .strict) {
    self.wire = wire
    self.mode = mode
  }

  /// Reads the content of a document of any of the three shapes.
  ///
  /// - Parameter json: JSON in UTF-8; a byte order mark is skipped.
  /// - Throws: the first fault that is an error.
  public func decode(_ json: some Sequence<UInt8>) throws(ContentBlockFault) -> ContentBlock {
    try decodeDocument(json).content
  }

  /// Reads a document of any of the three shapes: the content and what came with it.
  ///
  /// - Parameter json: JSON in UTF-8; a byte order mark is skipped.
  /// - Throws: the first fault that is an error.
  public func decodeDocument(
    _ json: some Sequence<UInt8>
  ) throws(ContentBlockFault) -> ContentDocument {
    let (document, faults) = read(json)
    if let error = faults.first(where: { $0.severity == .error }) { throw error }
    guard let document else { throw ContentBlockFault(path: "$", "holds no ContentBlock") }
    return document
  }

  /// Everything that is wrong with a document, errors and warnings, roughly from top to bottom.
  ///
  /// The document can be decoded if and only if none of the faults is an error. Of broken JSON the
  /// first fault is the only one.
  public func faults(in json: some Sequence<UInt8>) -> [ContentBlockFault] {
    read(json).faults
  }

  /// Reads a document and collects its faults. The document is nil, or only what could be made of
  /// it, when one of the faults is an error.
  package func read(
    _ json: some Sequence<UInt8>
  ) -> (document: ContentDocument?, faults: [ContentBlockFault]) {
    do {
      let root = JSONNode(value: try JSONReader.read(json), path: .root)
      var reader = ContentBlockReader(wire: wire ?? .detected(in: root.value), mode: mode)
      return (reader.document(root), reader.faults)
    } catch {
      return (nil, [error])
    }
  }
}
