import ContentBlocks

/// Converts Markdown notes to ContentBlock, offline.
///
///     let conversion = try MarkdownConverter().convert("**完成** 登录改版")
///     let json = conversion.content.json(wire: .v1)
///
/// A converter is a value and may be used from many tasks at once. The parser under it runs for one of
/// them at a time.
public struct MarkdownConverter: Sendable {
  /// How notes are converted.
  public var options: ConversionOptions
  /// The keys of a section, whose text has no front matter; nil for a whole note.
  var givenKeys: FrontMatter?
  /// Of a section: how the note around it is wrapped (rule R34).
  var wrapping: NoteWrapping?
  /// Whether a note is converted in spite of faults in its front matter, to find out what else is wrong with it.
  var toleratesFaults = false

  /// A converter; with the default of every option when none are given.
  public init(options: ConversionOptions = ConversionOptions()) {
    self.options = options
  }

  /// Converts a note.
  ///
  /// - Throws: ``ConversionError``; there is no output then.
  public func convert(_ note: String) throws(ConversionError) -> Conversion {
    try convert(Array(note.utf8))
  }

  /// Converts a note that is given as UTF-8, with or without a byte order mark.
  ///
  /// - Throws: ``ConversionError``; there is no output then.
  public func convert(_ note: [UInt8]) throws(ConversionError) -> Conversion {
    let (builder, report) = try run(on: note) { _ in ContentBlockBuilder() }
    return Conversion(
      content: builder.content, diagnostics: report.diagnostics, frontMatter: report.frontMatter,
      title: report.title)
  }

  /// Converts a note straight to JSON, which takes a fraction of the time and memory of building the value
  /// first. The bytes are those of ``/ContentBlocks/ContentBlock/json(wire:layout:)``.
  ///
  /// - Parameters:
  ///   - note: UTF-8, with or without a byte order mark.
  ///   - wire: the notation of the JSON.
  ///   - layout: one line, or indented by two spaces a level.
  ///   - asRequestBody: whether the content is wrapped in the body of an update request, with the progress
  ///     rate of the front matter.
  /// - Throws: ``ConversionError``; there is no output then.
  public func convertToJSON(
    _ note: [UInt8], wire: WireFormat = .v1, layout: JSONLayout = .compact, asRequestBody: Bool = false
  ) throws(ConversionError) -> JSONConversion {
    // Pages that stay unused cost nothing.
    let output = ByteBuffer(capacity: note.count * 4)
    let writer = ContentBlockWriter(wire: wire, layout: layout, output: output, depth: asRequestBody ? 1 : 0)
    var frame: RequestBodyFrame?
    let (sink, report) = try run(on: note) { frontMatter in
      if asRequestBody {
        frame = RequestBodyFrame(progressRate: frontMatter?.progressRate, layout: layout)
        frame?.begin(in: output)
      }
      return JSONLineSink(writer: writer)
    }
    var finished = sink
    finished.end()
    frame?.end(in: output)
    return JSONConversion(
      output: output, isEmpty: finished.isEmpty, diagnostics: report.diagnostics,
      frontMatter: report.frontMatter)
  }

  /// The version of the parser, such as `0.29.0.gfm.6`.
  public static var parserVersion: String { CommonMarkText.version }

  // MARK: The way of a note

  private struct Report {
    var diagnostics: [Diagnostic]
    var frontMatter: FrontMatter?
    var title: String?
  }

  private func run<Sink: LineSink>(
    on note: [UInt8], makeSink: (FrontMatter?) -> Sink
  ) throws(ConversionError) -> (Sink, Report) {
    guard note.count <= options.limits.inputBytes else {
      throw .inputLimit(options.limits.inputBytes)
    }
    let result: Result<(Sink, Report), ConversionError> = note.withUnsafeBufferPointer { bytes in
      Result { () throws(ConversionError) in try run(on: bytes, makeSink: makeSink) }
    }
    return try result.get()
  }

