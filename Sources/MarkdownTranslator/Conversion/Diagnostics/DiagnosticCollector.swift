import ContentBlocks

/// Gathers the diagnostics of a note.
struct DiagnosticCollector {
  /// What a diagnostic is about.
  enum Place {
    case block(CommonMarkNode)
    /// A footnote definition that is not in the tree any more.
    case footnote(BlockStart)
    /// An inline, so many lines below the start of its block's text.
    case inline(CommonMarkNode, in: CommonMarkNode, lineOffset: Int)
    /// A byte of the raw text of a block.
    case text(CommonMarkNode, offset: Int)
    /// A byte of an HTML block.
    case html(CommonMarkNode, offset: Int)
  }

  let source: SourceText
  private let locator: SourceLocator
  private let reportsNotes: Bool
  private var diagnostics: [Diagnostic]
  /// The kinds of R41 that were reported already.
  private var lookalikes: Set<LookalikeMarkup> = []
  /// The names that were reported already.
  private var unknownNames: Set<String> = []

  init(source: SourceText, reportsNotes: Bool, diagnostics: [Diagnostic] = []) {
    self.source = source
    self.reportsNotes = reportsNotes
    self.diagnostics = diagnostics
    locator = SourceLocator(source: source)
  }

  /// What the raw text of blocks was before it was prepared for the parser.
  var preparation: InlinePreparation? {
    get { locator.preparation }
    nonmutating set { locator.preparation = newValue }
  }

  /// Reports what the rules on raw text have found in a block.
  mutating func reportRemarks(on block: CommonMarkNode) {
    guard block.mark != 0, let remarks = preparation?.blocks[block]?.remarks else { return }
    for (message, offset) in remarks {
      switch message {
      case .message(let message): report(message, at: .text(block, offset: offset))
      case .lookalike(let lookalike): report(lookalike, at: .text(block, offset: offset))
      }
    }
  }

  /// Adds a diagnostic.
  mutating func report(_ message: DiagnosticMessage, at place: Place) {
    if message.code.severity == .note, !reportsNotes { return }
    diagnostics.append(Diagnostic(message, at: locator.position(of: place)))
  }

  /// Adds what the repairs of the source have to say.
  mutating func report(_ findings: [RepairFinding]) {
    for finding in findings {
      let message = finding.message
      if message.code.severity == .note, !reportsNotes { continue }
      let position = SourcePosition(line: finding.line + source.firstLine - 1, column: finding.column)
      diagnostics.append(Diagnostic(message, at: position))
    }
  }

  /// The line of the parsed text on which a line of a block's text is.
  func line(_ lineOffset: Int, ofTextIn block: CommonMarkNode) -> Int {
    locator.line(lineOffset, ofTextIn: block)
  }

  /// Reports what only looks like markup, unless its kind was reported before (rule R41).
  mutating func report(_ lookalike: LookalikeMarkup, at place: Place) {
    guard lookalikes.insert(lookalike).inserted else { return }
    report(lookalike.message, at: place)
  }

  /// Reports a name after `@` that is not in the address book, the first time.
  mutating func report(unknownName name: String, onLine offset: Int, of block: CommonMarkNode) {
    guard reportsNotes, unknownNames.insert(name).inserted else { return }
    let position = locator.position(ofLine: offset, in: block, at: Array("@\(name)".utf8))
    report(.personUnknown(name: name), at: position)
  }

  /// Where a line of a block begins, white space aside.
  func position(ofLine offset: Int, in block: CommonMarkNode) -> SourcePosition {
    locator.position(ofLine: offset, in: block)
  }

  /// Adds a diagnostic about a place in the note.
  mutating func report(_ message: DiagnosticMessage, at position: SourcePosition) {
    diagnostics.append(Diagnostic(message, at: position))
  }

  /// All diagnostics in the order of the note.
  var sorted: [Diagnostic] {
    // A hostile note has a million of them: they are copied only when they must be.
    let isInOrder = zip(diagnostics, diagnostics.dropFirst()).allSatisfy { $0.position <= $1.position }
    if isInOrder { return diagnostics }
    let order = diagnostics.indices.sorted {
      (diagnostics[$0].position, $0) < (diagnostics[$1].position, $1)
    }
    return order.map { diagnostics[$0] }
  }
}

extension Diagnostic {
  /// Diagnostics that are printed as one.
  public struct Group: Equatable, Sendable {
    /// The first of them.
    public let first: Diagnostic
    /// How many more there are.
    public let more: Int

    package init(first: Diagnostic, more: Int) {
      self.first = first
      self.more = more
    }

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
