import ContentBlocks
import OKRClient

/// Keeps an app's token until it expires, in a file that only its owner can read.
struct TokenFile: TokenStore {
  let baseURL: String
  let appID: String
  let folder: UserFolder
  /// Told when the token cannot be kept, or one that is there cannot be trusted.
  let warn: @Sendable (LocalizedText) -> Void

  private static let subfolder = "tokens"

  private var name: String {
    UserFolder.fileName(in: Self.subfolder, for: "\(baseURL) \(appID)", suffix: ".json")
  }

  func load() -> TenantToken? {
    if let reason = folder.distrust(of: Self.subfolder) {
      warn(
        LocalizedText(
          en: "no token is kept: \(reason[.english]); chmod 700 it",
          zh: "不缓存令牌：\(reason[.chinese])；请执行 chmod 700"))
      return nil
    }
    let bytes: [UInt8]
    switch folder.content(of: name) {
    case .none: return nil
    case .unusable(let reason):
      warn(
        LocalizedText(en: "a kept token is not used: \(reason[.english])", zh: "不使用缓存的令牌：\(reason[.chinese])")
      )
      return nil
    case .bytes(let content): bytes = content
    }
    guard let root = try? JSONReader.read(bytes),
      root["base_url"]?.string == baseURL, root["app_id"]?.string == appID,
      let secret = root["token"]?.string.flatMap({ Secret($0) }), let expires = root["expires"]?.wholeNumber
    else { return nil }
    return TenantToken(secret: secret, expires: expires)
  }

  func save(_ token: TenantToken) {
    guard folder.distrust(of: Self.subfolder) == nil else { return }
    let value = JSONValue.object([
      "base_url": .string(baseURL), "app_id": .string(appID), "token": .string(token.secret.value),
      "expires": .number(token.expires),
    ])
    do throws(Failure) {
      try folder.write(value.text + "\n", to: name)
    } catch {
      warn(
        LocalizedText(
          en: "the token is not kept for the next time: \(error.text[.english])",
          zh: "令牌未能缓存：\(error.text[.chinese])"))
    }
  }
}
