/// Makes text of the service fit to be shown: one line, nothing secret, not endless.
struct ServerText {
  /// The texts that must not come back, the longest first.
  private let secrets: [String]

  private static let maxCharacters = 500

  init(hiding secrets: [Secret]) {
    self.secrets = secrets.map(\.value).sorted { $0.count > $1.count }
  }

  /// The id under which the service logged a call.
  func logID(of reply: HTTPReply) -> String? { reply[header: "x-tt-logid"].map(shown) }

  func shown(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for secret in secrets {
      // By bytes: to the eyes of a string, an accent behind the secret makes it another one.
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
    guard scalars.count > Self.maxCharacters else { return String(scalars) }
    return String(scalars.prefix(Self.maxCharacters - 1)) + "…"
  }
}
