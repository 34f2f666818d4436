import OKRClient

/// Paces the calls of all processes of this user, so that many pushes in a row keep within the limit.
struct SharedPacer: CallPacing {
  let baseURL: String
  let folder: UserFolder

  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    let name = UserFolder.fileName(in: "pace", for: "\(baseURL) \(call.rawValue)", suffix: ".lock")
    // Whoever holds the lock gives it back at once. Without one there is no pace, and no harm: the service
    // says how long to wait.
    guard let lock = try? FileLock(name, in: folder, until: .now + .seconds(1)) else { return .zero }
    // The schedule is the content of the lock's file.
    var schedule = CallSchedule(end: Int64(lock.text) ?? 0)
    let wait = schedule.reserve(at: wallClockMilliseconds(), waitingAtMost: limit.milliseconds)
    lock.text = schedule.end.description
    return wait.map { .milliseconds($0) }
  }
}
