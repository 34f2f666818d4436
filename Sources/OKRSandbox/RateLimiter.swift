/// Counts the calls of each endpoint within the last minute.
struct RateLimiter {
  /// Endpoints are counted apart, whatever record they are about.
  enum Group: Hashable {
    case issueTenantToken, createRecord, readRecord, updateRecord, uploadImage, listOKRs, describeUser
  }

  private static let window: Int64 = 60_000

  let limit: Int
  /// When the calls of the window were made, oldest first.
  private var calls: [Group: [Int64]] = [:]

  init(limit: Int) {
    self.limit = limit
  }

  /// Counts a call, or refuses it; calls that are refused do not count.
  mutating func admit(_ group: Group, at now: Int64) throws(ServiceError) {
    // A call from the future is one from before the clock was set back.
    var recent = (calls[group] ?? []).filter { now - $0 < Self.window && $0 <= now }
    defer { calls[group] = recent }
    guard recent.count >= limit else {
      recent.append(now)
      return
    }
    // The call that has to leave the window before there is room for this one.
    let wait = recent.isEmpty ? Self.window : recent[recent.count - max(limit, 1)] + Self.window - now
    throw .rateLimited(limit: limit, resetSeconds: max((wait + 999) / 1000, 1))
  }
}
