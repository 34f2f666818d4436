import ContentBlocks
import NotePage

/// Logins by the device flow (RFC 8628): a program asks for a code, a person allows it in a browser, and the
/// program, which asks all the while, gets tokens.
struct Logins {
  /// A login that a program has begun.
  struct Login {
    let deviceCode: String
    /// What the person sees in the terminal and in the browser.
    let userCode: String
    let scopes: [String]
    /// In milliseconds since 1970.
    let expiry: Int64
    fileprivate(set) var state = State.waiting
    fileprivate var lastPoll: Int64?

    enum State: Equatable {
      case waiting, denied
      case allowed(openID: String)
    }
  }

  /// How long a code is valid, in seconds.
  static let life: Int64 = 240

  /// How long a client has to wait between two polls, in seconds.
  let interval: Int64
  private var logins: [String: Login] = [:]

  init(interval: Int64) {
    self.interval = interval
  }

  mutating func begin(scopes: [String], at now: Int64) -> Login {
    logins = logins.filter { $0.value.expiry + Self.life * 1000 > now }
    // Without letters and digits that look alike.
    let characters = Array("BCDFGHJKLMNPQRSTVWXZ")
    let letters = (0..<8).map { _ in characters[Int.random(in: characters.indices)] }
    let login = Login(
      deviceCode: randomName(length: 40), userCode: "\(String(letters[..<4]))-\(String(letters[4...]))",
      scopes: scopes, expiry: now + Self.life * 1000)
    logins[login.deviceCode] = login
    return login
  }

  /// The login of a code that is still open for a decision; nil for a code that is unknown, expired or used.
  func open(userCode: String, at now: Int64) -> Login? {
    logins.values.first { $0.userCode == userCode.uppercased() && $0.expiry > now && $0.state == .waiting }
  }

  /// Records what a person has decided.
  ///
  /// - Returns: whether there was something to decide.
  mutating func decide(userCode: String, _ state: Login.State, at now: Int64) -> Bool {
    guard let login = open(userCode: userCode, at: now) else { return false }
    logins[login.deviceCode]?.state = state
    return true
  }

  /// Answers the question whether a person has allowed the login. It succeeds once.
  mutating func poll(deviceCode: String, at now: Int64) throws(LoginError) -> (
    openID: String, scopes: [String]
  ) {
    guard let login = logins[deviceCode] else {
      throw LoginError("invalid_grant", code: 20003, "the device code is invalid or was used already")
    }
    guard login.expiry > now else {
      throw LoginError("expired_token", code: 20004, "the device code has expired")
    }
    logins[deviceCode]?.lastPoll = now
    // A tenth of a second for clocks and networks that are not exact.
    if let last = login.lastPoll, now - last < interval * 1000 - 100 {
      throw LoginError("slow_down", code: 20080, "wait \(interval) seconds between two requests")
    }
    switch login.state {
    case .waiting:
      throw LoginError("authorization_pending", code: 20079, "nobody has allowed the login yet")
    case .denied:
      logins[deviceCode] = nil
      throw LoginError("access_denied", code: 20081, "the login was denied")
    case .allowed(let openID):
      logins[deviceCode] = nil
      return (openID, login.scopes)
    }
  }
}

/// An error of the endpoints that hand out tokens to people, in the form of OAuth 2.0 (RFC 6749, 5.2).
struct LoginError: Error, Equatable {
  let name: String
  let code: Int64
  let description: String
  let status: Int

  init(_ name: String, code: Int64, status: Int = 400, _ description: String) {
    self.name = name
    self.code = code
    self.status = status
    self.description = description
  }

  var reply: HTTPReply {
    HTTPReply(
      status: status,
      json: .object([
        "code": .number(code), "error": .string(name), "error_description": .string(description),
      ]))
  }
}
