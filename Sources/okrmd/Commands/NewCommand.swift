import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// `okrmd new`: a note to write in, with a section for each key result.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: LocalizedText(en: "Make a note with your key results as headings.", zh: "新建一个以关键结果为标题的文件。")
      .localized,
    discussion: LocalizedText(
      en: """
        Each key result becomes a heading with a comment that says which one it is. Write below, then push with \
        --create: each section becomes a progress record, and its id goes into the comment.

        Examples:
          okrmd new w48.md
          okrmd new w48.md --key-result 7041430377642082324
        """,
      zh: """
        每个关键结果成为一个标题，其下的注释写明它的 ID。在标题下写内容，再用 push --create 推送：每节成为一条进展记录，其 ID 会写入注释。

        示例：
          okrmd new w48.md
          okrmd new w48.md --key-result 7041430377642082324
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "The note to make; - is standard output.", zh: "要新建的文件；- 表示标准输出。", valueName: "FILE"),
    completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      en: "Only this key result; repeatable.", zh: "只要这个关键结果；可重复。", valueName: "ID"),
    completion: ListedIDs.completion(of: .keyResults), transform: FlagValue.identifier)
  var keyResult: [OKRIdentifier] = []

  @OptionGroup var choice: PeriodOptions

  @Flag(help: ArgumentHelp(en: "Overwrite a file that is there.", zh: "覆盖已有的文件。"))
  var force = false

  @OptionGroup var sender: SenderOptionGroup

  func validate() throws {
    try PathValue.check(file, of: "<FILE>", names: .file)
  }

  func run() throws {
    var target = OutputFile(path: file)
    if file != "-", target.exists, !force { throw target.alreadyThere }
    let list = try ObjectiveList(sender, user: nil, choice, recordCount: 0)
    let note = try note(of: list.periods.flatMap(\.objectives))
    if file == "-" { return try OutputFile.write(note, to: nil) }
    target.replaces = force
    try target.write(note)
  }

  private func note(of objectives: [Objective]) throws(Failure) -> String {
    let known = Set(objectives.flatMap(\.keyResults).map(\.id))
    if let unknown = keyResult.first(where: { !known.contains($0) }) {
      throw Failure(
        .usage, en: "\(unknown): is not one of your key results in this period; see 'okrmd list'",
        zh: "\(unknown)：不是你在该周期的关键结果；请看 okrmd list")
    }
    var blocks: [String] = []
    for (index, objective) in objectives.enumerated() {
      let results = objective.keyResults.enumerated().filter {
        keyResult.isEmpty || keyResult.contains($0.element.id)
      }
      if results.isEmpty { continue }
      blocks.append(Self.heading("#", "O\(index + 1)", objective.content))
      for (index, result) in results {
        blocks.append(
          Self.heading("##", "KR\(index + 1)", result.content)
            + "<!-- okr\nkey_result: \"\(result.id)\"\n-->\n")
      }
    }
    guard !blocks.isEmpty else {
      throw Failure(
        .noInput, en: "there are no key results in this period; see 'okrmd list --period all'",
        zh: "该周期没有关键结果；请看 okrmd list --period all")
    }
    return blocks.joined(separator: "\n") + "\n"
  }

  /// A heading whose text means nothing in Markdown.
  static func heading(_ marks: String, _ number: String, _ content: String) -> String {
    // After the number nothing is at the start of a line.
    let run = ContentTextRun(text: "\(number) \(content.oneLine)".trimmed)
    let paragraph = ContentParagraph(elements: [.textRun(run)])
    var text = MarkdownRenderer().render(ContentBlock(blocks: [.paragraph(paragraph)])).trimmed
    // In place of a backslash, which the search for comments does not see.
    text.replace("\\<!--", with: "&lt;!--")
    text.replace("<!--", with: "&lt;!--")
    // Marks at the end of a heading are not part of it.
    if text.hasSuffix("#"), let index = text.lastIndex(where: { $0 != "#" }) {
      text.insert("\\", at: text.index(after: index))
    }
    return "\(marks) \(text)\n"
  }
}
