import ContentBlocks

/// The envelope of every reply: a code, a message, and the data of a success.
struct ServiceReply {
  /// 0 for a success.
  let code: Int64
  let message: String
  let data: JSONValue?
  /// The whole object; the token call has no `data`.
  let root: JSONValue

  /// The reply with an empty content in place of none: so the service may show a record without a line.
  var withContent: JSONValue {
    guard case .object(let members) = data, data?["content"] ?? .null == .null else { return root }
    let content = JSONMember(key: "content", value: .object(["blocks": .array([])]))
    let record = JSONValue.object(members.filter { $0.key != "content" } + [content])
    return .object(["code": .number(code), "data": record])
  }

  /// - Returns: nil when the bytes are not such an envelope.
  init?(_ body: [UInt8]) {
    guard let root = try? JSONReader.read(body), let code = root["code"]?.wholeNumber else { return nil }
    self.code = code
    self.root = root
    message = root["msg"]?.string ?? root["message"]?.string ?? ""
    data = root["data"]
  }
}

/// A progress record as the service shows it.
///
/// Source: `data` in the reply of the update endpoint.
public struct ProgressRecord: Equatable, Sendable {
  /// The id of the record.
  public var id: OKRIdentifier
  /// When it was last changed, in milliseconds since 1970, in digits; nil when the reply does not say.
  public var modifyTime: String?
  /// What the record says.
  public var content: ContentBlock
  /// The progress; nil when the record reports none.
  public var progressRate: ProgressRate?
  /// What the record holds and ``content`` and ``progressRate`` do not, or not as it is written.
  public var notShown: [NotShown] = []
  /// The digest of the content as it came, see `ContentDocument.digest`.
  public var digest: String?

  /// Whether everything in the record could be read; if not, the content holds less than the record, or something
  /// else.
  public var isComplete: Bool { notShown.isEmpty }

  /// A record all of whose content is known.
  public init(
    id: OKRIdentifier, modifyTime: String? = nil, content: ContentBlock, progressRate: ProgressRate? = nil
  ) {
    self.id = id
    self.modifyTime = modifyTime
    self.content = content
    self.progressRate = progressRate
  }

  /// Reads the record out of a reply. What no document lists is left aside.
  ///
  /// - Parameter userIDType: what kind of ids was asked for.
  /// - Returns: nil when the reply holds none.
  init?(reply: JSONValue, userIDType: UserIDType) {
    var decoder = ContentBlockDecoder(wire: .v1, mode: .lenient)
    decoder.namesPeopleByUserID = userIDType == .userID
    guard let document = try? decoder.decodeDocument(reply),
      let id = document.progressID.flatMap({ OKRIdentifier($0) })
    else { return nil }
    self.init(
      id: id, modifyTime: document.modifyTime, content: document.content, progressRate: document.progressRate)
    notShown = document.notShown
    digest = document.digest
  }
}

/// What an accepted change was answered with.
///
/// Source: `data` in the reply of the update endpoint.
public struct ChangeReply: Equatable, Sendable {
  /// The id of the record; nil when the reply does not name it.
  public let id: OKRIdentifier?
  /// The record after the change; nil when the reply reports a success without it.
  public let record: ProgressRecord?
  /// The id under which the service logged the call.
  public let logID: String?

  init(_ envelope: ServiceReply, userIDType: UserIDType, logID: String?) {
    record = ProgressRecord(reply: envelope.root, userIDType: userIDType)
    // A reply may name the record and not show it.
    let named = envelope.data?["progress_id"]
    id = record?.id ?? (named?.string ?? named?.wholeNumber?.description).flatMap { OKRIdentifier($0) }
    self.logID = logID
  }
}

/// Makes text of the service fit to be shown: one line, nothing secret, not endless.
struct ServerText {
  /// The texts that must not come back, the longest first.
  private let secrets: [String]

  private static let maxCharacters = 500

  init(hiding secrets: [Secret]) {
    // As they are sent, and as forms have them.
    let texts = Set(secrets.flatMap { [$0.value, $0.value.percentEncoded] })
    self.secrets = texts.sorted { ($0.count, $0) > ($1.count, $1) }
  }

  /// The id under which the service logged a call.
  func logID(of reply: HTTPReply) -> String? { reply[header: "x-tt-logid"].map(shown) }

  func shown(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for secret in secrets {
      // By bytes: to the eyes of a string, an accent after the secret makes it another one.
      let parts = bytes.split(separator: Array(secret.utf8), omittingEmptySubsequences: false)
      if parts.count > 1 { bytes = Array(parts.joined(separator: Array("(secret)".utf8))) }
    }
    let result = String(decoding: bytes, as: UTF8.self)
    var scalars = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in result.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        if !isAfterSpace { scalars.append(" ") }
        isAfterSpace = true
      default:
        scalars.append(scalar)
        isAfterSpace = false
      }
    }
    // Unicode scalars: of accents a single character can have any number.
    if scalars.last == " " { scalars.removeLast() }
    guard scalars.count > Self.maxCharacters else { return String(scalars) }
    return String(scalars.prefix(Self.maxCharacters - 1)) + "…"
  }
}
