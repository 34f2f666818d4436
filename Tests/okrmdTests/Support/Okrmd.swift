import Foundation

/// The binary that the package built.
enum Okrmd {
  /// It is beside the test bundle, whatever the build folder is called.
  static let path: String = {
    let bundle = Bundle(for: TemporaryFolder.self).bundleURL.resolvingSymlinksInPath()
    var folder = bundle
    while folder.path != "/" {
      let program = folder.appendingPathComponent("okrmd").path
      if TemporaryFolder.information(program).isFile { return program }
      folder.deleteLastPathComponent()
    }
    fatalError("no okrmd beside \(bundle.path)")
  }()

  /// The tests' own environment but for what loading and profiling a program needs is kept away.
  static let environment: [String: String] = {
    let kept = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "LLVM_PROFILE_FILE"]
    return ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
      .merging(["OKRMD": path]) { $1 }
  }()
}

extension TemporaryFolder {
  /// Runs okrmd in the folder to its end.
  func okrmd(
    _ arguments: String..., input: String = "", output: ChildProcess.Stream = .pipe,
    error: ChildProcess.Stream = .pipe
  ) throws -> Outcome {
    try okrmd(arguments, input: input, output: output, error: error)
  }

  func okrmd(
    _ arguments: [String], input: String = "", output: ChildProcess.Stream = .pipe,
    error: ChildProcess.Stream = .pipe
  ) throws -> Outcome {
    try ChildProcess(
      Okrmd.path, arguments, environment: Okrmd.environment, workingFolder: path, input: input,
      output: output,
      error: error
    ).waitForOutcome()
  }

  /// Starts okrmd in the folder, for commands that end only when they are told to.
  func startOkrmd(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
    try ChildProcess(
      Okrmd.path, arguments, environment: Okrmd.environment.merging(environment) { $1 }, workingFolder: path)
  }

  /// Runs a line of the shell in the folder; okrmd is `"$OKRMD"` there.
  func shell(_ line: String) throws -> Outcome {
    try ChildProcess("/bin/sh", ["-c", line], environment: Okrmd.environment, workingFolder: path)
      .waitForOutcome()
  }
}
