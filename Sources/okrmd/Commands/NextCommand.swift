import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd next`: next week's note from this week's.
struct NextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: LocalizedText(
      en: "Start next week's note from this week's.", zh: "由本周的文件生成下周的文件。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Copies the note without its progress ids, so that the next push makes new records, and without the tasks \
        that are done, with the lines below them. An open task below a done one stays. Everything else stays as it is.

        Examples:
          okrmd next w47.md -o w48.md
        """,
      zh: """
        复制文件，去掉其中的 progress_id（下次推送会新建进展记录）和已完成的任务及其下的内容；已完成任务下未完成的任务会保留，\
        其余内容原样不动。

        示例：
          okrmd next w47.md -o w48.md
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "This week's note; - is standard input.", zh: "本周的文件；- 表示标准输入。", valueName: "FILE"),
    completion: .file())
  var file: String

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp(en: "Write to this file.", zh: "写入这个文件。", valueName: "NEW"), completion: .file())
  var output: String?

  @Flag(help: ArgumentHelp(en: "Overwrite a file that is there.", zh: "覆盖已有的文件。"))
  var force = false

  func validate() throws {
    try PathValue.check(output, of: "--output <NEW>", names: .file)
  }

  func run() throws {
    let input = InputFile(path: file)
    let note = try input.readNote(limit: ConversionLimits.largestInput)
    let next: NextNote
    do throws(ConversionError) {
      next = try NextNote(note)
    } catch {
      throw input.failure(error)
    }
    let bytes = try next.checked(against: note, input)
    guard let output, output != "-" else { return try OutputFile.write(bytes, to: nil) }
    var target = OutputFile(path: output)
    if target.isSameFile(as: input) {
      throw Failure(
        .cannotCreate, en: "\(output): is the note itself; name another file", zh: "\(output)：就是原文件；请换一个文件名")
    }
    target.replaces = force
    try target.write(bytes)
  }
}
