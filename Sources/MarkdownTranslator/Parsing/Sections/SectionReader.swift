import ContentBlocks

/// Finds the sections of a note, and what is wrong with them.
struct SectionReader {
  let frontMatter: FrontMatterReading
  private(set) var sections: [Section] = []
  private(set) var faults: [NoteFault] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// How much of definitions was added to sections. Each can refer to all of them, so it is bounded.
  private var definitionBytes = 0
  private static let maxDefinitionBytes = 1 << 16

  /// - Parameter note: UTF-8 without a byte order mark.
  init(_ note: Bytes) {
    frontMatter = FrontMatterReading(of: note)
    faults = frontMatter.faults
    diagnostics = frontMatter.warnings
    // Most notes have no sections, and are not looked at any further.
    guard Self.mayHaveSections(note) else { return }
    read(NoteOutline(of: note, from: 1 + (frontMatter.block?.lineCount ?? 0)))
  }

  private static func mayHaveSections(_ note: Bytes) -> Bool {
    var start = 0
    while let found = note.firstIndex(of: "<!--", from: start) {
      start = found + 4
      if isMarker(note.slice(from: start)) || isAlmostMarker(note.slice(from: start)) { return true }
    }
    return false
  }

  private static let almostMarker = LocalizedText(
    en: "this comment makes no record; write <!-- okr on a line of its own, the keys below it, then -->",
    zh: "这段注释不会成为一条进展；请把 <!-- okr 单独写成一行，键写在它下面，最后写 -->")
  private static let notBelowHeading = LocalizedText(
    en: "this okr comment is not directly below a heading, so it makes no record; move it below one",
    zh: "这段 okr 注释不在标题正下方，不会成为一条进展；请移到标题下面")

  /// Whether a comment's text was meant as a section's, and is not: `okr` in another form, and a key that says where a
  /// record goes.
  private static func isAlmostMarker(_ text: Bytes) -> Bool {
    var start = 0
    while start < text.count, text[start].isSpaceOrTab { start += 1 }
    guard text.count - start > 3, text[start..<start + 3].map(\.lowercasedASCII).elementsEqual("okr".utf8),
      !text[start + 3].isASCIILetter, !isMarker(text)
    else { return false }
    // Such a comment is short.
    let head = text.slice(start + 3..<min(text.count, start + 300))
    let comment = head.slice(0..<(head.firstIndex(of: "-->") ?? head.count))
    let keys: [StaticString] = [
      "key_result:", "key_result：", "objective:", "objective：", "progress_id:", "progress_id：",
    ]
    return keys.contains { comment.firstIndex(of: $0) != nil }
  }

  /// Whether a comment's text begins with `okr` and a line end.
  private static func isMarker(_ text: Bytes) -> Bool {
    var start = 0
    while start < text.count, text[start].isSpaceOrTab { start += 1 }
    guard text.starts(with: "okr", at: start) else { return false }
    var end = start + 3
    while end < text.count, text[end].isSpaceOrTab { end += 1 }
    return end < text.count && (text[end] == 0x0A || text[end] == 0x0D)
  }

  // MARK: Sections

  private struct Start {
    let heading: Int
    let comment: Int
    let level: Int
    let text: String
  }

  private mutating func read(_ outline: NoteOutline) {
    let entries = outline.entries
    let lines = outline.lines
    var starts: [Start] = []
    for index in entries.indices {
      guard case .comment = entries[index].item,
        let offset = lines.start(ofLine: entries[index].lines.lowerBound),
        let open = lines.note.firstIndex(of: "<!--", from: offset)
      else { continue }
      let line = entries[index].lines.lowerBound
      if Self.isAlmostMarker(lines.note.slice(from: open + 4)) {
        faults.append(NoteFault(line: line, Self.almostMarker))
        continue
      }
      guard Self.isMarker(lines.note.slice(from: open + 4)) else { continue }
      guard index > 0, case .heading(let level, let text) = entries[index - 1].item,
        line - entries[index - 1].lines.upperBound <= 2
      else {
        faults.append(NoteFault(line: line, Self.notBelowHeading))
        continue
      }
      starts.append(Start(heading: index - 1, comment: index, level: level, text: text))
    }
    guard !starts.isEmpty else { return }
    let definitions = Definitions(in: outline)
    var covered = [Bool](repeating: false, count: entries.count)
    var open: (level: Int, line: Int, end: Int)?
    var idLines: [OKRIdentifier: Int] = [:]
    for start in starts {
      let line = entries[start.heading].lines.lowerBound
      if let outer = open, start.heading < outer.end {
        faults.append(
          NoteFault(
            line: entries[start.comment].lines.lowerBound,
            LocalizedText(
              en:
                "a record inside the record of line \(outer.line); give its heading the same level, or remove the comment",
              zh: "这条进展嵌在第 \(outer.line) 行的进展里；请改成同级标题，或删去这段注释")))
        continue
      }
      var end = start.comment + 1
      while end < entries.count {
        if case .heading(let level, _) = entries[end].item, level <= start.level { break }
        end += 1
      }
      open = (start.level, line, end)
      for index in start.heading..<end { covered[index] = true }
      let last = end < entries.count ? entries[end].lines.lowerBound - 1 : lines.starts.count
      let faultCount = faults.count
      let section = section(start, entries, through: last, end: end, lines, definitions)
      check(section, &idLines, isReadable: faults.count == faultCount)
      sections.append(section)
    }
    if let id = frontMatter.frontMatter?.progressID, let line = frontMatter.progressIDLine {
      faults.append(
        NoteFault(
          line: line,
          LocalizedText(
            en:
              "progress_id \(id) in the front matter of a note with sections; move it into the comment of its section",
            zh: "分小节的文件里，文件头不能写 progress_id（\(id)）；请移到所属小节的注释里")))
    }
    let footnotes = entries.indices.compactMap { index -> Int? in
      guard case .definition(_, isFootnote: true) = entries[index].item, definitions.isUsed(index) else {
        return nil
      }
      return entries[index].lines.lowerBound
    }
    let wrapping = NoteWrapping(of: lines.note.slice(from: frontMatter.block?.length ?? 0))
    for index in sections.indices {
      sections[index].text.wrapping = wrapping
      sections[index].text.footnotesOfOthers = Set(footnotes)
    }
    reportOutside(entries, covered, definitions)
  }

