import OKRClient

/// As whom the service is called.
extension Connection {
  /// The credentials, from the first source that has any.
  ///
  /// - Parameters:
  ///   - deadline: when a token that comes through a pipe must be there.
  ///   - warn: told of a token that others can read.
  func credentials(
    until deadline: ContinuousClock.Instant, warn: (String) -> Void
  ) throws(Failure) -> Credentials {
    if let file = options.tokenFile { return .token(try token(inFile: file, until: deadline, warn: warn)) }
    if let text = environment["OKRMD_TOKEN"] {
      guard let token = Secret(text) else {
        throw Failure(.notPermitted, "OKRMD_TOKEN: is not a token; set it to the token alone")
      }
      return .token(token)
    }
    switch (environment["OKRMD_APP_ID"], environment["OKRMD_APP_SECRET"]) {
    case (let id?, let text?):
      guard let secret = Secret(text) else {
        throw Failure(.configuration, "OKRMD_APP_SECRET: is not a secret; set it to the secret alone")
      }
      return .app(id: id, secret: secret)
    case (.some, nil):
      throw Failure(.configuration, "OKRMD_APP_ID is set but OKRMD_APP_SECRET is not; set both")
    case (nil, .some):
      throw Failure(.configuration, "OKRMD_APP_SECRET is set but OKRMD_APP_ID is not; set both")
    case (nil, nil):
      throw Failure(
        .notPermitted,
        "no token; set OKRMD_TOKEN, or OKRMD_APP_ID and OKRMD_APP_SECRET, or give --token-file FILE")
    }
  }

  private func token(
    inFile path: String, until deadline: ContinuousClock.Instant, warn: (String) -> Void
  ) throws(Failure) -> Secret {
    let bytes = try contents(ofTokenFile: path, until: deadline, warn: warn)
    let text = String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace }
    let lastVisible = text.lastIndex { !$0.isWhitespace }
    guard let lastVisible, let token = Secret(text[...lastVisible]) else {
      throw Failure(.notPermitted, "--token-file \(path): holds no token; put the token alone into it")
    }
    return token
  }

  private static let mostTokenBytes = 65536

  private func contents(
    ofTokenFile path: String, until deadline: ContinuousClock.Instant, warn: (String) -> Void
  ) throws(Failure) -> [UInt8] {
    func failure(_ problem: String) -> Failure { Failure(.inputOutput, "--token-file \(path): \(problem)") }
    // A pipe may have no one at its other end.
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw failure("cannot be read: \(SystemError(number: errno).words)") }
    let file = FileDescriptor(number)
    defer { file.close() }
    guard file.waitForInput(until: deadline) else { throw failure("nothing came out of it in time") }
    // From here on it is read like any file: what is there may still come in parts.
    _ = fcntl(number, F_SETFL, O_RDONLY)
    let bytes: [UInt8]
    switch file.read(limit: Self.mostTokenBytes) {
    case .success(let content): bytes = content
    case .failure(let error): throw failure("cannot be read: \(error.words)")
    }
    var information = stat()
    if fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
      information.st_mode & 0o077 != 0
    {
      warn("\(path): others can read the token; chmod 600 it")
    }
    return bytes
  }
}

extension FileDescriptor {
  /// Waits until there is something to read, or the end.
  ///
  /// - Returns: false when the time is over.
  fileprivate func waitForInput(until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      let left = max((deadline - .now).milliseconds, 0)
      let count = poll(&polled, 1, Int32(clamping: left))
      if count > 0 { return true }
      if count == 0 || errno != EINTR { return false }
    }
  }
}
