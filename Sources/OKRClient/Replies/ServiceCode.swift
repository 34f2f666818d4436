/// What a code in a reply means, and what is to be done about it.
///
/// Sources: the error codes of the update endpoint; the open platform's common codes.
public struct ServiceCode: Hashable, Sendable {
  /// The number, such as 1001001; 0 is a success.
  public let number: Int64

  /// A code by its number. It need not be one that a document lists.
  public init(_ number: Int64) {
    self.number = number
  }

  /// Something in the request is not as the service wants it.
  public static let invalidParameters = ServiceCode(1_001_001)

  /// What becomes of a call that was answered with a code.
  enum Handling: Sendable {
    /// It stays wrong however often it is sent.
    case refused
    /// The app or the person has no right to it.
    case forbidden
    /// The token is no good; a new one may be.
    case unauthorized
    /// Too many calls in this minute.
    case rateLimited
    /// The service has a problem of its own, which may pass.
    case failed
  }

  /// How the code is handled; nil for one that no document lists.
  var handling: Handling? {
    switch number {
    case 1_001_001, 1_001_003, 1_001_004: .refused
    case 1_001_002, 99_991_672: .forbidden
    case 99_991_661, 99_991_663, 99_991_668, 99_991_677: .unauthorized
    case 99_991_400: .rateLimited
    case 1_009_998, 1_009_999: .failed
    default: nil
    }
  }

  /// One sentence of advice without its full stop; nil for a code that no document lists.
  func advice(for call: ServiceCall) -> String? {
    switch number {
    case 1_001_001:
      switch call {
      case .update, .create: "check the ids of mentions, image tokens and the percentage in the note"
      case .upload: "check the objective or key result, and that the image opens"
      case .read, .token: "check the id and --user-id-type"
      }
    case 1_001_002:
      "ask for edit rights on the OKR, and give the app the scope \(call.scopes)"
    case 1_001_003:
      "a mention names nobody; check its id and --user-id-type"
    case 1_001_004:
      switch call {
      case .update, .read, .token: "check the progress id; the record may have been deleted"
      case .create, .upload: "check the id of the objective or key result"
      }
    case 1_009_998, 1_009_999: "try again later; if it stays, give the log id to Feishu's support"
    case 99_991_400: "wait a minute and try again"
    case 99_991_661, 99_991_663, 99_991_668, 99_991_677:
      "get a new token, or set OKRMD_APP_ID and OKRMD_APP_SECRET to have tokens fetched"
    case 99_991_672: "give the app the scope \(call.scopes) in the open platform's console, and publish it"
    default: nil
    }
  }
}