  private mutating func section(
    _ start: Start, _ entries: [NoteOutline.Entry], through last: Int, end: Int, _ lines: NoteLines,
    _ definitions: Definitions
  ) -> Section {
    let comment = entries[start.comment].lines
    let heading = entries[start.heading].lines.lowerBound
    var text = SectionText()
    let body = (start.comment + 1)..<end
    let maxDefinitionBytes = Self.maxDefinitionBytes + 4 * lines.note.count
    var needed: [Definitions.Definition] = []
    if definitionBytes <= maxDefinitionBytes {
      needed = definitions.needed(for: lines, from: comment.upperBound, through: last, without: body)
      definitionBytes += needed.reduce(0) { $0 + lines.length(of: $1.lines) }
    }
    if definitionBytes > maxDefinitionBytes, !needed.isEmpty {
      faults.append(
        NoteFault(
          line: heading,
          LocalizedText(
            en: "the sections refer to the same long footnotes too often; move them into the sections",
            zh: "各小节引用同一批长脚注的次数过多；请把脚注移到小节里")))
      needed = []
    }
    for definition in needed where definition.lines.upperBound < heading {
      text.add(definition.lines, of: lines)
      text.add([], at: definition.lines.upperBound)
    }
    // What is on the line of the comment after its end.
    let commentEnd = lines.line(comment.upperBound)
    if let close = commentEnd.firstIndex(of: "-->", from: 0) {
      text.add(Array(commentEnd.slice(from: close + 3)), at: comment.upperBound)
    }
    if comment.upperBound < last { text.add((comment.upperBound + 1)...last, of: lines) }
    for definition in needed where definition.lines.lowerBound > last {
      text.add([], at: definition.lines.lowerBound)
      text.add(definition.lines, of: lines)
    }
    var keys = FrontMatter()
    if let read = Self.comment(at: comment.lowerBound, of: lines) {
      switch read.keys {
      case .success(let record):
        keys = record.values
        faults += record.faults
        diagnostics += record.warnings
      case .failure(let fault): faults.append(fault)
      }
    }
    keys.softBreaks = keys.softBreaks ?? frontMatter.frontMatter?.softBreaks
    return Section(
      heading: Self.plainText(ofHeading: start.text), rawHeading: start.text, level: start.level,
      line: heading,
      commentLine: comment.lowerBound, lines: heading...max(last, heading), keys: keys, text: text)
  }

  /// What a record needs to be one.
  private mutating func check(_ section: Section, _ idLines: inout [OKRIdentifier: Int], isReadable: Bool) {
    let keys = section.keys
    if let id = keys.progressID {
      if let first = idLines[id] {
        faults.append(
          NoteFault(
            line: section.commentLine,
            LocalizedText(
              en: "progress_id \(id) is the id of the section on line \(first), too; remove one of the two",
              zh: "progress_id \(id) 与第 \(first) 行的小节重复；请删去其中一个")))
      }
      idLines[id] = idLines[id] ?? section.line
    } else if keys.objective == nil, keys.keyResult == nil, isReadable {
      faults.append(
        NoteFault(
          line: section.commentLine,
          LocalizedText(
            en: "the section has no target; write key_result, objective or progress_id into its comment",
            zh: "这个小节没有归属；请在注释里写上 key_result、objective 或 progress_id")))
    }
  }

