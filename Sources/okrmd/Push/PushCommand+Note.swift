import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// What a push makes of the note, before anything is sent.
extension PushCommand {
  /// The record that the note belongs to; nil when nobody says.
  ///
  /// - Throws: for an editor's hook, when the front matter looks like ours but cannot be read. Otherwise
  ///   the conversion tells.
  func recordID(in note: [UInt8], of input: InputFile) throws(Failure) -> OKRIdentifier? {
    if let progressID { return progressID }
    do throws(ConversionError) {
      return try FrontMatter.read(from: note)?.progressID
    } catch {
      if hook { throw Failure(.data, "\(input.name): \(error)") }
      return nil
    }
  }

  /// The note as it is now; standard input cannot be read twice.
  func again(_ note: [UInt8], of input: InputFile) throws(Failure) -> [UInt8] {
    input.isStandardInput || !input.isRegularFile ? note : try input.read(limit: conversion.maxBytes)
  }

  /// Converts the note and decides what to send.
  func plan(for note: [UInt8], of input: InputFile, _ brand: Brand) throws -> PushPlan {
    let printer = DiagnosticPrinter(conversion)
    let result: Conversion
    do throws(ConversionError) {
      let converter = conversion.converter(for: input, reportsNotes: printer.showsNotes)
      result = try converter.convert(note)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
    // What a push does away with is no news.
    let diagnostics = result.diagnostics.filter { $0.code != .imageNeedsUpload }
    let warningCount = diagnostics.count { $0.severity == .warning }
    if hook {
      if conversion.strict, warningCount > 0 {
        throw Failure(.faults, "\(input.name): \(warningCount) warnings; okrmd check shows them")
      }
    } else {
      printer.print(diagnostics, of: input, source: note)
      if conversion.strict, warningCount > 0 { throw ExitCode(ExitStatus.faults.rawValue) }
    }
    let plan = try plan(for: result, of: input, brand: brand)
    if case .new = plan.destination, !dryRun { try checkIDCanBeStored(note, in: input) }
    return plan
  }

  /// A record whose id cannot be kept would be made again by the next push.
  private func checkIDCanBeStored(_ note: [UInt8], in input: InputFile) throws(Failure) {
    guard input.isRegularFile else {
      throw Failure(
        .cannotCreate, "\(input.name): is no regular file, so the new progress id could not be kept in it")
    }
    guard let id = OKRIdentifier("1"), FrontMatter.setting(progressID: id, in: note) != nil else {
      throw Failure(
        .data,
        "\(input.name): the front matter is written in a way that a progress id cannot be added to; "
          + "write okr: on a line of its own")
    }
    if let error = try OutputFile(path: input.path).obstacle() {
      throw Failure(
        .cannotCreate,
        "\(input.name): cannot be written, so the new progress id could not be kept: \(error.words)")
    }
  }

  // MARK: Locks

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
