extension String {
  /// The text with U+FFFD for each control character: on one line, and harmless to a terminal.
  package var withoutControls: String {
    let isClean = unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if isClean { return self }
    let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}
