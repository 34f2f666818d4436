import ContentBlocks

/// Writes a progress id into a note.
extension FrontMatter {
  /// Writes the id of a record into a note's front matter. Every other byte of the note stays.
  ///
  /// Front matter is made when the note has none.
  ///
  /// - Parameters:
  ///   - id: the id to write.
  ///   - note: UTF-8, with or without a byte order mark.
  /// - Returns: the note with the id; nil when the note has an id already, or front matter that is not valid or
  ///   is written in a way that cannot be edited safely.
  public static func setting(progressID id: OKRIdentifier, in note: [UInt8]) -> [UInt8]? {
    let body = note.withUnsafeBufferPointer { Array($0.withoutByteOrderMark) }
    guard UTF8Check.firstInvalidOffset(in: note) == nil,
      let insertion = body.withUnsafeBufferPointer({ Insertion.adding(id, to: $0) })
    else { return nil }
    var edited = body
    edited.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
    // Whatever YAML's grammar had in store: the result says what was meant, and nothing else changed.
    guard var expected = read(body), let result = read(edited), expected.frontMatter.progressID == nil else {
      return nil
    }
    expected.frontMatter.progressID = id
    guard result.frontMatter == expected.frontMatter, result.rest == expected.rest else { return nil }
    return note.dropLast(body.count) + edited
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

  /// Text that is put into a note.
  private struct Insertion {
    let text: String
    let offset: Int

    init?(_ text: String, at offset: Int?) {
      guard let offset else { return nil }
      self.text = text
      self.offset = offset
    }

    /// The entry for a record's id, where it belongs. Whether the result is YAML is not looked at here: a key
    /// `okr` behind braces, say, is none.
    static func adding(_ id: OKRIdentifier, to note: Bytes) -> Insertion? {
      let lines = NoteLines(note)
      let end = lines.end
      let entry = "progress_id: \"\(id)\""
      switch FrontMatterBlock.detect(in: note) {
      case .none:
        return Insertion("---\(end)okr:\(end)  \(entry)\(end)---\(end)", at: 0)
      case .broken:
        return nil
      case .found(let block):
        guard let (key, okr) = block.mapping?.first(where: { $0.key.text == "okr" }) else {
          return Insertion("okr:\(end)  \(entry)\(end)", at: lines.start(ofLine: block.lineCount))
        }
        // A mapping in braces is told by its first character.
        if let fields = okr.mapping, let start = lines.offset(of: fields.mark),
          note.starts(with: "{", at: start)
        {
          return Insertion(entry + (fields.isEmpty ? "" : ", "), at: start + 1)
        }
        if let first = okr.mapping?.first?.key {
          let indentation = String(repeating: " ", count: first.mark.column - 1)
          return Insertion(entry + end + indentation, at: lines.offset(of: first.mark))
        }
        return Insertion("  \(entry)\(end)", at: lines.start(ofLine: key.mark.line + 2))
      }
    }
  }
}

/// Where the lines of a note start.
private struct NoteLines {
  private let note: Bytes
  private let starts: [Int]

  init(_ note: Bytes) {
    self.note = note
    starts = note.lineStarts
  }

  /// The line end that the note uses first.
  var end: String {
    guard starts.count > 1 else { return "\n" }
    if note.starts(with: "\r\n", at: starts[1] - 2) { return "\r\n" }
    return note[starts[1] - 1] == 0x0A ? "\n" : "\r"
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
