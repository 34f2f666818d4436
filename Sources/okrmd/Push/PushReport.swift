import MarkdownTranslator
import Synchronization

/// What a push says while it works. For an editor's hook everything becomes one line.
final class PushReport: Sendable {
  private let note: String
  private let isOneLine: Bool
  private let warnings = Mutex<[String]>([])

  init(note: String, isOneLine: Bool) {
    self.note = note
    self.isOneLine = isOneLine
  }

  /// Something that did not keep the push from its work.
  func warn(_ message: String) {
    if isOneLine {
      warnings.withLock { $0.append(message) }
    } else {
      Failure.warn("\(note): \(message)")
    }
  }

  /// Says how it ended.
  func done(_ message: String) {
    let details = warnings.withLock { $0 }.map { "; warning: \($0)" }.joined()
    ProgressLine.clear()
    Standard.output.write("\("\(note): \(message)\(details)".withoutControls)\n")
  }
}
