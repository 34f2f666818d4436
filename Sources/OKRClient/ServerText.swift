/// Makes text of the service fit to be shown: one line, nothing secret, not endless.
struct ServerText {
  /// The texts that must not come back, the longest first.
  private let secrets: [String]

  static let mostCharacters = 500

  init(hiding secrets: [Secret]) {
    self.secrets = secrets.map(\.value).sorted { $0.count > $1.count }
  }

  func shown(_ text: String) -> String {
    var result = text
    for secret in secrets where result.contains(secret) {
      result = result.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "(secret)")
    }
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
    let line = String(scalars)
    return line.count > Self.mostCharacters ? line.prefix(Self.mostCharacters - 1) + "…" : line
  }
}
