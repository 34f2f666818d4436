/// What a rule says about the raw text of a block: changes, and what the writer should know.
struct InlineEdits {
  /// Whether relative links are resolved.
  let hasLinkBase: Bool
  /// The labels of the note's link definitions. Text inside their references must stay as written.
  fileprivate(set) var labels: ReferenceLabels
  /// White space that the note does not use; nil when it uses all candidates.
  private(set) lazy var sentinel: Sentinel? = Sentinel(for: note)
  private let note: Bytes
  /// Where the last opening bracket is: a label holds no brackets.
  private var innermostBracket = -1
  fileprivate var edits: [TextEdit] = []
  fileprivate var remarks: [(message: InlineRemark, offset: Int)] = []

  fileprivate init(note: Bytes, hasLinkBase: Bool) {
    self.note = note
    self.hasLinkBase = hasLinkBase
    labels = ReferenceLabels(note)
  }

  /// Forgets what the rule before has said.
  fileprivate mutating func begin() {
    if !edits.isEmpty { edits = [] }
    if !remarks.isEmpty { remarks = [] }
    innermostBracket = -1
  }

  mutating func add(_ edit: TextEdit) {
    edits.append(edit)
  }

  /// Makes each character of a run of punctuation text.
  mutating func escape(_ run: Range<Int>) {
    for index in run { add(.escape(at: index)) }
  }

  /// Takes back what was changed in the label of a reference, which must stay as written to match its definition.
  /// A rule hands on the brackets that it comes to.
  mutating func protectLabels(_ event: InlineScanner.Event, in text: Bytes) {
    switch event {
    case .opens(let position, _): innermostBracket = position
    case .closes(let end, let opener, nil) where opener.position == innermostBracket && !labels.isEmpty:
      guard labels.contains(text.slice(opener.position + 1..<end)) else { return }
      while let last = edits.last, last.range.lowerBound > opener.position { edits.removeLast() }
    default: break
    }
  }

  /// What a rule reports, at an offset of the text as the rule sees it.
  mutating func remark(_ message: DiagnosticMessage, at offset: Int) {
    remarks.append((.message(message), offset))
  }

  mutating func remark(_ lookalike: LookalikeMarkup, at offset: Int) {
    let isKnown = remarks.contains { if case .lookalike(lookalike) = $0.message { true } else { false } }
    if !isKnown { remarks.append((.lookalike(lookalike), offset)) }
  }

  /// What is put after the source of an image, to tell the translator its size.
  mutating func marker(for size: ImageDimensions?) -> [UInt8] {
    guard let size, let sentinel else { return [] }
    return sentinel.bytes + Array(size.text.utf8)
  }
}

/// A message about a place in the raw text of a block.
enum InlineRemark {
  case message(DiagnosticMessage)
  case lookalike(LookalikeMarkup)
}

/// The raw text of a block that was changed before its inlines were parsed.
struct PreparedBlock {
  /// The text as the note has it, but for the prefixes of containers.
  let original: [UInt8]
  let text: PreparedText
  /// What to report, at offsets of the original text.
  let remarks: [(message: InlineRemark, offset: Int)]
}

/// Prepares the raw text of each block for the parser.
///
/// The rules are applied one after the other, each to the text that the one before it has left; none knows another.
final class InlinePreparation {
  /// The rules in order.
  private static let rules: [Rule] = [
    Rule(needs: .unread, apply: UnreadMarkup.apply),  // R40, R41
    Rule(needs: .doubleBracket, apply: Wikilinks.apply),  // R24, R29
    Rule(needs: .target, apply: LooseTargets.apply),  // R24, R29
    Rule(needs: .target, apply: MissingTargets.apply),  // R25
    Rule(needs: .literal, apply: LiteralCharacters.apply),  // R22
    Rule(needs: .highlight, apply: Highlight.apply),  // R22
    Rule(needs: .falseFootnote, apply: FalseFootnote.apply),  // R19
    Rule(needs: .delimiter, apply: DelimiterScanner.apply),  // R32, R33
  ]

  private struct Rule {
    /// A text that has none of these is not read by the rule.
    let needs: InlineHints
    let apply: @Sendable (Bytes, inout InlineEdits) -> Void
  }

  // One block at a time is prepared.
  @exclusivity(unchecked) private var edits: InlineEdits
  /// The blocks that were changed or that there is something to say about.
  @exclusivity(unchecked) private(set) var blocks: [CommonMarkNode: PreparedBlock] = [:]
  private let reader = InlineHints.Reader()

  init(note: Bytes, hasLinkBase: Bool = false) {
    edits = InlineEdits(note: note, hasLinkBase: hasLinkBase)
  }

  /// What the translator drops again.
  var sentinel: Sentinel? {
    blocks.isEmpty ? nil : edits.sentinel
  }

  /// The text that is parsed in place of a block's; nil when it is the same.
  func prepare(_ text: Bytes, of block: CommonMarkNode) -> [UInt8]? {
    guard let prepared = prepare(text) else { return nil }
    blocks[block] = prepared
    if block.mark == 0 { block.mark = CommonMarkNode.isPrepared }
    return prepared.text.isChanged ? prepared.text.bytes : nil
  }