  /// Lines outside of all sections, except for comments and definitions that are used.
  private mutating func reportOutside(
    _ entries: [NoteOutline.Entry], _ covered: [Bool], _ definitions: Definitions
  ) {
    let first = entries.indices.first { index in
      guard !covered[index] else { return false }
      switch entries[index].item {
      case .heading, .text: return true
      case .comment: return false
      case .definition(_, let isFootnote): return isFootnote && !definitions.isUsed(index)
      }
    }
    if let first {
      let line = entries[first].lines.lowerBound
      diagnostics.append(Diagnostic(.outsideSections, at: SourcePosition(line: line, column: 1)))
    }
  }

  /// The text of a heading without any style.
  private static func plainText(ofHeading text: String) -> String {
    var options = ConversionOptions()
    options.reportsNotes = false
    var converter = MarkdownConverter(options: options)
    converter.givenKeys = FrontMatter()
    let title = (try? converter.convert("# \(text)"))?.title
    return title ?? text
  }

  // MARK: Comments

  /// The keys in a section's comment.
  struct Comment {
    /// Nil when it is empty or cannot be read.
    let mapping: YAMLMapping?
    let keys: Result<RecordKeys, NoteFault>
  }

  /// - Parameter first: the line with `<!-- okr`, from 1.
  static func comment(at first: Int, of lines: NoteLines) -> Comment? {
    guard let start = lines.start(ofLine: first + 1),
      let close = lines.note.firstIndex(of: "-->", from: start)
    else { return nil }
    let yaml = lines.note.slice(start..<close)
    do throws(NotYAML) {
      guard let node = try YAMLDocument.parse(yaml), !node.isNull else {
        return Comment(mapping: nil, keys: .success(RecordKeys(linesBefore: first)))
      }
      guard let mapping = node.mapping else {
        let problem =
          YAMLExplanation.cause(in: yaml.lines.first ?? yaml)
          ?? LocalizedText(
            en: "the comment must hold keys such as key_result: \"…\", one on each line",
            zh: "注释里应每行写一个键，如 key_result: \"…\"")
        return Comment(mapping: nil, keys: .failure(NoteFault(line: first + 1, problem)))
      }
      var keys = RecordKeys(linesBefore: first)
      keys.read(mapping)
      return Comment(mapping: mapping, keys: .success(keys))
    } catch {
      let explanation = YAMLExplanation(error, in: yaml)
      return Comment(
        mapping: nil, keys: .failure(NoteFault(line: first + explanation.line, explanation.problem)))
    }
  }

  // MARK: Definitions

  /// The link and footnote definitions of a note. They are the note's, not a section's.
  private final class Definitions {
    private struct Label: Hashable {
      let text: String
      let isFootnote: Bool
    }

    struct Definition {
      let index: Int
      let lines: ClosedRange<Int>
    }

    /// The first of each label, as CommonMark has it.
    private var definitions: [Label: Definition] = [:]
    private var used: Set<Int> = []

    init(in outline: NoteOutline) {
      for (index, entry) in outline.entries.enumerated() {
        guard case .definition(let text, let isFootnote) = entry.item else { continue }
        let label = Label(text: text, isFootnote: isFootnote)
        if definitions[label] == nil { definitions[label] = Definition(index: index, lines: entry.lines) }
      }
    }

    func isUsed(_ index: Int) -> Bool { used.contains(index) }

    /// The definitions outside of some lines that these lines refer to, in the order of the note; those that their
    /// footnotes refer to, too.
    ///
    /// - Parameter body: the entries of the section itself.
    func needed(for lines: NoteLines, from first: Int, through last: Int, without body: Range<Int>)
      -> [Definition]
    {
      if definitions.isEmpty { return [] }
      var found: [Int: Definition] = [:]
      var pending = [first...max(first, last)]
      while let range = pending.popLast() {
        for number in range {
          for label in Self.labels(in: lines.line(number)) {
            guard let definition = definitions[label], !body.contains(definition.index),
              found.updateValue(definition, forKey: definition.index) == nil
            else { continue }
            used.insert(definition.index)
            pending.append(definition.lines)
          }
        }
      }
      return found.values.sorted { $0.index < $1.index }
    }

    /// What is in brackets on a line.
    private static func labels(in line: Bytes) -> [Label] {
      var labels: [Label] = []
      var open: Int?
      for index in line.indices {
        if line[index] == UInt8(ascii: "[") {
          open = index
        } else if line[index] == UInt8(ascii: "]"), let start = open {
          let isFootnote = line.starts(with: "^", at: start + 1)
          let text = NoteOutline.label(line.slice((start + (isFootnote ? 2 : 1))..<index))
          if !text.isEmpty { labels.append(Label(text: text, isFootnote: isFootnote)) }
          open = nil
        }
      }
      return labels
    }
  }
}
