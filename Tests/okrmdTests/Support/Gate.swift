/// Lets a few programs run at a time, however many tests do.
actor Gate {
  static let children = Gate(room: 4)

  /// How many more may pass.
  private var room: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(room: Int) {
    self.room = room
  }

  nonisolated func passing<Value: Sendable>(_ work: () async throws -> Value) async rethrows -> Value {
    await enter()
    do {
      let value = try await work()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if room > 0 {
      room -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { room += 1 } else { waiting.removeFirst().resume() }
  }
}
