import Foundation

/// The binary that the package built.
enum Okrmd {
  /// It stands beside the test bundle, whatever the build folder is called.
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
  /// Runs okrmd in the folder.
  func okrmd(
    _ arguments: String..., input: String = "", environment: [String: String] = [:],
    output: ChildProcess.Stream = .pipe, error: ChildProcess.Stream = .pipe
  ) throws -> Outcome {
    try ChildProcess.run(
      Okrmd.path, arguments, environment: Okrmd.environment.merging(environment) { $1 }, workingFolder: path,
      input: Array(input.utf8), output: output, error: error)
  }

  /// Runs a line of the shell in the folder; okrmd is `"$OKRMD"` there.
  func shell(_ line: String) throws -> Outcome {
    try ChildProcess.run("/bin/sh", ["-c", line], environment: Okrmd.environment, workingFolder: path)
  }
}

extension stat {
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isCharacterDevice: Bool { st_mode & S_IFMT == S_IFCHR }
}
