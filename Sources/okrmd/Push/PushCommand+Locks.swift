import ContentBlocks

/// What keeps two pushes from doing the same at the same time.
extension PushCommand {
  /// Keeps a second push of the note waiting.
  func lock(
    note input: InputFile, in state: UserFolder?, _ report: PushReport,
    until deadline: ContinuousClock.Instant
  ) throws(Failure) -> FileLock? {
    var information = stat()
    guard stat(input.path, &information) == 0 else { return nil }
    return try lock(
      "notes/\(information.st_dev)-\(information.st_ino).lock", in: state, report, until: deadline,
      busy: "\(input.name): another push of this note is under way; try again")
  }

  /// Keeps a second push of the record waiting: it would take this one for someone else's.
  func lock(
    record key: RecordKey, of input: InputFile, in state: UserFolder?, _ report: PushReport,
    until deadline: ContinuousClock.Instant
  ) throws(Failure) -> FileLock? {
    try lock(
      key.lockName, in: state, report, until: deadline,
      busy: "\(input.name): another push to record \(key.id) is under way; try again")
  }

  private func lock(
    _ name: String, in state: UserFolder?, _ report: PushReport, until deadline: ContinuousClock.Instant,
    busy: String
  ) throws(Failure) -> FileLock? {
    let lock: FileLock?
    do throws(Failure) {
      guard let state else { throw Failure(.inputOutput, "HOME and XDG_STATE_HOME are not set") }
      lock = try FileLock(name, in: state, until: deadline)
    } catch {
      report.warn("nothing is remembered, and changes made in Feishu are not noticed: \(error.message)")
      return nil
    }
    guard let lock else { throw Failure(.tryAgain, busy) }
    return lock
  }
}
