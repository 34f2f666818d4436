import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd render`: ContentBlock JSON in, Markdown out.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: LocalizedText(
      en: "Turn ContentBlock JSON back into Markdown.", zh: "把 ContentBlock JSON 还原成 Markdown。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Reads either notation, and a whole request or reply as well as the content alone. Converting the \
        Markdown gives the same content again. What a request or a reply says besides, such as the percentage, \
        becomes front matter. Of a list of records each becomes a section. What cannot be shown is named in a warning.

        Examples:
          okrmd render record.json
          okrmd convert note.md | okrmd render
        """,
      zh: """
        两种格式都能读；可以是单独的内容，也可以是整个请求或响应。再次转换得到的内容不变。\
        请求或响应里的百分比等信息写入文件头。含多条记录的列表，每条成为一个小节。无法显示的内容会逐条警告。

        示例：
          okrmd render record.json
          okrmd convert note.md | okrmd render
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "The JSON; - or none is standard input.", zh: "JSON 文件；- 或不写表示标准输入。", valueName: "FILE.json"),
    completion: .file())
  var file = "-"

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp(en: "Write to this file.", zh: "写入此文件。", valueName: "FILE"), completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(en: "The largest input in bytes.", zh: "输入的最大字节数。", valueName: "N"))
  var maxBytes = 16 << 20

  func validate() throws {
    try PathValue.check(output, of: "--output <FILE>", names: .file)
    try NumberFlag.maxBytes.check((1...ConversionLimits.largestInput).contains(maxBytes))
  }

  func run() throws {
    let input = InputFile(path: file)
    let json = try input.readJSON(limit: maxBytes)
    if let problem = EncodingAdvice.problem(with: json, of: input) {
      throw Failure(.data, problem.of(input.name))
    }
    if let output, output != "-", OutputFile(path: output).isSameFile(as: input) {
      throw Failure(
        .cannotCreate, en: "\(output): is the input itself; name another file", zh: "\(output)：就是输入文件；请换一个文件名"
      )
    }
    let (documents, faults) = ContentBlockDecoder(mode: .lenient).read(json)
    if let fault = faults.first(where: { $0.severity == .error }) {
      throw Failure(
        .data, en: "\(input.name): \(fault.description(in: .english))",
        zh: "\(input.name)：\(fault.description(in: .chinese))")
    }
    for fault in faults {
      let message = fault.description(in: Context.current.language)
      Standard.error.write("\(input.name): warning: \(message)".shown + "\n")
    }
    let shown = documents.map { document in
      // What came out of a record never becomes an upload.
      guard document.progressID != nil else { return document }
      var document = document
      let (content, warnings) = document.content.withoutLocalImages()
      document.content = content
      for warning in warnings { Failure.warn(warning.of(input.name)) }
      return document
    }
    try OutputFile.write(Self.markdown(of: shown), to: output)
  }

  /// One record as a note, several as sections of one.
  private static func markdown(of documents: [ContentDocument]) -> String {
    let renderer = MarkdownRenderer()
    if let document = documents.first, documents.count == 1 {
      return renderer.render(document.content, frontMatter: frontMatter(of: document))
    }
    return documents.enumerated().map { index, document in
      let body = renderer.render(document.content)
      let id = document.progressID.flatMap { OKRIdentifier($0) }
      var keys = id.map { "progress_id: \"\($0)\"\n" } ?? ""
      if let percent = document.progressRate?.percent {
        keys += "percent: \(percent)\n"
        if let status = document.progressRate?.status { keys += "status: \(status)\n" }
      }
      let comment = keys.isEmpty ? "" : "<!-- okr\n\(keys)-->\n"
      return "## \(id?.text ?? "\(index + 1)")\n\(comment)\n\(body)"
    }.joined(separator: "\n")
  }

  private static func frontMatter(of document: ContentDocument) -> FrontMatter {
    var frontMatter = FrontMatter()
    frontMatter.progressID = document.progressID.flatMap { OKRIdentifier($0) }
    frontMatter.progressRate = document.progressRate
    return frontMatter
  }
}
