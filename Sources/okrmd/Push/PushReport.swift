import ContentBlocks
import OKRClient
import Synchronization

/// What became of one record of a push.
struct RecordResult {
  enum Kind: String {
    case created, updated, unchanged, skipped, refused, failed
  }

  let file: String
  var section: String?
  /// Of what was skipped: whether it is a section without a record and without text.
  var isUnwritten = false
  var record: OKRIdentifier?
  var keyResult: OKRIdentifier?
  let kind: Kind
  var status = ExitStatus.done
  /// What a person is told, without the name of the file and the place in it.
  let message: LocalizedText
  /// Where the fault is in the file; nil when it is not a fault of its text.
  private(set) var place: Failure.Place?
  var modifyTime: String?
  /// How many images were uploaded.
  var imageCount = 0
  var logID: String?
  /// Whether a person was told already.
  private(set) var isTold = false

  init(file: String, _ kind: Kind, _ message: LocalizedText) {
    self.file = file
    self.kind = kind
    self.message = message
  }

  /// A record that was not sent.
  init(file: String, _ failure: Failure) {
    self.init(file: file, failure.status == .cannotCreate ? .refused : .failed, failure.text)
    status = failure.status
    logID = failure.logID
    isTold = failure.isTold
    place = failure.place
  }

  /// The message with the line that it is about.
  var messageWithLine: LocalizedText {
    guard let line = place?.line else { return message }
    return LocalizedText(en: "line \(line): \(message[.english])", zh: "第 \(line) 行：\(message[.chinese])")
  }

  var json: String {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    return JSONValue.object([
      "file": .string(file), "section": text(section), "record": text(record?.text),
      "key_result": text(keyResult?.text), "result": .string(kind.rawValue),
      "exit": .number(Int64(status.rawValue)),
      "message": .string(messageWithLine.localized), "modify_time": text(modifyTime),
      "images": .number(Int64(imageCount)),
      "log_id": text(logID),
    ]).text
  }
}

/// What a push says while it works, and of all its records at the end. For an editor's hook everything becomes one
/// line.
final class PushReport: Sendable {
  let isOneLine: Bool
  private let isJSON: Bool
  private let state = Mutex<(results: [RecordResult], warned: Set<String>, outputFailure: Failure?)>(
    ([], [], nil))

  init(isOneLine: Bool, isJSON: Bool) {
    self.isOneLine = isOneLine
    self.isJSON = isJSON
  }

  /// Something about a note that did not keep the push from its work.
  func warn(_ message: LocalizedText, of name: String) { warn(message.of(name)) }

  /// Something that did not keep the push from its work. It is said once.
  func warn(_ message: LocalizedText) {
    guard !isOneLine, state.withLock({ $0.warned.insert(message[.english]).inserted }) else { return }
    Failure.warn(message)
  }

  /// Takes what became of a record, and tells it unless all is told at the end.
  func add(_ result: RecordResult) {
    state.withLock { $0.results.append(result) }
    if isJSON { print(result.json) }
    guard !isOneLine else { return }
    tell(result)
  }

  private func tell(_ result: RecordResult) {
    let message = result.message.of(result.file)
    if result.isTold { return }
    if result.status != .done {
      var failure = Failure(result.status, result.place == nil ? message : result.message)
      failure.place = result.place
      failure.report()
    } else if !isJSON, result.kind != .skipped {
      print(message.localized.shown)
    }
  }

  private func print(_ line: String) {
    do throws(Failure) {
      try Standard.print(line + "\n")
    } catch {
      state.withLock { $0.outputFailure = $0.outputFailure ?? error }
    }
  }

  /// Says the rest.
  ///
  /// - Returns: how the process ends: as the worst of its records.
  func finish() -> ExitStatus {
    let results = state.withLock { $0.results }
    let told = results.filter { $0.kind != .skipped }
    if told.count > 1 {
      finish(told)
    } else if isOneLine {
      told.forEach(tell)
    } else if told.isEmpty, !isJSON {
      // A push that sends nothing at all says why.
      for result in results where result.isUnwritten { print(result.message.of(result.file).localized.shown) }
      if !results.isEmpty, !results.contains(where: \.isUnwritten) {
        print(
          LocalizedText(
            en: "nothing to create: \(counted(results.count, "record")) there already",
            zh: "没有需要新建的进展：\(results.count) 条进展都已存在"
          ).localized)
      }
    }
    var status = results.map(\.status).max() ?? .done
    if let failure = state.withLock({ $0.outputFailure }) {
      failure.report()
      status = max(status, failure.status)
    }
    return status
  }

  private func finish(_ results: [RecordResult]) {
    let kinds: [RecordResult.Kind] = [.created, .updated, .unchanged, .refused, .failed]
    let counts = kinds.map { kind in (kind, results.count { $0.kind == kind }) }.filter { $0.1 > 0 }
    var summary = LocalizedText(
      en: "\(results.count) records: " + counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", "),
      zh: "\(results.count) 条进展：" + counts.map { "\($0.0.chineseName) \($0.1)" }.joined(separator: "，"))
    if isOneLine {
      let files = Set(results.map(\.file))
      if files.count == 1, let file = files.first { summary = summary.of(file) }
      if let failed = results.first(where: { $0.status != .done }) {
        let reason =
          files.count > 1
          ? failed.messageWithLine.of(failed.file) : failed.messageWithLine
        let status = results.map(\.status).max() ?? failed.status
        return Failure(
          status, en: "\(summary[.english]); \(reason[.english])",
          zh: "\(summary[.chinese])；\(reason[.chinese])"
        ).report()
      }
    }
    if isJSON {
      Context.current.progress.clear()
      if !isOneLine { Standard.error.write("\(summary.localized)\n") }
    } else {
      print(summary.localized.shown)
    }
  }
}

extension RecordResult.Kind {
  fileprivate var chineseName: String {
    switch self {
    case .created: "新建"
    case .updated: "更新"
    case .unchanged: "未变"
    case .skipped: "跳过"
    case .refused: "拒绝"
    case .failed: "失败"
    }
  }
}
