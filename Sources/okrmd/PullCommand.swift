import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// `okrmd pull`: a progress record becomes a note.
struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Get a progress record as a note.",
    discussion: """
      The note has the record's id, percentage and status in its front matter, ready to be edited and pushed \
      again. A push then notices when someone changed the record in between.

      Examples:
        okrmd pull 7041857032248410131
        okrmd pull 7041857032248410131 -o note.md
      """)

  @Argument(help: ArgumentHelp("The record.", valueName: "ID"), transform: FlagValue.identifier)
  var id: OKRIdentifier?

  @Option(
    name: .customLong("progress-id"), parsing: .unconditional,
    help: ArgumentHelp("The record; the same as ID.", valueName: "ID"), transform: FlagValue.identifier)
  var progressID: OKRIdentifier?

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp("Write to this file.", valueName: "FILE"))
  var output: String?

  @Flag(help: "Overwrite a file that says something else.")
  var force = false

  @Flag(help: "Print the request and send nothing. Needs no token.")
  var dryRun = false

  @OptionGroup var sender: SenderOptionGroup

  func validate() throws {
    if id == nil, progressID == nil { throw ValidationError("pull needs the ID of a record") }
    if let id, let progressID, id != progressID {
      throw ValidationError("ID and --progress-id name two records; leave one out")
    }
    try PathValue.check(output, of: "--output <FILE>", names: "file")
  }

  func run() throws {
    guard let id = id ?? progressID else { return }
    let deadline = ContinuousClock.now + sender.timeout.duration
    let environment = environmentVariables()
    let connection = try Connection(sender, environment: environment)
    if dryRun {
      return connection.print(.read(id, userIDType: sender.userIDType))
    }
    let target = output.flatMap { $0 == "-" ? nil : OutputFile(path: $0) }
    let existing = try target?.existingContent()
    let service = try Service(
      connection, environment: environment, until: deadline, warn: { Failure.warn("record \(id): \($0)") })
    Interruption.watch()
    Interruption.means("nothing was written")
    let record = try service.run { client throws(Failure) in
      do throws(ServiceError) {
        return try await client.read(id)
      } catch {
        throw Failure(error, of: "record \(id)")
      }
    }
    let frontMatter = frontMatter(of: record, keeping: existing)
    let note = Array(MarkdownRenderer().render(record.content, frontMatter: frontMatter).utf8)
    if let target, let existing, existing != note, !force {
      throw Failure(
        .cannotCreate,
        "\(target.path): exists and says something else; name another file, or overwrite it with --force")
    }
    if existing != note {
      if target?.isReplaced != true { Interruption.means("the note may be written only in part") }
      try OutputFile.write(note, to: output)
      Interruption.means("the note was written")
    }
    // Who only looks at a record may still hold an older note.
    if target != nil || !Standard.output.isTerminal { remember(record, connection, service.state) }
  }

  /// What the record says, and what images belong to: only the note knows that.
  private func frontMatter(of record: ProgressRecord, keeping note: [UInt8]?) -> FrontMatter {
    var frontMatter = FrontMatter()
    frontMatter.progressID = record.id
    frontMatter.progressRate = record.progressRate
    if let note, let old = try? FrontMatter.read(from: note) {
      frontMatter.objective = old.objective
      frontMatter.keyResult = old.keyResult
    }
    return frontMatter
  }

  private func remember(_ record: ProgressRecord, _ connection: Connection, _ state: UserFolder?) {
    guard let state else { return }
    let memory = RecordMemory(
      modifyTime: record.modifyTime,
      known: RecordMemory.Version(content: record.content, rate: record.progressRate))
    do throws(Failure) {
      try memory.save(RecordKey(baseURL: connection.baseURL.description, id: record.id), to: state)
    } catch {
      Failure.warn("record \(record.id): changes made in Feishu will not be noticed: \(error.message)")
    }
  }
}
