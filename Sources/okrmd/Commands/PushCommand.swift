import ArgumentParser
import ContentBlocks
import OKRClient

/// What of a note is sent, and to which record.
struct PushContentOptions: ParsableArguments {
  @Option(
    name: .customLong("progress-id"), parsing: .unconditional,
    help: ArgumentHelp(
      en: "The record. Default: progress_id of the front matter.",
      zh: "进展记录的 ID。默认取文件头的 progress_id。",
      valueName: "ID"),
    completion: ListedIDs.completion(of: .records), transform: FlagValue.identifier)
  var progressID: OKRIdentifier?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The progress in percent, with up to two decimals.", zh: "进度百分比，最多两位小数。", valueName: "NUMBER"),
    transform: FlagValue.percent)
  var percent: ProgressPercent?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "none, normal, risk, delayed, or a number from -1 to 2.",
      zh: "状态：none（暂无）、normal（正常）、risk（风险）、delayed（延期），或 -1 到 2。", valueName: "STATUS"),
    completion: .list(["none", "normal", "risk", "delayed"]),
    transform: FlagValue.status)
  var status: ProgressStatus?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The objective that images or a new record belong to.", zh: "图片或新进展所属的目标（Objective）。",
      valueName: "ID"),
    completion: ListedIDs.completion(of: .objectives), transform: FlagValue.identifier)
  var objective: OKRIdentifier?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The key result that images or a new record belong to.", zh: "图片或新进展所属的关键结果（Key Result）。",
      valueName: "ID"),
    completion: ListedIDs.completion(of: .keyResults), transform: FlagValue.identifier)
  var keyResult: OKRIdentifier?

  @Flag(
    help: ArgumentHelp(
      en: "Make a new record for a note without a progress id, and write the id into the note.",
      zh: "为没有 progress_id 的文件新建进展记录，并把 ID 写回文件。"))
  var create = false

  @Option(
    help: ArgumentHelp(
      en:
        "What Feishu names as the origin of a new record. Default: the first heading, else the file's name.",
      zh: "新进展在飞书中显示的来源标题。默认取第一个标题，否则取文件名。", valueName: "TITLE"))
  var sourceTitle: String?

  @Option(
    name: .customLong("source-url"),
    help: ArgumentHelp(
      en: "Where that origin is. Default: the brand's open platform.", zh: "来源的网址。默认为开放平台地址。",
      valueName: "URL"))
  var sourceURL: String?

  @Flag(help: ArgumentHelp(en: "Send an empty note too, which wipes the record.", zh: "内容为空也发送，会清空进展记录。"))
  var allowEmpty = false

  static let badSource = Failure(
    .usage, en: "--source-url must be an http or https URL, and --source-title must not be empty",
    zh: "--source-url 须为 http 或 https 网址，--source-title 不能为空")
}

/// How a push is done.
struct PushModeOptions: ParsableArguments {
  @Flag(help: ArgumentHelp(en: "Print the request and send nothing. Needs no token.", zh: "只显示请求，不发送；不需要令牌。"))
  var dryRun = false

  @Flag(
    help: ArgumentHelp(
      en: "Send nothing when note, rate and images are what this machine pushed last, with no pull since.",
      zh: "内容、进度和图片都与本机上次推送相同时不发送。"))
  var ifChanged = false

  @Flag(
    help: ArgumentHelp(
      en: "For editors: --if-changed, one line of output, skip notes without a progress id.",
      zh: "供编辑器使用：等同 --if-changed，只输出一行，跳过没有 progress_id 的文件。"))
  var hook = false

  @Flag(
    help: ArgumentHelp(
      en: "Print one JSON object for each record.", zh: "每条进展输出一个 JSON 对象。"))
  var json = false

  @Flag(
    help: ArgumentHelp(
      en: "Replace a record that this machine has not seen yet.", zh: "替换本机从未读取过的进展记录。"))
  var adopt = false

  @Flag(
    help: ArgumentHelp(
      en: "Replace a record whatever it holds, changes of others included.", zh: "无论进展记录现有内容为何一律覆盖，包括他人的改动。"))
  var force = false

