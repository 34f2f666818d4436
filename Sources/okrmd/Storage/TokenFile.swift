import ContentBlocks
import OKRClient

/// Keeps an app's token until it expires, in a file that only its owner can read.
struct TokenFile: TokenStore {
  let baseURL: String
  let appID: String
  let folder: UserFolder
  /// Told when the token cannot be kept.
  let warn: @Sendable (String) -> Void

  private var name: String {
    UserFolder.fileName(in: "tokens", for: "\(baseURL) \(appID)", suffix: ".json")
  }

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
