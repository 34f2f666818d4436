import Foundation
import OKRSandbox
import TestSupport
import Testing

/// Several pushes at once, and many in a row.
@Suite struct PushConcurrencyTests {
  @Test func pushesToOneRecordTakeTurns() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      let names = ["a.md", "b.md", "c.md"]
      for name in names { try sender.folder.write(name, to: name) }
      let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
        for name in names {
          group.addTask { try await sender.okrmd("push", "--progress-id", Sender.record, name) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(
        outcomes.map(\.description).sorted()
          == names.map { Outcome("\($0): updated record \(Sender.record)\n").description })
      // One after the other, each with a look at the record first.
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "PUT", "GET", "PUT", "GET", "PUT"])
    }
  }

  #if os(Linux)
    /// A file system without locks, as some network shares are: no push is kept from its turn by that.
    @Test func withoutLocksAPushSaysSoAndSends() async throws {
      try await withSandbox { sandbox, sender in
        try sender.folder.write(
          "#include <errno.h>\nint flock(int file, int what) { errno = ENOLCK; return -1; }\n", to: "locks.c")
        try sender.folder.write("甲\n", to: "note.md")
        let outcome = try await sender.shell(
          "cc -shared -fPIC -o locks.so locks.c && LD_PRELOAD=./locks.so \"$OKRMD\" push --progress-id "
            + "\(Sender.record) note.md")
        #expect(outcome.output == "note.md: updated record \(Sender.record)\n")
        #expect(outcome.status == 0)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(
          lines.first?.contains("pushes at the same time are not kept apart") == true, "\(outcome.errors)")
        #expect(await sandbox.methods == ["GET", "PUT"])
        // A new record takes a lock beside its note, too.
        try sender.folder.write("乙\n", to: "new.md")
        let created = try await sender.shell(
          "LD_PRELOAD=./locks.so \"$OKRMD\" push --create --objective \(Sender.objective) new.md")
        #expect(created.status == 0)
        #expect(try !sender.folder.names().contains { $0.hasPrefix(".okrmd-") })
      }
    }
  #endif

  @Test func theFirstTwoPushesOfARecordTakeTurns() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("a", to: "a.md")
      try sender.folder.write("b", to: "b.md")
      async let first = sender.okrmd("push", "--progress-id", Sender.record, "a.md")
      async let second = sender.okrmd("push", "--progress-id", Sender.record, "b.md")
      #expect(try await [first, second].map(\.status) == [0, 0])
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func oneThatIsStuckKeepsTheOtherWaitingNoLongerThanItsTime() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    let stuck = try sender.startPush("甲")
    try await server.waitForRequests(1)
    // Not through the gate: the first one's patience is limited.
    func push(_ id: String) async throws -> Outcome {
      try await sender.startOkrmd("push", "--progress-id", id, "--force", "--timeout", "1", "note.md")
        .outcome()
    }
    #expect(
      try await push(Sender.record)
        == .error(
          "note.md: another push to record \(Sender.record) is under way; try again", status: 75))
    #expect(server.requests.count == 1)
    // Another record is free.
    #expect(try await push("5").errors.contains("within the time given"))
    #expect(server.requests.count == 2)
    // When it is killed, its lock goes with it.
    stuck.send(SIGKILL)
    #expect(try await stuck.outcome().status == -SIGKILL)
    #expect(try await push(Sender.record).errors.contains("within the time given"))
  }

  private func paceFile(of sender: Sender) throws -> String {
    let files = sender.files(in: "home/state/okrmd/pace")
    return "home/state/okrmd/pace/\(try #require(files.first))"
  }

  @Test func manyInARowArePaced() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲", "--force").status == 0)
    let first = try #require(Int64(sender.folder.text(of: paceFile(of: sender))))
    #expect(try await sender.push("甲", "--force").status == 0)
    let second = try #require(Int64(sender.folder.text(of: paceFile(of: sender))))
    // Every call takes a second of the schedule, however fast they come.
    #expect(second - first >= 1000)
    // As if forty had just been made: the next one waits for its place.
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    try sender.folder.write("\(now + 41_500)", to: paceFile(of: sender))
    let start = ContinuousClock.now
    #expect(try await sender.push("甲", "--force").status == 0)
    // It does not arrive before that.
    let arrivals = server.requests.map(\.arrival)
    #expect(arrivals.count == 3 && arrivals[2] - start >= .seconds(1))
  }

  @Test func aPlaceThatIsTooFarAwayIsNotWaitedFor() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲", "--force").status == 0)
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    try sender.folder.write("\(now + 150_000)", to: paceFile(of: sender))
    #expect(
      try await sender.push("甲", "--force", "--timeout", "5")
        == .error(
          "note.md: the record was not updated: this machine has made as many calls as the service allows for "
            + "now; wait a minute and try again", status: 75))
    #expect(server.requests.count == 1)
  }

  @Test(arguments: ["", "x", "-1", "9223372036854775807", "99999999999999999999"])
  func aDamagedPaceIsForgotten(text: String) async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲", "--force").status == 0)
    try sender.folder.write(text, to: paceFile(of: sender))
    #expect(try await sender.push("甲", "--force").status == 0)
    #expect(server.requests.count == 2)
  }

  /// Without the lock the rest works, and is remembered.
  @Test func somethingInThePlaceOfTheLockIsTold() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      let lock = try #require(sender.files(in: "home/state/okrmd/records").first { $0.hasSuffix(".lock") })
      let path = "home/state/okrmd/records/\(lock)"
      try FileManager.default.removeItem(atPath: sender.folder.path(of: path))
      try sender.folder.createFolder(path)
      let outcome = try await sender.push("乙")
      #expect(outcome.status == 0)
      #expect(
        outcome.errors.hasPrefix("okrmd: warning: note.md: pushes at the same time are not kept apart: ")
          && outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
      #expect(try await sender.push("乙", "--if-changed").output.contains("unchanged since the last push"))
    }
  }
}
