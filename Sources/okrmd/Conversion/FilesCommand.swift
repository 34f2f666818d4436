import ArgumentParser
import ContentBlocks

/// A command that takes any number of files.
protocol FilesCommand: ParsableCommand {
  /// The paths as typed; none is standard input.
  var files: [String] { get set }
}

extension FilesCommand {
  var inputs: [InputFile] { (files.isEmpty ? ["-"] : files).map(InputFile.init) }
}

/// The documents of one command, one after the other. One that fails does not stop the others.
enum Batch {
  /// Works on each input and ends with the worst of their states.
  ///
  /// - Throws: the exit code when it is not ``ExitStatus/done``.
  static func run(
    _ inputs: [InputFile], _ printer: DiagnosticPrinter, _ work: (_ index: Int) throws(Failure) -> ExitStatus
  ) throws {
    var worst = ExitStatus.done
    for index in inputs.indices {
      if inputs.count > 1 {
        ProgressLine.say(
          LocalizedText(en: "\(index) of \(inputs.count) notes", zh: "已处理 \(index)/\(inputs.count) 个文件"))
      }
      do throws(Failure) {
        worst = max(worst, try work(index))
      } catch {
        error.report()
        worst = max(worst, error.status)
      }
    }
    ProgressLine.clear()
    printer.finish()
    if worst != .done { throw ExitCode(worst.rawValue) }
  }
}
