import ArgumentParser

/// The documents of one command, one after the other. One that fails does not stop the others.
struct Batch {
  private var progress: Progress

  private init(total: Int) {
    progress = Progress(total: total)
  }

  /// Works on each input and ends with the worst of their states.
  ///
  /// - Throws: the exit code when it is not ``ExitStatus/done``.
  static func run(
    _ inputs: [InputFile], _ work: (_ index: Int, _ batch: inout Batch) throws(Failure) -> ExitStatus
  ) throws {
    var batch = Batch(total: inputs.count)
    var worst = ExitStatus.done
    for index in inputs.indices {
      batch.progress.update(done: index)
      do throws(Failure) {
        worst = max(worst, try work(index, &batch))
      } catch {
        batch.willPrint()
        error.report()
        worst = max(worst, error.status)
      }
    }
    batch.willPrint()
    if worst != .done { throw ExitCode(worst.rawValue) }
  }

  /// Clears the progress before something else is printed.
  mutating func willPrint() {
    progress.clear()
  }
}

/// Shows how far a long batch has come, on a terminal and after a second only.
private struct Progress {
  private let total: Int
  private let start = ContinuousClock.now
  private let isShown = Standard.error.isTerminal
  private var lastUpdate: ContinuousClock.Instant?

  init(total: Int) {
    self.total = total
  }

  mutating func update(done: Int) {
    guard isShown, total > 1 else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1), lastUpdate.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    lastUpdate = now
    Standard.error.write("\r\(done) of \(total) notes")
  }

  /// Clears the line before anything else is printed.
  mutating func clear() {
    guard lastUpdate != nil else { return }
    lastUpdate = nil
    Standard.error.write("\r\u{1B}[K")
  }
}
