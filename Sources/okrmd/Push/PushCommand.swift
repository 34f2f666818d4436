import ArgumentParser
import ContentBlocks
import OKRClient

/// `okrmd push`: a note becomes a progress record.
struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Send a note to its progress record.",
    discussion: """
      The note says in its front matter which record it is, or --progress-id does. Images on this machine are \
      uploaded first, each once. The record is replaced as a whole; a change that someone made in Feishu since \
      the last push or pull is not overwritten.

      The token comes from --token-file, OKRMD_TOKEN, or OKRMD_APP_ID and OKRMD_APP_SECRET.

      Examples:
        okrmd push note.md
        okrmd push --dry-run note.md    sends nothing
        okrmd push --hook note.md       for an editor, on every save
        okrmd push --create --key-result 7041430377642082323 note.md    a new record
      """)

  @Argument(help: ArgumentHelp("The note; - or none is standard input.", valueName: "FILE"))
  var file = "-"

  @Option(
    name: .customLong("progress-id"), parsing: .unconditional,
    help: ArgumentHelp("The record. Default: progress_id of the front matter.", valueName: "ID"),
    transform: FlagValue.identifier)
  var progressID: OKRIdentifier?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The progress in percent, with up to two decimals.", valueName: "NUMBER"),
    transform: FlagValue.percent)
  var percent: ProgressPercent?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("none, normal, risk, delayed, or a number from -1 to 2.", valueName: "STATUS"),
    transform: FlagValue.status)
  var status: ProgressStatus?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The objective that images or a new record belong to.", valueName: "ID"),
    transform: FlagValue.identifier)
  var objective: OKRIdentifier?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The key result that images or a new record belong to.", valueName: "ID"),
    transform: FlagValue.identifier)
  var keyResult: OKRIdentifier?

  @Flag(help: "Print the request and send nothing. Needs no token.")
  var dryRun = false

  @Flag(
    help: "Send nothing when note, rate and images are what this machine pushed last, with no pull since.")
  var ifChanged = false

  @Flag(help: "For editors: --if-changed, one line of output, skip notes without a progress id.")
  var hook = false

  @Flag(help: "Make a new record for a note without a progress id, and write the id into the note.")
  var create = false

  @Option(
    help: ArgumentHelp(
      "What Feishu names as the origin of a new record. Default: the first heading, else the file's name.",
      valueName: "TITLE"))
  var sourceTitle: String?

  @Option(
    name: .customLong("source-url"),
    help: ArgumentHelp("Where that origin is. Default: the brand's open platform.", valueName: "URL"))
  var sourceURL: String?

  @Flag(help: "Send an empty note too, which wipes the record.")
  var allowEmpty = false

  @Flag(help: "Overwrite changes that were made in Feishu.")
  var force = false

  @OptionGroup var sender: SenderOptionGroup
  @OptionGroup var conversion: ConversionOptionGroup

  static let badSource = Failure(
    .usage, "--source-url must be an http or https URL, and --source-title must not be empty")

  func validate() throws {
    if conversion.wire != .v1 { throw ValidationError("push always sends v1; leave --wire out") }
    if objective != nil, keyResult != nil {
      throw ValidationError("--objective and --key-result exclude each other")
    }
    if hook, create {
      throw ValidationError(
        "--hook and --create exclude each other; create the record once, then push on save")
    }
    if create, file == "-" {
      throw ValidationError("--create needs a file, to write the new progress id into it")
    }
    if sourceTitle?.isEmpty == true || sourceURL.map({ !NewRecord.isSourceURL($0) }) == true {
      throw ValidationError(Self.badSource.message)
    }
  }

  func run() throws {
    let deadline = ContinuousClock.now + sender.timeout.duration
    let input = InputFile(path: file)
    let environment = environmentVariables()
    let state = UserFolder.state(environment)
    let report = PushReport(note: input.name, isOneLine: hook)
    var note = try input.read(limit: conversion.maxBytes)
    if hook, try recordID(in: note, of: input) == nil { return }
    let connection = try Connection(sender, environment: environment)
    if dryRun {
      let plan = try plan(for: note, of: input, connection.brand)
      return DryRun(plan: plan, connection: connection, state: state).print()
    }
    Interruption.watch()
    // Two pushes of one note must not make two records.
    let noteLock = create ? try lock(note: input, in: state, report, until: deadline) : nil
    note = try again(note, of: input)
    let id = try recordID(in: note, of: input)
    let key = id.map { RecordKey(baseURL: connection.baseURL.description, id: $0) }
    let recordLock = try key.flatMap { try lock(record: $0, of: input, in: state, report, until: deadline) }
    // As it is now: it may have been saved again while another push was under way.
    note = try again(note, of: input)
    let plan = try plan(for: note, of: input, connection.brand)
    guard plan.recordID == id else {
      throw Failure(.tryAgain, "\(input.name): was changed just now; push again")
    }
    // Without a lock nothing is remembered: two processes would write over each other.
    let memoryFolder = recordLock == nil && key != nil ? nil : state
    let memory = key.flatMap { key in memoryFolder.flatMap { RecordMemory.load(key, from: $0) } }
    if ifChanged || hook, let pushed = memory?.pushed, pushed == plan.digest {
      return report.done("unchanged since the last push; nothing was sent")
    }
    let service = try Service(
      connection, environment: environment, until: deadline, warn: { report.warn($0) },
      meaning: { PushSession.meaning(ofSending: $0, for: id) }, showsProgress: !hook)
    try withExtendedLifetime((noteLock, recordLock)) {
      try push(plan, over: service, memory, in: memoryFolder, report)
    }
  }

  private func push(
    _ plan: PushPlan, over service: Service, _ memory: RecordMemory?, in folder: UserFolder?,
    _ report: PushReport
  ) throws(Failure) {
    let (overwritesChanges, showsDifference) = (force, !hook)
    let baseURL = service.connection.baseURL
    try service.run { client throws(Failure) in
      let session = PushSession(
        plan: plan, client: client, baseURL: baseURL, state: folder, overwritesChanges: overwritesChanges,
        report: report, showsDifference: showsDifference)
      try await session.push(memory)
    }
  }
}
