/// Prepares the raw text of a block for the parser: emphasis beside CJK punctuation (rule R32), the ends of bare
/// URLs (rule R33) and what only looks like a footnote are decided here and forced with a ``Sentinel``.
struct InlinePreparation {
  /// The sentinel, found when it is first needed.
  private enum State {
    case notNeeded
    case found(Sentinel)
    case unavailable
  }

  private let note: Bytes
  private var state = State.notNeeded
  private lazy var labels = ReferenceLabels(note)

  init(note: Bytes) {
    self.note = note
  }

  /// What the translator drops again; nil when nothing was put in.
  var sentinel: Sentinel? {
    if case .found(let sentinel) = state { sentinel } else { nil }
  }

  /// The text with sentinels; nil when it needs none.
  mutating func prepare(_ text: Bytes) -> [UInt8]? {
    guard Self.mayNeedSentinels(text) else { return nil }
    var scanner = DelimiterScanner(text)
    scanner.scan(labels: &labels)
    var insertions = scanner.insertions
    if FalseFootnote.mayStand(in: text) {
      insertions = Set(insertions + FalseFootnote.places(in: text)).sorted()
    }
    guard !insertions.isEmpty, let sentinel = findSentinel() else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + insertions.count * sentinel.bytes.count)
    var copied = 0
    for insertion in insertions {
      result.append(contentsOf: text[copied..<insertion])
      result.append(contentsOf: sentinel.bytes)
      copied = insertion
    }
    result.append(contentsOf: text[copied...])
    return result
  }

  /// Most text has neither a delimiter beside CJK text nor a bare URL, nor what only looks like a footnote.
  private static func mayNeedSentinels(_ text: Bytes) -> Bool {
    if FalseFootnote.mayStand(in: text) { return true }
    if text.firstIndex(of: "://") != nil || text.firstIndex(of: "www.") != nil { return true }
    guard text.contains(UInt8(ascii: "*")) || text.contains(UInt8(ascii: "~")) else { return false }
    return text.contains { $0 >= 0xE2 }
  }

  private mutating func findSentinel() -> Sentinel? {
    if case .notNeeded = state {
      state = Sentinel(for: note).map(State.found) ?? .unavailable
    }
    return sentinel
  }
}
