import CYAML
import ContentBlocks

/// Why a text is not YAML that is read here.
struct NotYAML: Error {
  enum Problem {
    /// libyaml's words.
    case syntax(String)
    case duplicateKey(String)
    case unknownAlias(String)
    case tooManyAliases
    case tooDeep
    case severalDocuments
  }

  let problem: Problem
  /// The line of the YAML, from 1.
  let line: Int

  init(_ problem: Problem, line: Int = 1) {
    self.problem = problem
    self.line = line
  }
}

/// A place in YAML. Lines and columns are counted from 1, columns in bytes.
struct YAMLMark {
  let line: Int
  let column: Int
}

/// One step through a YAML stream.
struct YAMLEvent {
  enum Kind {
    case documentStart, documentEnd, streamEnd
    case sequenceStart, mappingStart
    /// The end of a sequence or of a mapping.
    case collectionEnd
    case scalar(String, isPlain: Bool)
    /// A node again that had this anchor.
    case alias(String)
  }

  let kind: Kind
  var anchor: String?
  var tag: String?
  let mark: YAMLMark
}

/// Reads YAML event by event with libyaml. All its C pointers stay in this file.
struct YAMLReader: ~Copyable {
  /// The parser keeps a pointer to itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let columns: ByteColumns

  /// - Parameter yaml: UTF-8. The reader borrows it.
  init(_ yaml: Bytes) {
    columns = ByteColumns(yaml)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // When there is no memory, the first event says so.
    yaml_parser_initialize(parser)
    // Otherwise a byte order mark at the start could announce UTF-16.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, yaml.baseAddress, yaml.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event. Nothing follows the end of the stream.
  func next() throws(NotYAML) -> YAMLEvent {
    let state = parser.pointee.state
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      let words = parser.pointee.problem.map { String(cString: $0) }
      throw NotYAML(.syntax(words ?? "no memory"), line: parser.pointee.problem_mark.line + 1)
    }
    defer { yaml_event_delete(&event) }
    if state == YAML_PARSE_FLOW_SEQUENCE_ENTRY_MAPPING_KEY_STATE { returnLostBracket(after: &event) }
    let mark = YAMLMark(
      line: event.start_mark.line + 1, column: columns.column(of: event.start_mark))
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = Self.text(Bytes(start: scalar.value, count: scalar.length))
      return YAMLEvent(
        kind: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
        anchor: Self.name(scalar.anchor), tag: Self.name(scalar.tag), mark: mark)
    case YAML_SEQUENCE_START_EVENT:
      try checkDepth()
      let sequence = event.data.sequence_start
      return YAMLEvent(
        kind: .sequenceStart, anchor: Self.name(sequence.anchor), tag: Self.name(sequence.tag), mark: mark)
    case YAML_MAPPING_START_EVENT:
      try checkDepth()
      let mapping = event.data.mapping_start
      return YAMLEvent(
        kind: .mappingStart, anchor: Self.name(mapping.anchor), tag: Self.name(mapping.tag), mark: mark)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .collectionEnd, mark: mark)
    case YAML_ALIAS_EVENT:
      guard let anchor = Self.name(event.data.alias.anchor) else {
        throw NotYAML(.syntax(""), line: mark.line)
      }
      return YAMLEvent(kind: .alias(anchor), mark: mark)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
    case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, mark: mark)
    case YAML_STREAM_START_EVENT: return try next()
    default: throw NotYAML(.syntax(""), line: mark.line)
    }
  }

  /// The time that libyaml takes grows with the square of the depth. Releases after 0.2.5 stop at this one.
  private static let greatestDepth = 1000

  /// A sequence that is not indented opens no level.
  private func checkDepth() throws(NotYAML) {
    let state = parser.pointee
    guard state.state != YAML_PARSE_INDENTLESS_SEQUENCE_ENTRY_STATE else { return }
    let depth = state.indents.top - state.indents.start + Int(state.flow_level)
    guard depth < Self.greatestDepth else { throw NotYAML(.tooDeep, line: state.mark.line + 1) }
  }

  /// Release 0.2.5 takes the bracket of `[? ]` for the key that is missing, and finds no end of the sequence.
  /// Later ones do not.
  private func returnLostBracket(after event: inout yaml_event_t) {
    let tokens = parser.pointee.tokens
    guard tokens.head > tokens.start, tokens.head[-1].type == YAML_FLOW_SEQUENCE_END_TOKEN else { return }
    event.start_mark = tokens.head[-1].start_mark
    parser.pointee.tokens.head -= 1
    parser.pointee.tokens_parsed -= 1
    parser.pointee.token_available = 1
  }

  private static func name(_ pointer: UnsafePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// The text of a scalar. A byte order mark before it says nothing.
  private static func text(_ bytes: Bytes) -> String {
    bytes.withoutByteOrderMark.string
  }
}

/// Columns in bytes, for libyaml counts characters. Places are asked for in the order of the text, nearly.
private final class ByteColumns {
  private let text: Bytes
  /// A place, in characters and in bytes.
  private var index = 0
  private var offset = 0
  /// The line that was asked for last, and where it starts.
  private var line = -1
  private var lineStart = 0