  private func run<Sink: LineSink>(
    on note: Bytes, makeSink: (FrontMatter?) -> Sink
  ) throws(ConversionError) -> (Sink, Report) {
    if let offset = UTF8Check.firstInvalidOffset(in: note) { throw .notUTF8(offset: offset) }
    var body = note.withoutByteOrderMark
    var firstLine = 1
    var frontMatter = givenKeys
    var diagnostics: [Diagnostic] = []
    if givenKeys == nil {
      let reading = FrontMatterReading(of: body)
      if let fault = reading.faults.first, !toleratesFaults {
        throw .frontMatter(line: fault.line, problem: fault.problem)
      }
      frontMatter = reading.frontMatter
      diagnostics = reading.warnings
      body = body.slice(from: reading.block?.length ?? 0)
      firstLine += reading.block?.lineCount ?? 0
    }
    let repaired = Repairs.repaired(
      body, softBreaks: options.softBreaks ?? frontMatter?.softBreaks ?? .auto, wrapping: wrapping)
    let report = Report(diagnostics: diagnostics, frontMatter: frontMatter)
    guard let text = repaired.text else {
      return try translate(body, repaired, firstLine: firstLine, report, sink: makeSink(frontMatter))
    }
    let result: Result<(Sink, Report), ConversionError> = text.withUnsafeBufferPointer { text in
      Result { () throws(ConversionError) in
        try translate(text, repaired, firstLine: firstLine, report, sink: makeSink(frontMatter))
      }
    }
    return try result.get()
  }

  private func translate<Sink: LineSink>(
    _ body: Bytes, _ repaired: RepairedNote, firstLine: Int, _ report: Report, sink: Sink
  ) throws(ConversionError) -> (Sink, Report) {
    let preparation = InlinePreparation(note: body, hasLinkBase: options.linkBase != nil)
    let source = SourceText(body, firstLine: firstLine, repairs: repaired)
    var translator = Translator(
      sink: ServiceLimitSink(sink), options: options,
      diagnostics: DiagnosticCollector(
        source: source, reportsNotes: options.reportsNotes, diagnostics: report.diagnostics))
    translator.diagnostics.report(repaired.findings)
    translator.diagnostics.preparation = preparation
    try CommonMarkParser.parse(
      body, limits: options.limits,
      visitor: CommonMarkVisitor(
        prepare: { block, text in
          let task = TaskMarker.cut(from: text, of: block, source: source)
          let text = task ?? text
          if let (markup, rest) = BlockMarkup.read(text, of: block) {
            block.mark = CommonMarkNode.isRewritten
            translator.blockMarkup[block] = markup
            return rest.withUnsafeBufferPointer { preparation.prepare($0, of: block) } ?? rest
          }
          return preparation.prepare(text, of: block) ?? task.map(Array.init)
        },
        visit: { document, unusedFootnotes in
          translator.sentinel = preparation.sentinel
          translator.translate(document, unusedFootnotes: unusedFootnotes)
        }))
    translator.endLine()
    guard translator.textLeft >= 0 else { throw .textLimit(options.limits.text) }
    for (kind, message) in translator.sink.excesses {
      let start = SourcePosition(line: firstLine, column: 1)
      translator.diagnostics.report(message, at: translator.limitPositions[kind] ?? start)
    }
    let title = translator.title.isEmpty ? nil : String(decoding: translator.title, as: UTF8.self)
    return (
      translator.sink.base,
      Report(diagnostics: translator.diagnostics.sorted, frontMatter: report.frontMatter, title: title)
    )
  }
}

/// A converted note.
public struct Conversion: Equatable, Sendable {
  /// The lines and images of the note. Front matter is not part of them.
  public let content: ContentBlock
  /// What the writer should know, in the order of the note.
  public let diagnostics: [Diagnostic]
  /// What the front matter says; nil when the note has none.
  public let frontMatter: FrontMatter?
  /// The text of the first heading, without any style; nil when the note has none.
  public let title: String?
}

/// A note converted to JSON.
public struct JSONConversion {
  private let output: ByteBuffer
  /// Whether the content has no block at all.
  public let isEmpty: Bool
  /// What the writer should know, in the order of the note.
  public let diagnostics: [Diagnostic]
  /// What the front matter says; nil when the note has none.
  public let frontMatter: FrontMatter?

  init(output: ByteBuffer, isEmpty: Bool, diagnostics: [Diagnostic], frontMatter: FrontMatter?) {
    self.output = output
    self.isEmpty = isEmpty
    self.diagnostics = diagnostics
    self.frontMatter = frontMatter
  }

  func replacing(diagnostics: [Diagnostic], frontMatter: FrontMatter?) -> JSONConversion {
    JSONConversion(output: output, isEmpty: isEmpty, diagnostics: diagnostics, frontMatter: frontMatter)
  }

  /// The JSON in UTF-8, without a line end.
  public var json: [UInt8] { Array(output.bytes) }

  /// Lends the JSON without copying it.
  public func withJSON<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try body(output.bytes)
  }
}