  @Flag(
    help: ArgumentHelp(
      en: "Make a record although one may have been made before.", zh: "即使之前可能已经创建过，也再新建一条进展记录。"))
  var createAgain = false
}

/// `okrmd push`: notes become progress records.
struct PushCommand: FilesCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: LocalizedText(en: "Send notes to their progress records.", zh: "把 Markdown 文件推送到飞书进展记录。")
      .localized,
    discussion: LocalizedText(
      en: """
        The note says in its front matter which record it is, or --progress-id does. A note with sections has a \
        record for each. Images on this machine are uploaded first, each once. The record is replaced as a whole; \
        what someone else wrote into it is not overwritten.

        The token comes from --token-file, OKRMD_TOKEN, okrmd login, or OKRMD_APP_ID and OKRMD_APP_SECRET.

        Examples:
          okrmd push note.md
          # sends nothing
          okrmd push --dry-run note.md
          # for an editor, on every save
          okrmd push --hook note.md
          # all notes of a folder
          okrmd push weekly/
          # a new record
          okrmd push --create --key-result 7041430377642082323 note.md
        """,
      zh: """
        文件头（front matter）或 --progress-id 写明对应哪条进展记录；分节的文件每节对应一条。本机图片会先上传，每张只传一次。\
        推送会整体替换进展记录，但不会覆盖他人的改动。

        令牌依次取自 --token-file、OKRMD_TOKEN、okrmd login、OKRMD_APP_ID 与 OKRMD_APP_SECRET。

        示例：
          okrmd push note.md
          # 只看不发
          okrmd push --dry-run note.md
          # 供编辑器保存时调用
          okrmd push --hook note.md
          # 推送整个文件夹
          okrmd push weekly/
          # 新建一条进展
          okrmd push --create --key-result 7041430377642082323 note.md
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "Notes, and folders of notes; - or none is standard input.", zh: "Markdown 文件或文件夹；- 或不写表示标准输入。",
      valueName: "FILE"), completion: .file())
  var files: [String] = []

  @OptionGroup(title: LocalizedText(en: "What Is Sent", zh: "发送什么").localized) var content: PushContentOptions
  @OptionGroup(title: LocalizedText(en: "How", zh: "如何发送").localized) var mode: PushModeOptions
  @OptionGroup(title: LocalizedText(en: "Where", zh: "发到哪里").localized) var sender: SenderOptionGroup
  @OptionGroup(title: LocalizedText(en: "Conversion", zh: "如何转换").localized) var conversion:
    ConversionOptionGroup

  func validate() throws {
    if conversion.wire != .v1 {
      throw ValidationError(en: "push always sends v1; leave --wire out", zh: "push 总是发送 v1；请去掉 --wire")
    }
    if content.objective != nil, content.keyResult != nil {
      throw ValidationError(
        en: "--objective and --key-result cannot be combined", zh: "--objective 与 --key-result 不能同时使用")
    }
    if mode.hook, content.create {
      throw ValidationError(
        en: "--hook and --create cannot be combined; create the record once, then push on save",
        zh: "--hook 与 --create 不能同时使用；请先新建一次，之后保存时推送")
    }
    if content.create, content.progressID != nil {
      throw ValidationError(
        en: "--create and --progress-id cannot be combined", zh: "--create 与 --progress-id 不能同时使用")
    }
    if mode.createAgain, !content.create {
      throw ValidationError(en: "--create-again needs --create", zh: "--create-again 须与 --create 一起使用")
    }
    if content.create, files.isEmpty || files.contains("-") {
      throw ValidationError(
        en: "--create needs a file, to write the new progress id into it",
        zh: "--create 需要文件名，以便写回新的 progress_id")
    }
    if content.sourceTitle?.isEmpty == true || content.sourceURL.map({ !NewRecord.isSourceURL($0) }) == true {
      throw ValidationError(PushContentOptions.badSource.text)
    }
    if files.contains("") {
      throw ValidationError(en: "a file name must not be empty", zh: "文件名不能为空")
    }
  }

  func run() throws {
    let run = PushRun(self)
    try run.push()
    let status = run.report.finish()
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
