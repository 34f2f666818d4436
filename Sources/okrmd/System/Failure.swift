import ContentBlocks

/// How the process ends, after `sysexits.h`.
struct ExitStatus: Comparable {
  let rawValue: Int32

  init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }

  static let done = ExitStatus(0)
  /// `--strict` found warnings, or `check` found faults.
  static let faults = ExitStatus(1)
  /// A wrong flag, value or combination.
  static let usage = ExitStatus(64)
  /// The input cannot be converted.
  static let data = ExitStatus(65)
  /// There is no such input.
  static let noInput = ExitStatus(66)
  /// The service refused or failed, or its reply cannot be read.
  static let unavailable = ExitStatus(69)
  /// The output cannot be written, or would overwrite someone's change.
  static let cannotCreate = ExitStatus(73)
  /// A file of this machine cannot be read or written.
  static let inputOutput = ExitStatus(74)
  /// A transient failure.
  static let tryAgain = ExitStatus(75)
  /// No permission, or no valid token.
  static let notPermitted = ExitStatus(77)
  /// The configuration is not complete, or not safe.
  static let configuration = ExitStatus(78)

  /// The worst of several documents is the one with the highest number.
  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }

  static func exit(_ status: ExitStatus) -> Never {
    endProcess(status.rawValue)
  }
}

private func endProcess(_ status: Int32) -> Never { exit(status) }

/// An error that ends the work on a document or the whole command.
struct Failure: Error {
  let status: ExitStatus
  var text: LocalizedText
  /// The id under which the service logged the call that failed.
  var logID: String?
  /// Whether it is about the whole command and no single document, so that no other would fare better.
  var isGeneral = false
  /// Whether it is the token or the login that is refused, with which no other call would fare better.
  var isOfToken = false
  /// Whether all that is to be said was said before.
  var isTold = false
  /// Where the fault is in a file that is converted; the message then does not name the file.
  var place: Place?

  /// A line of a file, from 1.
  struct Place: Sendable {
    let file: String
    let line: Int
  }

  init(_ status: ExitStatus, _ text: LocalizedText) {
    self.status = status
    self.text = text
  }

  init(_ status: ExitStatus, en: String, zh: String) {
    self.init(status, LocalizedText(en: en, zh: zh))
  }

  /// A failure that nobody foresaw.
  init(unexpected error: any Error) {
    self.init(.unavailable, en: "unexpected error: \(error)", zh: "意外错误：\(error)")
  }

  /// The words in the language of the user.
  var message: String { text[Context.current.language] }

  /// The same failure, told of a file or a record.
  func of(_ name: String) -> Failure {
    if place != nil { return self }
    var failure = self
    failure.text = text.of(name)
    return failure
  }

  /// The same failure, told of something that has a name in each language.
  func of(_ name: LocalizedText) -> Failure {
    var failure = self
    failure.text = text.of(name)
    return failure
  }

  /// Prints the one line that an error is.
  func report() {
    if isTold { return }
    Context.current.progress.clear()
    let start = place.map { "\($0.file.shown):\($0.line):1" } ?? "okrmd"
    Standard.error.write("\(start): error: \(message.shown)\n")
  }

  /// Prints a line about something that did not keep the command from its work.
  static func warn(_ message: LocalizedText) {
    Context.current.progress.clear()
    Standard.error.write("okrmd: warning: \(message[Context.current.language].shown)\n")
  }

  /// Prints a line that may be good to know.
  static func note(_ message: LocalizedText) {
    Context.current.progress.clear()
    Standard.error.write("okrmd: note: \(message[Context.current.language].shown)\n")
  }
}

extension LocalizedText {
  /// The text after the name of what it is about.
  func of(_ name: String) -> LocalizedText {
    LocalizedText(en: "\(name): \(self[.english])", zh: "\(name)：\(self[.chinese])")
  }

  /// The text after what it is about.
  func of(_ name: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: "\(name[.english]): \(self[.english])", zh: "\(name[.chinese])：\(self[.chinese])")
  }

  /// The text in the language of the user.
  var localized: String { self[Context.current.language] }
}

/// A number and what it counts: `1 image`, `2 images`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
