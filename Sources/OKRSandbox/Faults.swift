import ContentBlocks
import NotePage

extension Sandbox {
  /// Why a sandbox cannot do what its owner asks for. What it answers to clients is another matter.
  public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The store is not what a sandbox wrote; it is left as it is.
    case storeDamaged(path: String, problem: LocalizedText)
    /// The store cannot be read.
    case storeUnreadable(path: String, reason: String)
    /// The store cannot be written; the records are as they were before.
    case storeUnwritable(path: String, reason: String)
    /// Another sandbox uses the store.
    case storeInUse(path: String)
    /// No record has this id.
    case unknownRecord(id: String)
    /// An id that no record can have.
    case invalidRecordID(String)
    /// A file that does not hold a record.
    case invalidRecord(name: String, problem: LocalizedText)

    /// The failure in the user's words.
    public var message: LocalizedText {
      switch self {
      case .storeDamaged(let path, let problem):
        LocalizedText(
          en:
            "\(path): is not a store of the sandbox: \(problem[.english]); name another file, or move this one away",
          zh: "\(path)：不是沙箱的数据文件：\(problem[.chinese])；请换一个文件，或先把它移走")
      case .storeUnreadable(let path, let reason):
        LocalizedText(en: "\(path): cannot be read: \(reason)", zh: "\(path)：无法读取：\(reason)")
      case .storeUnwritable(let path, let reason):
        LocalizedText(en: "\(path): cannot be written: \(reason)", zh: "\(path)：无法写入：\(reason)")
      case .storeInUse(let path):
        LocalizedText(
          en: "\(path): another sandbox is using it; stop that one, or name another file",
          zh: "\(path)：正被另一个沙箱使用；请先停止它，或换一个文件")
      case .unknownRecord(let id):
        LocalizedText(en: "there is no progress record \(id)", zh: "没有进展记录 \(id)")
      case .invalidRecordID(let id):
        LocalizedText(
          en: "'\(id)' is not a progress id: it is a whole number from 1 to \(Int64.max)",
          zh: "“\(id)”不是进展记录 ID：应为 1 到 \(Int64.max) 之间的整数")
      case .invalidRecord(let name, let problem):
        LocalizedText(
          en: "\(name): is not a progress record: \(problem[.english])",
          zh: "\(name)：不是进展记录：\(problem[.chinese])")
      }
    }

    public var description: String { message[.english] }
  }
}

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

extension Sandbox {
  /// A request as it arrived.
  public typealias Request = HTTPRequest

  /// A request and how it was answered.
  public struct Exchange: Equatable, Sendable {
    /// The request.
    public let request: Request
    /// The HTTP status of the reply.
    public let status: Int
    /// The reply's `x-tt-logid`.
    public let logID: String
  }
}

/// The latest requests. A sandbox that runs for days must not keep them all.
struct ExchangeLog {
  /// How many there may be.
  var countLimit = 1000
  /// For all bodies together.
  var byteLimit = 64 << 20

  private(set) var exchanges: [Sandbox.Exchange] = []
  private var byteCount = 0

  mutating func append(_ exchange: Sandbox.Exchange) {
    exchanges.append(exchange)
    byteCount += exchange.request.body.count
    var dropped = 0
    while exchanges.count - dropped > countLimit || byteCount > byteLimit {
      byteCount -= exchanges[dropped].request.body.count
      dropped += 1
    }
    exchanges.removeFirst(dropped)
  }
}
