import ArgumentParser
import OKRClient

extension UserIDType: WordArgument {}
extension Brand: WordArgument {}

/// The flags that say which service is called and how, the same for all commands that call it.
struct SenderOptionGroup: ParsableArguments {
  @Option(help: "What kind of ids the mentions hold.")
  var userIDType = UserIDType.openID

  @Option(help: "Which service: feishu or lark. Default: OKRMD_BRAND, else feishu.")
  var brand: Brand?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp(
      "Call this address in place of the brand's. Default: OKRMD_BASE_URL.", valueName: "URL"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "Read the access token from a file. Default: OKRMD_TOKEN, else OKRMD_APP_ID and OKRMD_APP_SECRET.",
      valueName: "FILE"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("How long the whole command may take.", valueName: "SECONDS"))
  var timeout = Seconds(60)

  @Option(
    help: ArgumentHelp("How often a call is repeated that may go better the next time.", valueName: "N"))
  var retries = 4

  func validate() throws {
    guard timeout.count > 0, timeout.count <= 86400 else {
      throw ValidationError("--timeout takes a number of seconds above 0, up to 86400")
    }
    guard (0...100).contains(retries) else {
      throw ValidationError("--retries takes a number from 0 to 100")
    }
  }
}
