import ContentBlocks

extension Diagnostic {
  /// Diagnostics that are printed as one.
  public struct Group: Equatable, Sendable {
    /// The first of them.
    public let first: Diagnostic
    /// How many more there are.
    public let more: Int

    /// The message of the first, followed by how many more there are.
    public var message: LocalizedText {
      guard more > 0 else { return first.message }
      return LocalizedText(
        en: "\(first.message[.english]) (and \(more) more)", zh: "\(first.message[.chinese])（另有 \(more) 处）")
    }
  }

  /// Groups diagnostics as they are printed for a reader: the notes of one code become one, at the place of the
  /// first; each warning and each error stays by itself. The order stays.
  public static func grouped(_ diagnostics: [Diagnostic]) -> [Group] {
    var counts: [Code: Int] = [:]
    for diagnostic in diagnostics where diagnostic.severity == .note {
      counts[diagnostic.code, default: 0] += 1
    }
    return diagnostics.compactMap { diagnostic in
      guard diagnostic.severity == .note else { return Group(first: diagnostic, more: 0) }
      return counts.removeValue(forKey: diagnostic.code).map { Group(first: diagnostic, more: $0 - 1) }
    }
  }
}
