import Foundation
import OKRSandbox
import TestSupport

/// Someone who sends notes: a folder with a home of its own, and the address of a service.
final class Sender: Sendable {
  static let record = "7041857032248410131"
  static let objective = "7041430377642082323"
  static let keyResult = "7041430377642082324"

  let folder = TemporaryFolder()
  let baseURL: String
  private let environment: [String: String]

  /// - Parameter environment: variables beside the sender's own, or in their place; an empty one is as good
  ///   as none.
  init(to baseURL: String, token: String = Sandbox.token, environment: [String: String] = [:]) {
    self.baseURL = baseURL
    let own = [
      "HOME": folder.path(of: "home"), "XDG_STATE_HOME": folder.path(of: "home/state"),
      "XDG_CACHE_HOME": folder.path(of: "home/cache"), "OKRMD_BASE_URL": baseURL, "OKRMD_TOKEN": token,
    ]
    self.environment = Okrmd.environment.merging(own) { $1 }.merging(environment) { $1 }
  }

  /// Runs okrmd in the folder to its end.
  func okrmd(_ arguments: String..., input: String = "") async throws -> Outcome {
    try await okrmd(arguments, input: input)
  }

  func okrmd(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    output: ChildProcess.Stream = .pipe, error: ChildProcess.Stream = .pipe
  ) async throws -> Outcome {
    try await Gate.children.passing {
      try await start(
        Okrmd.path, arguments, input: input, environment: environment, output: output, error: error
      ).outcome()
    }
  }

  /// Waits until a process has the lock file open that another holds: it has done all that comes before.
  func waitForLock(heldBy holder: ChildProcess, wantedBy other: ChildProcess) async throws {
    @Sendable func locks(_ process: ChildProcess) -> Set<String> {
      let folder = "/proc/\(process.id)/fd"
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return Set(
        files.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
          .filter { $0.hasSuffix(".lock") })
    }
    try await onOwnThread {
      while locks(holder).isDisjoint(with: locks(other)) { sched_yield() }
    }
  }

  /// Writes a note and pushes it to the record.
  func push(
    _ note: String, _ flags: String..., environment: [String: String] = [:],
    error: ChildProcess.Stream = .pipe
  ) async throws -> Outcome {
    try await push(note, flags, environment: environment, error: error)
  }

  func push(
    _ note: String, _ flags: [String], environment: [String: String] = [:], error: ChildProcess.Stream = .pipe
  ) async throws -> Outcome {
    try folder.write(note, to: "note.md")
    return try await okrmd(
      ["push", "--progress-id", Self.record, "note.md"] + flags, environment: environment, error: error)
  }

  /// Makes a new record of a note that is there.
  func create(_ name: String = "note.md", _ flags: String...) async throws -> Outcome {
    try await create(name, flags)
  }

  func create(_ name: String, _ flags: [String]) async throws -> Outcome {
    try await okrmd(["push", "--create", "--objective", Self.objective, name] + flags)
  }

  /// Runs a line of the shell in the folder; okrmd is `"$OKRMD"` there.
  func shell(_ line: String) async throws -> Outcome {
    try await Gate.children.passing { try await startShell(line).outcome() }
  }

  /// Starts a command line in the folder, to be watched and interrupted. It does not queue at the gate.
  func startShell(_ line: String) throws -> ChildProcess { try start("/bin/sh", ["-c", line]) }

  /// Starts okrmd in the folder, to be watched and interrupted. It does not queue at the gate.
  func startOkrmd(_ arguments: String...) throws -> ChildProcess {
    // However slow the machine is: what is to be interrupted must not end by itself.
    try start(Okrmd.path, arguments + (arguments.contains("--timeout") ? [] : ["--timeout", "1000"]))
  }

  /// Writes a note and starts to push it to the record.
  func startPush(_ note: String) throws -> ChildProcess {
    try folder.write(note, to: "note.md")
    return try startOkrmd("push", "--progress-id", Self.record, "note.md")
  }

  private func start(
    _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
    output: ChildProcess.Stream = .pipe, error: ChildProcess.Stream = .pipe
  ) throws -> ChildProcess {
    try ChildProcess(
      program, arguments, environment: self.environment.merging(environment) { $1 },
      workingFolder: folder.path, input: input, output: output, error: error)
  }

  /// All files below a folder, by their paths in it.
  func files(in name: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder.path(of: name))
    return (files?.compactMap { $0 as? String } ?? [])
      .filter { TemporaryFolder.information(folder.path(of: "\(name)/\($0)")).isFile }.sorted()
  }
}