  /// What becomes of a text; nil when no rule has anything to say.
  func prepare(_ text: Bytes) -> PreparedBlock? {
    guard var hints = reader.read(text) else { return nil }
    var prepared: PreparedText?
    var remarks: [(message: InlineRemark, offset: Int)] = []
    for rule in Self.rules where !hints.isDisjoint(with: rule.needs) {
      edits.begin()
      if let prepared {
        prepared.bytes.withUnsafeBufferPointer { rule.apply($0, &edits) }
      } else {
        rule.apply(text, &edits)
      }
      for remark in edits.remarks {
        remarks.append((remark.message, prepared?.originalOffset(of: remark.offset) ?? remark.offset))
      }
      guard !edits.edits.isEmpty else { continue }
      if prepared == nil { prepared = PreparedText(text) }
      prepared?.apply(edits.edits)
      // What an edit makes of the text is not known without reading it again.
      hints = .all
    }
    guard prepared != nil || !remarks.isEmpty else { return nil }
    return PreparedBlock(original: Array(text), text: prepared ?? PreparedText(text), remarks: remarks)
  }
}

/// What a text holds that rules ask for, so that a text is read once and then only by the rules that may change it.
struct InlineHints: OptionSet {
  let rawValue: UInt8

  /// What ``UnreadMarkup`` looks for may be there.
  static let unread = InlineHints(rawValue: 1 << 0)
  /// `[[`
  static let doubleBracket = InlineHints(rawValue: 1 << 1)
  /// `](`
  static let target = InlineHints(rawValue: 1 << 2)
  /// A `*` that ``LiteralCharacters`` may take for text, or `__`
  static let literal = InlineHints(rawValue: 1 << 3)
  /// `==`
  static let highlight = InlineHints(rawValue: 1 << 4)
  /// `[\`, `[&` or `[^`
  static let falseFootnote = InlineHints(rawValue: 1 << 5)
  /// `*`, `~`, `:/` or `www.`
  static let delimiter = InlineHints(rawValue: 1 << 6)
  static let all = InlineHints(rawValue: .max)

  /// Reads texts byte by byte with a table: most bytes say nothing.
  struct Reader {
    private static let isWide: UInt8 = 1
    private static let isAsked: UInt8 = 2
    private let classes: [UInt8]

    init() {
      var classes = [UInt8](repeating: 0, count: 256)
      for byte in 0xE2...0xFF { classes[byte] = Self.isWide }
      for byte in "[]<$%^:w=_*~".utf8 { classes[Int(byte)] = Self.isAsked }
      self.classes = classes
    }

    /// What a text holds; nil when no rule has anything to say.
    func read(_ text: Bytes) -> InlineHints? {
      classes.withUnsafeBufferPointer { classes in
        var hints: InlineHints = []
        var isNeeded = false
        var seen: UInt8 = 0
        guard let base = text.baseAddress, let table = classes.baseAddress else { return nil }
        var index = 0
        while index < text.count {
          let found = table[Int(base[index])]
          seen |= found
          if found == Self.isAsked { Self.look(at: index, in: text, &hints, &isNeeded) }
          index += 1
        }
        // `**` and `~~` beside letters alone are what the parser takes them for.
        let hasDelimiter = hints.contains(.delimiter)
        return isNeeded || hasDelimiter && seen & Self.isWide != 0 ? hints : nil
      }
    }

    private static func look(
      at index: Int, in text: Bytes, _ hints: inout InlineHints, _ isNeeded: inout Bool
    ) {
      let before = index > 0 ? text[index - 1] : 0x20
      let after = index + 1 < text.count ? text[index + 1] : 0
      switch text[index] {
      case UInt8(ascii: "["):
        isNeeded = true
        switch after {
        case UInt8(ascii: "["): hints.insert(.doubleBracket)
        case UInt8(ascii: "^"): hints.formUnion([.unread, .falseFootnote])
        case UInt8(ascii: "\\"), UInt8(ascii: "&"): hints.insert(.falseFootnote)
        default: break
        }
      case UInt8(ascii: "]"): if after == UInt8(ascii: "(") { hints.insert(.target) }
      case UInt8(ascii: "<"):
        if after == UInt8(ascii: "!") || after == UInt8(ascii: "?") {
          isNeeded = true
          hints.insert(.unread)
        }
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        if after == text[index] {
          isNeeded = true
          hints.insert(.unread)
        }
      case UInt8(ascii: "^"):
        if after == UInt8(ascii: "[") {
          isNeeded = true
          hints.insert(.unread)
        }
      case UInt8(ascii: ":"):
        if after == UInt8(ascii: "/") {
          isNeeded = true
          hints.insert(.delimiter)
        } else if after.isASCIILetter || after == UInt8(ascii: "+") || after == UInt8(ascii: "-") {
          // The name of an emoji.
          isNeeded = true
          hints.insert(.unread)
        }
      case UInt8(ascii: "w"):
        if after == UInt8(ascii: "w"), text.starts(with: "www.", at: index) {
          isNeeded = true
          hints.insert(.delimiter)
        }
      case UInt8(ascii: "="):
        if after == UInt8(ascii: "=") {
          isNeeded = true
          hints.insert(.highlight)
        }
      case UInt8(ascii: "_"):
        if after == UInt8(ascii: "_") {
          isNeeded = true
          hints.insert(.literal)
        }
      case UInt8(ascii: "*"):
        hints.insert(.delimiter)
        if after == UInt8(ascii: "/") || after == UInt8(ascii: ".")
          || before.isASCIILetterOrDigit && after.isASCIILetterOrDigit
        {
          hints.insert(.literal)
        }
        if index + 1 == text.count || after.isSpaceOrTab || before.isSpaceOrTab || before == UInt8(ascii: "/")
          || after == UInt8(ascii: ".") || before.isASCIILetterOrDigit
        {
          isNeeded = true
        }
      default:
        hints.insert(.delimiter)
        if index > 0 && before.isSpaceOrTab || after.isSpaceOrTab { isNeeded = true }
      }
    }
  }
}