  init(_ text: Bytes) {
    self.text = text
  }

  func column(of mark: yaml_mark_t) -> Int {
    while index < mark.index, offset < text.count {
      offset = text.scalarEnd(offset)
      index += 1
    }
    while index > mark.index, offset > 0 {
      offset = text.scalarStart(before: offset)
      index -= 1
    }
    if mark.line != line {
      line = mark.line
      lineStart = offset
      for _ in 0..<mark.column where lineStart > 0 { lineStart = text.scalarStart(before: lineStart) }
    }
    return offset - lineStart + 1
  }
}

extension Bytes {
  fileprivate func scalarEnd(_ start: Int) -> Int {
    var end = start + 1
    while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  fileprivate func scalarStart(before end: Int) -> Int {
    var start = end - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}

/// Says why a text is not YAML in the words of someone who types it: which line, the cause, and what to write.
struct YAMLExplanation {
  /// The line of the YAML, from 1.
  let line: Int
  /// The cause and what to write instead, as a phrase.
  let problem: LocalizedText

  init(_ fault: NotYAML, in yaml: Bytes) {
    switch fault.problem {
    case .duplicateKey(let key):
      line = fault.line
      let key = key.shortened
      problem = LocalizedText(
        en: "the key \(key) appears twice; keep one of the two", zh: "键 \(key) 出现了两次，请只保留一个")
    case .unknownAlias(let name):
      line = fault.line
      let name = name.shortened
      problem = LocalizedText(
        en: "*\(name) refers to nothing; put the value in quotes", zh: "*\(name) 没有对应的锚点；请给这个值加上引号")
    case .tooManyAliases:
      line = fault.line
      problem = LocalizedText(en: "too many YAML aliases", zh: "YAML 别名过多")
    case .tooDeep:
      line = fault.line
      problem = LocalizedText(en: "nested too deeply", zh: "嵌套过深")
    case .severalDocuments:
      line = fault.line
      problem = LocalizedText(en: "more than one YAML document", zh: "含有多个 YAML 文档")
    case .syntax(let words):
      let lines = yaml.lines
      // libyaml often stops on the line after the cause.
      let nearby = [fault.line, fault.line - 1].filter { lines.indices.contains($0 - 1) }
      let found = (nearby + Array(1...max(lines.count, 1))).lazy.compactMap { number in
        lines.indices.contains(number - 1) ? Self.cause(in: lines[number - 1]).map { (number, $0) } : nil
      }.first
      line = found?.0 ?? min(max(fault.line, 1), max(lines.count, 1))
      let words = words.isEmpty ? "" : " (\(words))"
      problem = found?.1 ?? LocalizedText(en: "not valid YAML\(words)", zh: "不是有效的 YAML\(words)")
    }
  }

  /// What is wrong with a line by itself; nil when it looks right.
  static func cause(in line: Bytes) -> LocalizedText? {
    let text = line.string.drop { $0 == " " }
    if text.first == "\t" {
      return LocalizedText(en: "indented with a tab; use spaces", zh: "用了制表符缩进；请改用空格")
    }
    if text.first == "#" || text.hasPrefix("- ") || text.isEmpty { return nil }
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let key = String(text[..<colon]).shortened
    if text[colon] == "：" {
      return LocalizedText(
        en: "a full-width colon after \(key); write : and a space", zh: "\(key) 后面是全角冒号；请改成半角冒号加空格")
    }
    let rest = text[text.index(after: colon)...]
    guard let next = rest.first else { return nil }
    if next != " ", next != "\t" {
      return LocalizedText(
        en: "no space after the colon; write \(key): \(String(rest).shortened)",
        zh: "冒号后面缺少空格；请写成 \(key): \(String(rest).shortened)")
    }
    let value = rest.drop { $0 == " " || $0 == "\t" }
    guard let first = value.first else { return nil }
    if first == "\"" || first == "'" {
      let isClosed = value.dropFirst().contains(first)
      return isClosed
        ? nil
        : LocalizedText(en: "the quote \(first) is not closed; close it", zh: "引号 \(first) 没有闭合；请补上")
    }
    if first == "[" || first == "{" {
      let end: Character = first == "[" ? "]" : "}"
      if !value.contains(end) {
        return LocalizedText(
          en: "\(first) has no \(end); close it, or put the value in quotes",
          zh: "\(first) 没有对应的 \(end)；请补上，或给值加上引号")
      }
    }
    if "@`%&*!,]}".contains(first) || value.contains(": ") || value.hasSuffix(":") {
      let quoted = String(value).shortened.replacing("\"", with: "'")
      return LocalizedText(
        en: "the value needs quotes; write \(key): \"\(quoted)\"", zh: "值需要加引号；请写成 \(key): \"\(quoted)\"")
    }
    return nil
  }
}

extension Bytes {
  /// The lines without their ends: LF, CRLF or CR.
  var lines: [Bytes] {
    let lines = NoteLines(self)
    return lines.starts.indices.map { lines.line($0 + 1) }
  }
}
