import ContentBlocks
import Foundation
import OKRSandbox
import TestSupport

/// Someone who sends notes: a folder with a home of its own, and the address of a service.
final class Sender: Sendable {
  static let record = "7041857032248410131"
  static let objective = "7041430377642082323"
  static let keyResult = "7041430377642082324"

  let folder = TemporaryFolder()
  let environment: [String: String]

  /// - Parameter environment: variables beside the sender's own, or in their place; an empty one is as good
  ///   as none.
  init(to baseURL: String, token: String = Sandbox.token, environment: [String: String] = [:]) {
    let own = [
      "HOME": folder.path(of: "home"), "XDG_STATE_HOME": folder.path(of: "home/state"),
      "XDG_CACHE_HOME": folder.path(of: "home/cache"), "OKRMD_BASE_URL": baseURL, "OKRMD_TOKEN": token,
    ]
    self.environment = Okrmd.environment.merging(own) { $1 }.merging(environment) { $1 }
  }

  /// Runs okrmd in the folder. The thread that waits is none that the servers need.
  func okrmd(
    _ arguments: String..., input: String = "", environment: [String: String] = [:],
    error: ChildProcess.Stream = .pipe
  ) async throws -> Outcome {
    try await run(Okrmd.path, arguments, input: input, environment: environment, error: error)
  }

  /// Writes a note and pushes it to the record.
  func push(
    _ note: String, _ flags: String..., environment: [String: String] = [:]
  ) async throws -> Outcome {
    try folder.write(note, to: "note.md")
    return try await run(
      Okrmd.path, ["push", "--progress-id", Self.record, "note.md"] + flags, environment: environment)
  }

  /// Runs a line of the shell in the folder; okrmd is `"$OKRMD"` there.
  func shell(_ line: String) async throws -> Outcome { try await run("/bin/sh", ["-c", line]) }

  private func run(
    _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
    error: ChildProcess.Stream = .pipe
  ) async throws -> Outcome {
    let variables = self.environment.merging(environment) { $1 }
    let path = folder.path
    return try await Gate.children.passing {
      try await onOwnThread {
        try ChildProcess.run(
          program, arguments, environment: variables, workingFolder: path,
          input: Array(input.utf8), error: error)
      }
    }
  }

  /// All files below a folder, by their paths in it.
  func files(in name: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder.path(of: name))
    return (files?.compactMap { $0 as? String } ?? [])
      .filter { TemporaryFolder.information(folder.path(of: "\(name)/\($0)")).isFile }.sorted()
  }
}

/// Lets a few through at a time: each of them is a process.
actor Gate {
  static let children = Gate(room: 4)

  private var room: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(room: Int) {
    self.room = room
  }

  nonisolated func passing<Value: Sendable>(_ work: () async throws -> Value) async rethrows -> Value {
    await enter()
    do {
      let value = try await work()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if room > 0 {
      room -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { room += 1 } else { waiting.removeFirst().resume() }
  }
}

/// Runs a test with a sandbox that has the sender's record, and a sender to it.
///
/// - Parameter scopes: what the tokens allow.
func withSandbox(
  scopes: Set<Sandbox.Scope> = Set(Sandbox.Scope.allCases), environment: [String: String] = [:],
  _ test: (Sandbox, Sender) async throws -> Void
) async throws {
  var configuration = Sandbox.Configuration()
  configuration.recordIDs = [Sender.record]
  configuration.scopes = scopes
  let sandbox = Sandbox(configuration)
  let address = try await sandbox.start()
  do {
    try await test(sandbox, Sender(to: address.baseURL, environment: environment))
  } catch {
    await sandbox.stop()
    throw error
  }
  await sandbox.stop()
}

extension Sandbox {
  /// What was asked for so far, such as `PUT`.
  var methods: [String] { exchanges.map(\.request.method) }

  /// The text of a record's lines.
  func lines(of id: String = Sender.record) -> [String] {
    (record(id)?.content.blocks ?? []).map { block in
      guard case .paragraph(let paragraph) = block else { return "(image)" }
      return paragraph.elements.map { element in
        if case .textRun(let run) = element { run.text } else { "(element)" }
      }.joined()
    }
  }

  /// Changes the record as someone else would.
  func edit(_ text: String, rate: ProgressRate? = nil) throws {
    let line = ContentParagraph(elements: [.textRun(ContentTextRun(text: text))])
    try edit(record: Sender.record, content: ContentBlock(blocks: [.paragraph(line)]), rate: rate)
  }
}
