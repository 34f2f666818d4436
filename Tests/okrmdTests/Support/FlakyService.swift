import ContentBlocks
import Synchronization
import TestSupport

/// A service with one record, whose changes get lost on the way as they are told.
struct FlakyService {
  /// What becomes of a change.
  enum Fate: Sendable {
    case done
    /// It is carried out, but the connection is cut before the reply.
    case doneUnheard
    /// It is not carried out.
    case refused(FaultServer.Reply)
  }

  private let record: Record
  private let server: FaultServer

  /// - Parameter fates: those of the first changes; later ones are done.
  init(_ fates: Fate...) throws {
    let record = Record(fates)
    self.record = record
    server = try FaultServer { request, _ in record.reply(to: request) }
  }

  var baseURL: String { server.baseURL }
  var methods: [String] { server.requests.map(\.method) }
  /// The JSON of what the record says.
  var content: String { record.state.withLock { $0.content } }

  /// Changes the record as someone else would.
  func edit(_ text: String) {
    record.state.withLock {
      $0.content = String(plain(text).dropLast())
      $0.time += 1
    }
  }

  private final class Record: Sendable {
    struct State {
      var content = #"{"blocks":[]}"#
      var time = 1_640_677_887_000
      var fates: [Fate]
    }

    let state: Mutex<State>

    init(_ fates: [Fate]) {
      state = Mutex(State(fates: fates))
    }

    func reply(to request: FaultServer.Request) -> FaultServer.Reply {
      state.withLock { state in
        guard request.method == "PUT" else { return Self.success(state) }
        let fate = state.fates.isEmpty ? .done : state.fates.removeFirst()
        if case .refused(let reply) = fate { return reply }
        guard let content = try? JSONReader.read(request.body)["content"] else { return .garbage }
        state.content = content.text
        state.time += 1
        if case .doneUnheard = fate { return .nothing }
        return Self.success(state)
      }
    }

    private static func success(_ state: State) -> FaultServer.Reply {
      .json(
        #"{"code":0,"msg":"success","data":{"content":\#(state.content),"modify_time":"\#(state.time)","#
          + #""progress_id":"\#(Sender.record)"}}"#)
    }
  }
}
