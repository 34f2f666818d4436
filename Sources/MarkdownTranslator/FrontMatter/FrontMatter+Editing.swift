import ContentBlocks

extension FrontMatter {
  /// Writes the id of a record into a note's front matter. Every other byte of the note stays.
  ///
  /// Front matter is made when the note has none. An id that is there already is not replaced.
  ///
  /// - Parameters:
  ///   - id: the id to write.
  ///   - note: UTF-8, with or without a byte order mark.
  /// - Returns: the note with the id; nil when the front matter is written in a way that cannot be edited
  ///   safely, or is not valid.
  public static func setting(progressID id: OKRIdentifier, in note: [UInt8]) -> [UInt8]? {
    let bodyStart = note.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let body = Array(note[bodyStart...])
    guard UTF8Check.firstInvalidOffset(in: note) == nil,
      let edit = body.withUnsafeBufferPointer({ Edit(adding: id, to: $0) })
    else { return nil }
    var edited = body
    edited.replaceSubrange(edit.range, with: edit.text.utf8)
    // Whatever YAML's grammar had in store: the result says what was meant, and nothing else changed.
    guard var expected = read(body), let result = read(edited), expected.frontMatter.progressID == nil else {
      return nil
    }
    expected.frontMatter.progressID = id
    guard result.frontMatter == expected.frontMatter, result.rest == expected.rest else { return nil }
    return note[..<bodyStart] + edited
  }

  /// What the front matter says, and the text behind it.
  private static func read(_ body: [UInt8]) -> (frontMatter: FrontMatter, rest: [UInt8])? {
    body.withUnsafeBufferPointer { body in
      switch FrontMatterBlock.detect(in: body) {
      case .none: return (FrontMatter(), Array(body))
      case .broken: return nil
      case .found(let block):
        guard let frontMatter = try? FrontMatter(block) else { return nil }
        return (frontMatter, Array(body.slice(from: block.length)))
      }
    }
  }

  /// A change in one place of a note.
  private struct Edit {
    let range: Range<Int>
    let text: String

    init?(adding id: OKRIdentifier, to note: Bytes) {
      let lines = NoteLines(note)
      let entry = "progress_id: \"\(id)\""
      func insert(_ text: String, at offset: Int?) -> Edit? {
        offset.map { Edit(range: $0..<$0, text: text) }
      }
      let edit: Edit?
      switch FrontMatterBlock.detect(in: note) {
      case .none:
        let end = lines.end
        edit = insert("---\(end)okr:\(end)  \(entry)\(end)---\(end)", at: 0)
      case .broken:
        edit = nil
      case .found(let block):
        let lastLine = lines.start(ofLine: block.lineCount)
        guard let (key, okr) = block.mapping?.first(where: { $0.key.text == "okr" }) else {
          // Within braces this is no YAML any more, which shows below.
          edit = insert("okr:\(lines.end)  \(entry)\(lines.end)", at: lastLine)
          break
        }
        // A mapping in braces is told by its first character.
        if let fields = okr.mapping, let start = lines.offset(of: fields.mark),
          note.starts(with: "{", at: start)
        {
          edit = insert(entry + (fields.isEmpty ? "" : ", "), at: start + 1)
        } else if let first = okr.mapping?.first?.key {
          edit = insert(
            entry + lines.end + String(repeating: " ", count: first.mark.column - 1),
            at: lines.offset(of: first.mark))
        } else {
          edit = insert("  \(entry)\(lines.end)", at: lines.start(ofLine: key.mark.line + 2))
        }
      }
      guard let edit else { return nil }
      self = edit
    }

    private init(range: Range<Int>, text: String) {
      self.range = range
      self.text = text
    }
  }
}

/// Where the lines of a note start.
private struct NoteLines {
  private let note: Bytes
  private var starts = [0]
  /// The line end that the note uses.
  let end: String

  init(_ note: Bytes) {
    self.note = note
    var end: String?
    for (index, byte) in note.enumerated() where byte == 0x0A || byte == 0x0D {
      let isPair = byte == 0x0D && note.starts(with: "\n", at: index + 1)
      if isPair { continue }
      let isEndOfPair = byte == 0x0A && index > 0 && note[index - 1] == 0x0D
      end = end ?? (isEndOfPair ? "\r\n" : byte == 0x0A ? "\n" : "\r")
      starts.append(index + 1)
    }
    self.end = end ?? "\n"
  }

  /// Where a line starts, counted from 1.
  func start(ofLine line: Int) -> Int? {
    starts.indices.contains(line - 1) ? starts[line - 1] : nil
  }

  /// Where a place in the YAML is, which begins on the note's second line; its columns are characters.
  func offset(of mark: YAMLMark) -> Int? {
    guard var offset = start(ofLine: mark.line + 1) else { return nil }
    for _ in 0..<(mark.column - 1) {
      guard offset < note.count else { return nil }
      offset += note.scalar(at: offset).length
    }
    return offset
  }
}
