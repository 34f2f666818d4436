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
  /// Something that may pass by itself.
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
