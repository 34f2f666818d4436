import ArgumentParser

/// The documents of one command, one after the other. One that fails does not stop the others.
enum Batch {
  /// Works on each input and ends with the worst of their states.
  ///
  /// - Throws: the exit code when it is not ``ExitStatus/done``.
  static func run(
    _ inputs: [InputFile], _ work: (_ index: Int) throws(Failure) -> ExitStatus
  ) throws {
    var worst = ExitStatus.done
    for index in inputs.indices {
      if inputs.count > 1 { ProgressLine.say("\(index) of \(inputs.count) notes") }
      do throws(Failure) {
        worst = max(worst, try work(index))
      } catch {
        error.report()
        worst = max(worst, error.status)
      }
    }
    ProgressLine.clear()
    if worst != .done { throw ExitCode(worst.rawValue) }
  }
}
