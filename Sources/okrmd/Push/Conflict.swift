import ContentBlocks
import MarkdownTranslator
import OKRClient

/// Decides whether a push overwrites what someone else wrote.
struct Conflict {
  /// The record as the service shows it now.
  let record: ProgressRecord
  /// What this machine knows of it; nil for nothing.
  let memory: RecordMemory?
  let plan: PushPlan
  /// The tokens under which this machine uploaded an image of the note.
  let ownTokens: (NoteImages.File) -> Set<String>

  /// What a push would do to others.
  enum Judgement {
    /// Nothing.
    case harmless
    /// Nothing as far as can be told: images at these places have the size of the note's, under another token.
    case sameButForImages([Int])
    /// The record holds what cannot be shown: these JSON paths.
    case incomplete([String])
    /// Someone changed what this machine had seen.
    case changed([String])
    /// This machine has never seen what the record says.
    case stranger([String])
  }

  func judge() -> Judgement {
    if !record.isComplete { return .incomplete(record.notShown.map(\.path)) }
    let now = RecordMemory.Version(content: record.content, rate: record.progressRate)
    let planned = RecordMemory.Version(content: plan.content, rate: plan.rate)
    // What this machine sent last may be there without its knowing: the reply was lost.
    if let sent = memory?.sent, isSame(now, as: sent) { return .harmless }
    // This, however, someone else wrote, and no note can say it.
    let lost = record.content.lostInMarkdown(at: ProgressRecord.contentPath)
    if !lost.isEmpty, !isSame(now, as: planned) { return .incomplete(lost.map(\.path)) }
    guard let memory, let known = memory.known else { return judgeStranger(now, planned) }
    // Keys that are not known never get as far as this: a record that has some is incomplete.
    if isSame(now, as: known) { return .harmless }
    if isSame(now, as: planned) { return .harmless }
    return .changed(
      Self.lineDifference(from: known.markdownLines(beside: now), to: now.markdownLines(beside: known)))
  }

  private func judgeStranger(_ now: RecordMemory.Version, _ planned: RecordMemory.Version) -> Judgement {
    if now.content.saysNothing, hasNoRateToLose { return .harmless }
    guard now.content.isSameButForImageNames(as: planned.content),
      now.hasSameRate(as: planned, sending: plan.rate)
    else {
      return .stranger(
        Self.lineDifference(from: planned.markdownLines(beside: now), to: now.markdownLines(beside: planned)))
    }
    let others = now.content.images.filter { place, image in
      image.fileToken.map { !allowedTokens(at: place).contains($0) } ?? false
    }
    return others.isEmpty ? .harmless : .sameButForImages(others.map(\.place))
  }

  /// A rate counts only when one is sent over it.
  private var hasNoRateToLose: Bool {
    guard let rate = plan.rate, let theirs = record.progressRate else { return true }
    let percentIsSame =
      theirs.percent == nil || theirs.percent == ProgressPercent("0") || theirs.percent == rate.percent
    let statusIsSame =
      theirs.status == nil || theirs.status == ProgressStatus.none || theirs.status == .normal
      || theirs.status == rate.status
    return percentIsSame && statusIsSame
  }

  /// Whether the record says what another version does: images by place and size, under a token that this machine
  /// has seen there or uploaded itself.
  private func isSame(_ now: RecordMemory.Version, as other: RecordMemory.Version) -> Bool {
    guard now.hasSameRate(as: other, sending: plan.rate) else { return false }
    if now.content == other.content { return true }
    guard now.content.isSameButForImageNames(as: other.content) else { return false }
    let theirs = other.content.images.map(\.image)
    return zip(now.content.images, theirs).allSatisfy { now, theirs in
      guard let token = now.image.fileToken else { return now.image == theirs }
      return token == theirs.fileToken || allowedTokens(at: now.place).contains(token)
    }
  }

  private func allowedTokens(at place: Int) -> Set<String> {
    var tokens: Set<String> = []
    for version in [memory?.known, memory?.sent] {
      if let token = version?.content.images.first(where: { $0.place == place })?.image.fileToken {
        tokens.insert(token)
      }
    }
    guard plan.content.blocks.indices.contains(place), case .gallery(let gallery) = plan.content.blocks[place]
    else {
      return tokens
    }
    if let token = gallery.image.fileToken { tokens.insert(token) }
    if let file = plan.images.file(of: gallery.image) { tokens.formUnion(ownTokens(file)) }
    return tokens
  }

  // MARK: What is shown

  /// How many lines are compared; more would take long, and nobody reads them.
  private static let maxLines = 1000

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
    let oldLines = Array(old.prefix(maxLines))
    let newLines = Array(new.prefix(maxLines))
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
    let shown = difference.prefix(maxShownLines)
    var text = shown.map { line in
      let isLong = line.count > maxShownCharacters
      return (isLong ? line.prefix(maxShownCharacters) + "…" : line).shown + "\n"
    }.joined()
    let hiddenCount = difference.count - shown.count
    if hiddenCount > 0 {
      text +=
        LocalizedText(en: "… and \(counted(hiddenCount, "more line"))", zh: "…… 另有 \(hiddenCount) 行")
        .localized
        + "\n"
    }
    return text
  }

  private static let maxShownCharacters = 400
  private static let maxShownLines = 40
}

extension ProgressRecord {
  /// Where the content is in a reply.
  static let contentPath = "$.data.content"

  /// What a note of the record does not hold, and a push of it would delete.
  var lostInNote: [NotShown] { notShown + content.lostInMarkdown(at: Self.contentPath) }
}
