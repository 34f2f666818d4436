import CYAML

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

/// A place in YAML. Lines and columns are counted from 1, columns in characters.
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

  /// - Parameter yaml: UTF-8. The reader borrows it.
  init(_ yaml: Bytes) {
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
    if state == YAML_PARSE_FLOW_SEQUENCE_ENTRY_MAPPING_KEY_STATE { returnLostBracket(behind: &event) }
    let start = event.start_mark
    let mark = YAMLMark(line: start.line + 1, column: start.column + 1)
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
  private func returnLostBracket(behind event: inout yaml_event_t) {
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
