import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// Time, pace, and who is told of them.
@Suite struct CallTimeTests {
  @Test func theTimeIsForEverythingTogether() async throws {
    let server = try FaultServer { _, _ in .stall }
    let error = try await Calls.outcome(at: server, options: { $0.timeout = .seconds(3) }, of: Calls.update)
      .failure
    #expect(error?.kind == .temporary)
    #expect(
      error?.description
        == "the record may or may not be updated: no reply from 127.0.0.1:\(server.port) within the time given; "
        + "try again, or allow more time")
  }

  @Test(arguments: [Duration.zero, .seconds(-1)])
  func withoutTimeNothingIsSent(timeout: Duration) async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    let error = try await Calls.outcome(at: server, options: { $0.timeout = timeout }, of: Calls.update)
      .failure
    #expect(
      error?.description
        == "the record was not updated: no reply within the time given; "
        + "try again, or allow more time")
    #expect(server.connectionCount == 0)
  }

  /// A schedule that others use, too, may let the client wait before it answers.
  @Test func theTimeMayEndWhileAPlaceIsLookedFor() async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    let error = try await Calls.outcome(
      at: server,
      options: {
        $0.timeout = .milliseconds(50)
        $0.pacing = SlowPace()
      }, of: Calls.update
    ).failure
    #expect(
      error?.description
        == "the record was not updated: no reply within the time given; "
        + "try again, or allow more time")
    #expect(server.connectionCount == 0)
  }

  @Test func everyTryWaitsForItsPlace() async throws {
    let server = try FaultServer { _, index in index == 0 ? .nothing : .json(Calls.success) }
    let pacing = RecordingPace(waits: [.zero, .zero])
    _ = try await Calls.outcome(at: server, options: { $0.pacing = pacing }, of: Calls.update).get()
    #expect(pacing.calls.withLock { $0 } == [.update, .update])

    let full = RecordingPace(waits: [])
    let unreached = try FaultServer { _, _ in .json(Calls.success) }
    let error = try await Calls.outcome(at: unreached, options: { $0.pacing = full }, of: Calls.update)
      .failure
    #expect(error?.kind == .temporary)
    #expect(unreached.connectionCount == 0)
  }

  @Test func whoeverWatchesIsTold() async throws {
    let server = try FaultServer { _, index in index == 0 ? .nothing : .json(Calls.success) }
    let events = Mutex<[CallEvent]>([])
    _ = try await Calls.outcome(
      at: server, options: { $0.observer = { event in events.withLock { $0.append(event) } } },
      of: Calls.update
    ).get()
    #expect(
      events.withLock { $0 } == [
        .sending(.update), .settled(.update), .waiting(.update, .milliseconds(250)), .sending(.update),
        .settled(.update),
      ])
  }
}

/// Has a fixed number of places.
private final class RecordingPace: CallPacing {
  let calls = Mutex<[ServiceCall]>([])
  private let waits: Mutex<[Duration]>

  init(waits: [Duration]) {
    self.waits = Mutex(waits)
  }

  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    calls.withLock { $0.append(call) }
    return waits.withLock { $0.popLast() }
  }
}

/// Has a place at once, but says so only when the time is over.
private struct SlowPace: CallPacing {
  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    let end = ContinuousClock.now + limit
    while .now < end {}
    return .zero
  }
}
