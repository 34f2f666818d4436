import ArgumentParser
import ContentBlocks
import MarkdownTranslator

extension WireFormat: WordArgument {}
extension ConversionOptions.Tables: WordArgument {}
extension ConversionOptions.Images: WordArgument {}
extension ConversionOptions.SoftBreaks: WordArgument {}

/// The flags that say how notes are converted, the same for all commands that convert.
struct ConversionOptionGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      en:
        "The JSON notation: v1 for the progress-record endpoints, v2 for lark-cli; push and preview take v1 only.",
      zh: "JSON 格式：v1 用于进展记录接口，v2 用于 lark-cli；push 和 preview 只用 v1。"))
  var wire = WireFormat.v1

  @Option(
    help: ArgumentHelp(en: "Show a table as a list of its rows or as rows.", zh: "表格显示为逐行的列表，或按行显示。"))
  var tables = ConversionOptions.Tables.list

  @Option(help: ArgumentHelp(en: "Show an image in a gallery or as a link.", zh: "图片显示为图库或链接。"))
  var images = ConversionOptions.Images.gallery

  @Option(
    help: ArgumentHelp(
      en:
        "Keep line ends within paragraphs, or join them; auto joins only in a note that is wrapped at a fixed width. "
        + "The default is what the note says, else auto.",
      zh: "段落内的换行：line 保留，join 合并，auto 只在全文按固定宽度折行时合并。默认按文件头的设置，否则为 auto。"))
  var softBreaks: ConversionOptions.SoftBreaks?

  @Flag(
    help: ArgumentHelp(en: "Show links to Feishu documents as plain links.", zh: "飞书文档链接显示为普通链接。"))
  var noDocsLinks = false

  @Option(
    help: ArgumentHelp(en: "Resolve relative links against this URL.", zh: "相对链接以此网址为基准。", valueName: "URL"))
  var linkBase: String?

  @Option(
    help: ArgumentHelp(
      en:
        "The address book: a YAML file of names and ids, so that @Name becomes a mention; else OKRMD_PEOPLE.",
      zh: "通讯录：姓名到 ID 的 YAML 文件，使 @姓名 成为提及；默认用 OKRMD_PEOPLE。", valueName: "FILE"), completion: .file())
  var people: String?

  @Option(
    help: ArgumentHelp(
      en:
        "Only this section of the note, by its number from 1 or its heading; a heading that is a number as =2026.",
      zh: "只处理这一个小节：从 1 开始的序号或标题；标题是数字时写成 =2026。", valueName: "N|HEADING"))
  var section: String?

  @Flag(
    help: ArgumentHelp(
      en: "Treat warnings as errors: no output, exit code 1.", zh: "把警告当作错误：不输出结果，退出码 1。"))
  var strict = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The largest note in bytes; raises the limits of memory and time in proportion.",
      zh: "输入的最大字节数；内存和时间上限按比例提高。", valueName: "N"))
  var maxBytes = ConversionLimits.defaultInputBytes

  @Option(
    help: ArgumentHelp(
      en: "Print diagnostics as text, as one JSON object a line, or not at all.",
      zh: "诊断信息的形式：text 文本，json 每行一个 JSON 对象，none 不显示。"))
  var diagnostics = DiagnosticFormat.text

  @Flag(
    help: ArgumentHelp(
      en: "Print notes too, not only warnings; with check, each note by itself.",
      zh: "除警告外也显示提示；check 时逐条显示。"))
  var verbose = false

  func validate() throws {
    try NumberFlag.maxBytes.check((1...ConversionLimits.largestInput).contains(maxBytes))
    if let linkBase, !ConversionOptions.isLinkBase(linkBase) {
      throw ValidationError(
        en: "--link-base takes an http or https URL, such as https://example.com/docs/",
        zh: "--link-base 需要 http 或 https 网址，例如 https://example.com/docs/")
    }
    try PathValue.check(people, of: "--people <FILE>", names: .file)
    if section?.isEmpty == true {
      throw ValidationError(
        en: "--section takes a number from 1, or a heading", zh: "--section 需要从 1 开始的序号或标题")
    }
  }

  /// The converter for a file: images are looked for beside it.
  ///
  /// - Throws: when the address book cannot be read.
  func converter(for input: InputFile, reportsNotes: Bool) throws(Failure) -> MarkdownConverter {
    var options = ConversionOptions()
    options.reportsNotes = reportsNotes
    options.tables = tables
    options.images = images
    options.softBreaks = softBreaks
    options.docsLinks = !noDocsLinks
    options.linkBase = linkBase
    options.people = try readPeople()
    options.limits = ConversionLimits(inputBytes: maxBytes)
    let images = LocalImages(folder: input.folder)
    options.imageFile = { images.lookUp($0) }
    return MarkdownConverter(options: options)
  }

  private func readPeople() throws(Failure) -> [String: String] {
    guard let path = people ?? Context.current.environment["OKRMD_PEOPLE"] else { return [:] }
    let input = InputFile(path: path)
    let bytes = try input.readNote(limit: ConversionLimits.defaultInputBytes)
    do throws(ConversionError) {
      return try ConversionOptions.people(inYAML: bytes)
    } catch {
      throw input.failure(.configuration, line: error.line, error.problem)
    }
  }

  /// The section that `--section` names; nil when it is not given.
  func section(
    in bytes: [UInt8], of input: InputFile
  ) throws(Failure) -> (note: Note, index: Int, value: Section)? {
    guard let name = section else { return nil }
    let note: Note
    do throws(ConversionError) {
      note = try Note(bytes)
    } catch {
      throw input.failure(error)
    }
    do throws(Note.SelectionError) {
      let index = try note.index(ofSection: name)
      return (note, index, note.sections[index])
    } catch {
      throw input.failure(.usage, Self.problem(error, name, note))
    }
  }

  private static func problem(_ error: Note.SelectionError, _ name: String, _ note: Note) -> LocalizedText {
    switch error {
    case .noSections:
      return LocalizedText(
        en: "has no sections; a comment that begins with <!-- okr below a heading makes one",
        zh: "没有小节；在标题下写以 <!-- okr 开头的注释即可成为小节")
    case .notFound:
      let headings = note.sections.enumerated().prefix(10).map { "\($0 + 1) \($1.heading)" }
      return LocalizedText(
        en: "no section '\(name)'; there are: \(headings.joined(separator: ", "))",
        zh: "没有小节“\(name)”；现有：\(headings.joined(separator: "，"))")
    case .ambiguous(let numbers):
      let list = numbers.map(\.description)
      return LocalizedText(
        en: "'\(name)' is the heading of sections \(list.joined(separator: ", ")); give the number",
        zh: "有多个小节叫“\(name)”（第 \(list.joined(separator: "、")) 个）；请用序号")
    }
  }
}
