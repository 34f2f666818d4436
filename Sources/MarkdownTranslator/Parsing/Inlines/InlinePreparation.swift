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
    edits = []
    remarks = []
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

  /// What is put behind the source of an image, to tell the translator its size.
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
  private static let rules: [@Sendable (Bytes, inout InlineEdits) -> Void] = [
    UnreadMarkup.apply,  // R40, R41
    Wikilinks.apply,  // R24, R29
    LooseTargets.apply,  // R24, R29
    MissingTargets.apply,  // R25
    LiteralCharacters.apply,  // R22
    Highlight.apply,  // R22
    FalseFootnote.apply,  // R19
    DelimiterScanner.apply,  // R32, R33
  ]

  private var edits: InlineEdits
  /// The blocks that were changed or that there is something to say about.
  private(set) var blocks: [CommonMarkNode: PreparedBlock] = [:]

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
    return prepared.text.isChanged ? prepared.text.bytes : nil
  }

  /// What becomes of a text; nil when no rule has anything to say.
  func prepare(_ text: Bytes) -> PreparedBlock? {
    guard Self.mayNeedRules(text) else { return nil }
    var prepared: PreparedText?
    var remarks: [(message: InlineRemark, offset: Int)] = []
    for rule in Self.rules {
      edits.begin()
      if let prepared {
        prepared.bytes.withUnsafeBufferPointer { rule($0, &edits) }
      } else {
        rule(text, &edits)
      }
      for remark in edits.remarks {
        remarks.append((remark.message, prepared?.originalOffset(of: remark.offset) ?? remark.offset))
      }
      guard !edits.edits.isEmpty else { continue }
      if prepared == nil { prepared = PreparedText(text) }
      prepared?.apply(edits.edits)
    }
    guard prepared != nil || !remarks.isEmpty else { return nil }
    return PreparedBlock(original: Array(text), text: prepared ?? PreparedText(text), remarks: remarks)
  }

  /// A quick look: most text has no character that a rule asks for.
  private static func mayNeedRules(_ text: Bytes) -> Bool {
    var hasDelimiter = false
    var hasWideText = false
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "^"):
        return true
      case UInt8(ascii: ":"):
        // A URL, or the name of an emoji.
        if index + 1 < text.count,
          text[index + 1] == UInt8(ascii: "/") || text[index + 1].isASCIILetter
            || "+-".utf8.contains(text[index + 1])
        {
          return true
        }
      case UInt8(ascii: "w"): if text.starts(with: "www.", at: index) { return true }
      case UInt8(ascii: "="), UInt8(ascii: "_"):
        if index + 1 < text.count, text[index + 1] == text[index] { return true }
      case UInt8(ascii: "*"):
        hasDelimiter = true
        let before = index > 0 ? text[index - 1] : 0x20
        let after = index + 1 < text.count ? text[index + 1] : 0x20
        if after.isSpaceOrTab || before.isSpaceOrTab || before == UInt8(ascii: "/")
          || after == UInt8(ascii: ".")
          || before.isASCIILetterOrDigit
        {
          return true
        }
      case UInt8(ascii: "~"):
        hasDelimiter = true
        let isBlank = { index in text.indices.contains(index) && text[index].isSpaceOrTab }
        if isBlank(index - 1) || isBlank(index + 1) { return true }
      case 0xE2...: hasWideText = true
      default: break
      }
    }
    return hasDelimiter && hasWideText
  }
}
