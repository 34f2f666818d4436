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
    guard let remarks = preparation?.blocks[block]?.remarks else { return }
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

  /// Adds what is about the whole content.
  mutating func report(_ messages: [DiagnosticMessage], at position: SourcePosition) {
    diagnostics += messages.map { Diagnostic($0, at: position) }
  }

  /// All diagnostics in the order of the note.
  var sorted: [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
      .map(\.element)
  }
}
