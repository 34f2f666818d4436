import TestSupport
import Testing

@testable import OKRClient

@Suite struct DurationUnitsTests {
  @Test(
    arguments: [
      (Duration.zero, 0), (.milliseconds(1), 1), (.microseconds(1999), 1), (.seconds(60), 60_000),
      (.milliseconds(-1500), -1500), (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
    ] as [(Duration, Int64)])
  func milliseconds(time: Duration, milliseconds: Int64) {
    #expect(time.milliseconds == milliseconds)
  }

  @Test(
    arguments: [
      (Duration.zero, 0), (.milliseconds(250), 1), (.seconds(3), 3), (.milliseconds(3001), 4),
    ] as [(Duration, Int64)])
  func secondsAreRoundedUp(time: Duration, seconds: Int64) {
    #expect(time.wholeSeconds == seconds)
  }

  @Test func aTimeWithoutEndIsEnough() async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    _ = try await Calls.outcome(at: server, options: { $0.timeout = .seconds(Int64.max) }, of: Calls.update)
      .get()
    #expect(server.requests.count == 1)
  }
}
