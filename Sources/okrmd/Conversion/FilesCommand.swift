import ArgumentParser

/// A command that takes any number of files.
protocol FilesCommand: ParsableCommand {
  /// The paths as typed; none is standard input.
  var files: [String] { get set }
}

extension FilesCommand {
  var inputs: [InputFile] { (files.isEmpty ? ["-"] : files).map(InputFile.init) }
}
