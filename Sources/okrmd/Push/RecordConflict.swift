import ContentBlocks
import MarkdownTranslator
import OKRClient

/// Tells whether a record was changed by someone else since this machine saw it.
enum RecordConflict {
  /// - Returns: what the record says now, compared with what this machine knows; nil when a push
  ///   overwrites nobody's change.
  static func difference(
    _ record: ProgressRecord, since memory: RecordMemory, sending rate: ProgressRate?
  ) -> [String]? {
    // What was never seen cannot have changed since.
    guard let known = memory.known else { return nil }
    if let time = record.modifyTime, time == memory.modifyTime { return nil }
    let now = RecordMemory.Version(content: record.content, rate: record.progressRate)
    let isSame = [known, memory.sent].contains { $0?.isSame(as: now, sending: rate) == true }
    if isSame, record.isComplete { return nil }
    let difference = lineDifference(from: known.markdownLines, to: now.markdownLines)
    return record.isComplete ? difference : difference + ["+ (something that okrmd cannot read)"]
  }

  /// How many lines are compared; more would take long, and nobody reads them.
  private static let mostLines = 1000

  /// The lines that are gone, after `-`, and those that are new, after `+`.
  private static func lineDifference(from old: [String], to new: [String]) -> [String] {
    var (old, new) = (old[...], new[...])
    while let first = old.first, first == new.first {
      old.removeFirst()
      new.removeFirst()
    }
    while let last = old.last, last == new.last {
      old.removeLast()
      new.removeLast()
    }
    let oldLines = Array(old.prefix(mostLines))
    let newLines = Array(new.prefix(mostLines))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in newLines.difference(from: oldLines) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var position = 0
    for (offset, line) in oldLines.enumerated() {
      if removed.contains(offset) {
        lines.append("- \(line)")
        continue
      }
      while inserted.contains(position) {
        lines.append("+ \(newLines[position])")
        position += 1
      }
      position += 1
    }
    lines += newLines.indices.dropFirst(position).map { "+ \(newLines[$0])" }
    return lines
  }

  /// What is shown of a difference, for a person to read.
  static func excerpt(of difference: [String]) -> String {
    let shown = difference.prefix(mostShownLines)
    var text = shown.map { line in
      let isLong = line.count > mostShownCharacters
      return (isLong ? line.prefix(mostShownCharacters) + "…" : line).withoutControls + "\n"
    }.joined()
    let hiddenCount = difference.count - shown.count
    if hiddenCount > 0 { text += "… and \(counted(hiddenCount, "more line"))\n" }
    return text
  }

  private static let mostShownCharacters = 400
  private static let mostShownLines = 40
}

extension RecordMemory.Version {
  /// Whether two versions say the same.
  ///
  /// - Parameter rate: what is about to be sent. Without a rate, the one of the record stays as it is.
  fileprivate func isSame(as other: Self, sending rate: ProgressRate?) -> Bool {
    guard content == other.content else { return false }
    guard rate != nil else { return true }
    // Not every reply tells the rate, and not every note names a status.
    func isSame<Value: Equatable>(_ field: KeyPath<ProgressRate, Value?>) -> Bool {
      guard let own = self.rate?[keyPath: field], let others = other.rate?[keyPath: field] else {
        return true
      }
      return own == others
    }
    return isSame(\.percent) && isSame(\.status)
  }

  fileprivate var markdownLines: [String] {
    var lines = MarkdownRenderer().render(content).split(separator: "\n").map(String.init)
    if let percent = rate?.percent { lines.insert("percent: \(percent)", at: 0) }
    if let status = rate?.status { lines.insert("status: \(status)", at: 0) }
    return lines
  }
}
