import ContentBlocks

/// The JSON object that a request carries.
struct RequestBody {
  /// As the update endpoint's document prints it, in whatever case.
  private static let mediaType = "application/json; charset=utf-8"

  private let members: [JSONMember]

  /// - Throws: the error to answer with when the request does not say that it carries JSON, carries none,
  ///   or has members beside these.
  init(of request: Sandbox.Request, allowing keys: [String]) throws(ServiceError) {
    let type = HeaderValue(request.header("Content-Type") ?? "")
    guard type.name == "application/json", type.parameters["charset"]?.lowercased() == "utf-8" else {
      throw .invalidParameters(
        "the header Content-Type must be '\(Self.mediaType)', not '\(request.header("Content-Type") ?? "")'")
    }
    let value: JSONValue
    do {
      value = try JSONReader.read(request.body)
    } catch {
      throw .invalidParameters("the body is not JSON: \(error)")
    }
    guard case .object(let members) = value else {
      throw .invalidParameters("$: must be an object")
    }
    if let unknown = members.first(where: { !keys.contains($0.key) }) {
      throw .invalidParameters(
        "$.\(unknown.key.prefix(40)): is not a key of the body, which can have "
          + keys.map { "`\($0)`" }.joined(separator: ", "))
    }
    // As good as absent.
    self.members = members.filter { $0.value != .null }
  }

  subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  /// A text that may be missing.
  func string(_ key: String) throws(ServiceError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.string else { throw .invalidParameters("$.\(key): must be a string") }
    return text
  }

  /// A text that has to be there.
  func requiredString(_ key: String) throws(ServiceError) -> String {
    guard let text = try string(key) else { throw .invalidParameters("$.\(key): is missing") }
    guard !text.isEmpty else { throw .invalidParameters("$.\(key): is empty") }
    return text
  }

  /// A web address that has to be there.
  func requiredURL(_ key: String) throws(ServiceError) -> String {
    let url = try requiredString(key)
    let isURL = url.hasPrefix("http://") || url.hasPrefix("https://")
    guard isURL, !url.contains(where: \.isNewline) else {
      throw .invalidParameters("$.\(key): must match ^https?://.*$")
    }
    return url
  }
}
