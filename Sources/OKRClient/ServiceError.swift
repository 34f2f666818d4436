/// Why a call failed for good, after all that could be tried.
///
/// ``description`` is one line for the writer of a note: what failed, with the service's own code, message
/// and log id, and what to do next. No token or secret is ever part of it.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
  /// What kind of remedy there is.
  public enum Kind: Sendable {
    /// The service refused the request, failed, or gave no reply that can be read.
    case refused
    /// A time-out, or something that may pass by itself.
    case temporary
    /// The app or the person has no right to the call.
    case forbidden
    /// There is no valid token.
    case unauthorized
    /// This machine must be set up in another way first: libcurl, certificates, a proxy's password.
    case configuration
  }

  /// What kind of remedy there is.
  public let kind: Kind
  /// The call that failed. It may be the one for a token, made before the one that was asked for.
  public let call: ServiceCall
  /// The HTTP status of the reply; nil when there is none.
  public let status: Int?
  /// The code of the reply; nil when it has none.
  public let code: ServiceCode?
  /// What the service says, fit for one line and cut.
  public let serverMessage: String?
  /// The id under which the service logged the call; its support asks for it.
  public let logID: String?
  /// Whether an update or a create may have been carried out all the same; false for other calls.
  public let mayHaveArrived: Bool
  /// What happened, without code and advice.
  let problem: String
  /// What to do next, without its full stop.
  let advice: String?

  public var description: String {
    var facts: [String] = []
    if let status { facts.append("HTTP \(status)") }
    if let code { facts.append("code \(code.number)") }
    if let serverMessage, !serverMessage.isEmpty { facts.append("\"\(serverMessage)\"") }
    if let logID { facts.append("log id \(logID)") }
    let details = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    return "\(problem)\(details)\(advice.map { "; \($0)" } ?? "")"
  }
}
