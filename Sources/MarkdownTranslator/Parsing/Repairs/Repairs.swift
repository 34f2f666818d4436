/// The places where a note is read otherwise than CommonMark reads it, as far as the structure of its blocks is
/// concerned. Each is decided on the note's lines by ``BlockScanner`` and written into a repaired text, which the
/// parser then reads strictly. The files in this folder hold one rule each; none knows another.
struct Repairs: OptionSet {
  let rawValue: Int

  /// R10: a line that is not indented under its list item, or lacks its quote's `>`, is outside of it; lists go
  /// on after it. ``OutsideLines``
  static let outsideLines = Repairs(rawValue: 1 << 0)
  /// R35: `---` below a paragraph is a rule. ``RuleBelowParagraph``
  static let ruleBelowParagraph = Repairs(rawValue: 1 << 1)
  /// R36: an indented list and indented Chinese are text. `IndentedText.swift`
  static let indentedText = Repairs(rawValue: 1 << 2)
  /// R38: two columns are enough for what follows a list item. ``TwoColumns``
  static let twoColumns = Repairs(rawValue: 1 << 3)
  /// R39: a number of four digits begins no list. ``LongNumbers``
  static let longNumbers = Repairs(rawValue: 1 << 4)
  /// R40: a comment and its like that never end are text. ``UnclosedHTML``
  static let unclosedHTML = Repairs(rawValue: 1 << 5)
  /// R42: an HTML block ends where its tags end. ``HTMLBlockEnd``
  static let htmlBlockEnd = Repairs(rawValue: 1 << 6)
  /// Section 6: a tag without a meaning or a partner, alone on its line, is text. ``TagAsText``
  static let tagAsText = Repairs(rawValue: 1 << 7)
  /// R41: what looks like markup and is not gets a warning. Nothing is changed. ``MarkupAsText``
  static let markupAsText = Repairs(rawValue: 1 << 8)

  /// R37: what is between the tags of Lark's blocks is Markdown, whatever its indentation. ``LarkIndentation``
  static let larkIndentation = Repairs(rawValue: 1 << 9)
  /// R17: cells beyond those of the header are kept. ``WideRows``
  static let wideRows = Repairs(rawValue: 1 << 10)
  /// R21: what looks like a link definition and names no address is text. ``FalseDefinitions``
  static let falseDefinitions = Repairs(rawValue: 1 << 11)

  /// All but the first, which depends on how line ends are read.
  static let always: Repairs = [
    .ruleBelowParagraph, .indentedText, .twoColumns, .longNumbers, .unclosedHTML, .htmlBlockEnd, .tagAsText,
    .markupAsText, .larkIndentation, .wideRows, .falseDefinitions,
  ]

  /// Repairs a note.
  ///
  /// The note is scanned once. Only when it has lines that CommonMark would pull into a list, quote or table, and line
  /// ends are kept, it is scanned once more.
  ///
  /// - Parameter wrapping: how the note is wrapped when `note` is a section of it.
  static func repaired(
    _ note: Bytes, softBreaks: ConversionOptions.SoftBreaks, wrapping: NoteWrapping? = nil
  ) -> RepairedNote {
    var scanner = BlockScanner(note, repairs: always, recordsBreaks: softBreaks == .auto)
    scanner.scan()
    var joining: HardWrapping?
    switch softBreaks {
    case .line: break
    case .join: joining = HardWrapping()
    case .auto: joining = HardWrapping(of: note, breaks: scanner.breaks, wrapping: wrapping)
    }
    if let joining {
      // A line end that is kept is kept in lists and quotes, too.
      var result =
        softBreaks == .auto && scanner.hasOutsideLines
        ? repairedAgain(note, after: scanner, keptLines: Set(joining.keptLines)) : scanner.finish()
      result.joinsLines = true
      result.keptLines = Set(joining.keptLines.map { result.map.repairedLine(of: $0 + 1) })
      if let first = joining.firstJoined {
        result.findings.append(
          RepairFinding(kind: .linesJoined, line: first.line + 1, column: first.column + 1))
      }
      return result
    }
    guard scanner.hasOutsideLines else { return scanner.finish() }
    return repairedAgain(note, after: scanner)
  }

  /// Scans a note that has lines outside of lists, quotes and tables.
  private static func repairedAgain(
    _ note: Bytes, after first: BlockScanner, keptLines: Set<Int>? = nil
  ) -> RepairedNote {
    var scanner = BlockScanner(note, repairs: always.union(.outsideLines), recordsBreaks: false)
    scanner.linesInside = first.linesInside
    scanner.keptLines = keptLines
    scanner.scan()
    return scanner.finish()
  }
}

extension MarkdownConverter {
  /// The note as it is handed to the parser, for checks that read it without the translator.
  package func repairedSource(of note: String) -> String {
    Array(note.utf8).withUnsafeBufferPointer { bytes in
      Repairs.repaired(bytes, softBreaks: options.softBreaks ?? .auto).text
        .map { String(decoding: $0, as: UTF8.self) } ?? note
    }
  }
}
