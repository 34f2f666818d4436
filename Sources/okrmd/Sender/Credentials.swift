import ContentBlocks
import OKRClient

/// As whom the service is called.
extension Connection {
  /// The credentials, from the first source that has any.
  ///
  /// - Parameters:
  ///   - deadline: when a token that comes through a pipe must be there.
  ///   - warn: told of a token that others can read.
  func credentials(
    until deadline: ContinuousClock.Instant, warn: @escaping @Sendable (LocalizedText) -> Void
  ) throws(Failure) -> Credentials {
    if let file = options.tokenFile { return .token(try token(inFile: file, until: deadline, warn: warn)) }
    if let text = environment.secret("OKRMD_TOKEN") {
      guard let token = Secret(text) else {
        throw Failure(
          .notPermitted, en: "OKRMD_TOKEN: is not a token; set it to the token alone",
          zh: "OKRMD_TOKEN：不是有效的令牌；请只填令牌本身")
      }
      return .token(token)
    }
    if let file = LoginFile(baseURL: baseURL.description, environment: environment, warn: warn),
      let entry = try file.entry()
    {
      return .login(Login(app: entry.app, store: file))
    }
    switch (environment.secret("OKRMD_APP_ID"), environment.secret("OKRMD_APP_SECRET")) {
    case (let id?, let text?):
      guard let secret = Secret(text) else {
        throw Failure(
          .configuration, en: "OKRMD_APP_SECRET: is not a secret; set it to the secret alone",
          zh: "OKRMD_APP_SECRET：不是有效的密钥；请只填密钥本身")
      }
      return .app(id: id, secret: secret)
    case (.some, nil): throw Self.halfAnApp(hasID: true)
    case (nil, .some): throw Self.halfAnApp(hasID: false)
    case (nil, nil):
      throw Self.noToken
    }
  }

  /// The failure when there are no credentials at all.
  static let noToken = Failure(
    .notPermitted,
    en: "no token; run 'okrmd login', or set OKRMD_TOKEN, or OKRMD_APP_ID and OKRMD_APP_SECRET, "
      + "or give --token-file FILE",
    zh: "没有令牌；请运行 okrmd login，或设置 OKRMD_TOKEN，或设置 OKRMD_APP_ID 与 OKRMD_APP_SECRET，或用 --token-file FILE 指定")

  /// The failure when only one of app id and secret is set.
  static func halfAnApp(hasID: Bool) -> Failure {
    let (set, unset) = hasID ? ("OKRMD_APP_ID", "OKRMD_APP_SECRET") : ("OKRMD_APP_SECRET", "OKRMD_APP_ID")
    return Failure(
      .configuration, en: "\(set) is set but \(unset) is not; set both",
      zh: "只设置了 \(set)，没有 \(unset)；两者都要设置")
  }

  private func token(
    inFile path: String, until deadline: ContinuousClock.Instant, warn: (LocalizedText) -> Void
  ) throws(Failure) -> Secret {
    let bytes = try contents(ofTokenFile: path, until: deadline, warn: warn)
    guard let token = Secret(String(decoding: bytes, as: UTF8.self).trimmed) else {
      throw Failure(
        .notPermitted, en: "--token-file \(path): holds no token; put the token alone into it",
        zh: "--token-file \(path)：文件里没有有效的令牌；请只写令牌本身")
    }
    return token
  }

  private static let maxTokenBytes = 65536

  private func contents(
    ofTokenFile path: String, until deadline: ContinuousClock.Instant, warn: (LocalizedText) -> Void
  ) throws(Failure) -> [UInt8] {
    func failure(_ problem: LocalizedText) -> Failure {
      Failure(.inputOutput, problem.of("--token-file \(path)"))
    }
    func unreadable(_ error: SystemError) -> Failure {
      failure(
        LocalizedText(
          en: "cannot be read: \(error.text[.english])", zh: "无法读取：\(error.text[.chinese])"))
    }
    // A pipe may have no one at its other end.
    let number = openFile(path, O_RDONLY | O_NONBLOCK)
    guard number >= 0 else { throw unreadable(SystemError(number: errno)) }
    let file = FileDescriptor(number)
    defer { file.close() }
    let left = Int64((max(deadline - .now, .zero) / .milliseconds(1)).rounded(.up))
    guard file.waitFor(POLLIN, milliseconds: left) != nil else {
      throw failure(LocalizedText(en: "nothing came out of it in time", zh: "等待内容超时"))
    }
    // From here on it is read like any file: what is there may still come in parts.
    _ = fcntl(number, F_SETFL, O_RDONLY)
    let bytes: [UInt8]
    switch file.read(limit: Self.maxTokenBytes) {
    case .success(let content): bytes = content
    case .failure(let error): throw unreadable(error)
    }
    if let information = file.information, information.isRegularFile, information.st_mode & 0o077 != 0 {
      warn(
        LocalizedText(
          en: "\(path): others can read the token; chmod 600 it", zh: "\(path)：其他用户可以读取令牌；请执行 chmod 600"))
    }
    return bytes
  }
}
