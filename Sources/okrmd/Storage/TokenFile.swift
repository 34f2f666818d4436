import ContentBlocks
import OKRClient

/// Keeps an app's token until it expires, in a file that only its owner can read.
final class TokenFile: TokenStore {
  private let baseURL: String
  private let appID: String
  private let folder: UserFolder
  /// Told when the token cannot be kept.
  private let warn: @Sendable (String) -> Void

  init(baseURL: String, appID: String, folder: UserFolder, warn: @escaping @Sendable (String) -> Void) {
    self.baseURL = baseURL
    self.appID = appID
    self.folder = folder
    self.warn = warn
  }

  private var name: String { "tokens/\(SHA256.digest(of: "\(baseURL) \(appID)".utf8).prefix(32)).json" }

  func load() -> TenantToken? {
    guard let root = folder.read(name).flatMap({ try? JSONReader.read($0) }),
      root["base_url"]?.string == baseURL, root["app_id"]?.string == appID,
      let secret = root["token"]?.string.flatMap({ Secret($0) }), let expires = root["expires"]?.wholeNumber
    else { return nil }
    return TenantToken(secret: secret, expires: expires)
  }

  func save(_ token: TenantToken) {
    let value = JSONValue.object([
      "base_url": .string(baseURL), "app_id": .string(appID), "token": .string(token.secret.value),
      "expires": .number(token.expires),
    ])
    do throws(Failure) {
      try folder.write(value.text + "\n", to: name)
    } catch {
      warn("the token is not kept for the next time: \(error.message)")
    }
  }
}
