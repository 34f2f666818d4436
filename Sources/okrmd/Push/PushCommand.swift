import ArgumentParser
import ContentBlocks
import MarkdownTranslator
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
        okrmd push --dry-run note.md                              sends nothing
        okrmd push --create --key-result 7041430377642082323 note.md   a new record, once
        okrmd push --hook note.md                                 for an editor, on every save
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

  @Flag(help: "Send nothing when note, rate and images are what this machine pushed last.")
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
    if hook, create { throw ValidationError("--hook and --create exclude each other; create the record once, then push on save") }
    if create, file == "-" {
      throw ValidationError("--create needs a file, to write the new progress id into it")
    }
    if sourceTitle?.isEmpty == true || sourceURL.map({ !NewRecord.isSourceURL($0) }) == true {
      throw ValidationError(Self.badSource.message)
    }
  }

  func run() throws {
    let deadline = ContinuousClock.now + .seconds(sender.timeout)
    let environment = environmentVariables()
    let connection = try Connection(sender, environment: environment)
    let input = InputFile(path: file)
    let state = UserFolder.state(environment)
    // Two pushes of one note must not make two records.
    let noteLock = create && !dryRun ? try lock(note: input, in: state, until: deadline) : nil
    try withExtendedLifetime(noteLock) {
      guard let plan = try plan(for: input, brand: connection.brand) else { return }
      if dryRun { return try DryRun(plan: plan, connection: connection, state: state).print() }
      try push(plan, connection, state: state, environment: environment, until: deadline)
    }
  }

  // MARK: The note

  /// Converts the note and decides what to send.
  ///
  /// - Returns: nil when the note is none that an editor's hook pushes.
  private func plan(for input: InputFile, brand: Brand) throws -> PushPlan? {
    let note = try input.read(limit: conversion.maxBytes)
    if hook, progressID == nil, try !hasProgressID(note, of: input) { return nil }
    let printer = DiagnosticPrinter(conversion)
    let result: Conversion
    do throws(ConversionError) {
      let converter = conversion.converter(for: input, reportsNotes: printer.showsNotes)
      result = try converter.convert(note)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
    // What a push does away with is no news.
    let diagnostics = result.diagnostics.filter { $0.code != .imageNeedsUpload }
    let warningCount = diagnostics.count { $0.severity == .warning }
    if hook {
      if conversion.strict, warningCount > 0 {
        throw Failure(.faults, "\(input.name): \(warningCount) warnings; okrmd check shows them")
      }
    } else {
      printer.print(diagnostics, of: input, source: note)
      if conversion.strict, warningCount > 0 { throw ExitCode(ExitStatus.faults.rawValue) }
    }
    let plan = try plan(for: result, of: input, brand: brand)
    if case .new = plan.destination, !dryRun { try checkIDCanBeStored(note, in: input) }
    return plan
  }

  private func hasProgressID(_ note: [UInt8], of input: InputFile) throws(Failure) -> Bool {
    do throws(ConversionError) {
      return try FrontMatter.read(from: note)?.progressID != nil
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
  }

  /// A record whose id cannot be kept would be made again by the next push.
  private func checkIDCanBeStored(_ note: [UInt8], in input: InputFile) throws(Failure) {
    guard let id = OKRIdentifier("1"), FrontMatter.setting(progressID: id, in: note) != nil else {
      throw Failure(
        .data,
        "\(input.name): the front matter is written in a way that a progress id cannot be added to; "
          + "write okr: on a line of its own")
    }
    if access(input.path, W_OK) != 0 || access(input.folder, W_OK) != 0 {
      throw Failure(
        .cannotCreate,
        "\(input.name): cannot be written, so the new progress id could not be kept: "
          + SystemError(number: errno).words)
    }
  }

  private func lock(
    note input: InputFile, in state: UserFolder?, until deadline: ContinuousClock.Instant
  ) throws(Failure) -> FileLock? {
    guard let state else { return nil }
    var information = stat()
    guard stat(input.path, &information) == 0 else { return nil }
    let name = "notes/\(information.st_dev)-\(information.st_ino).lock"
    guard let lock = try FileLock(name, in: state, until: deadline) else {
      throw Failure(.tryAgain, "\(input.name): another push of this note is under way; try again")
    }
    return lock
  }

  // MARK: The record

  private func push(
    _ plan: PushPlan, _ connection: Connection, state: UserFolder?, environment: [String: String],
    until deadline: ContinuousClock.Instant
  ) throws {
    let report = PushReport(note: plan.input.name, isOneLine: hook)
    var lock: FileLock?
    var memory: RecordMemory?
    if case .existing(let id) = plan.destination, let state {
      let key = RecordKey(baseURL: connection.baseURL.description, id: id)
      lock = try recordLock(key, in: state, plan, report, until: deadline)
      memory = RecordMemory.load(key, from: state)
      if ifChanged || hook, memory?.pushed == plan.digest {
        return report.done("unchanged since the last push; nothing was sent")
      }
    }
    let service = try Service(
      connection, environment: environment, until: deadline, warn: { report.warn($0) })
    Interruption.watch()
    let (known, overwritesChanges, showsDifference) = (memory, force, !hook)
    try service.run { client in
      let session = PushSession(
        plan: plan, client: client, baseURL: connection.baseURL, state: state,
        overwritesChanges: overwritesChanges, report: report, showsDifference: showsDifference)
      return await session.result(known)
    }
    withExtendedLifetime(lock) {}
  }

  /// Keeps a second push of the record waiting: it would take this one for someone else's.
  private func recordLock(
    _ key: RecordKey, in state: UserFolder, _ plan: PushPlan, _ report: PushReport,
    until deadline: ContinuousClock.Instant
  ) throws(Failure) -> FileLock? {
    let lock: FileLock?
    do throws(Failure) {
      lock = try FileLock(key.lockName, in: state, until: deadline)
    } catch {
      report.warn("nothing is remembered, and changes made in Feishu are not noticed: \(error.message)")
      return nil
    }
    guard let lock else {
      throw Failure(
        .tryAgain, "\(plan.input.name): another push to record \(key.id) is under way; try again")
    }
    return lock
  }
}
