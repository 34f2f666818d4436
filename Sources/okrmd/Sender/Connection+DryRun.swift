import OKRClient

extension Connection {
  /// Prints a request as it would be sent, but for the token.
  func print(_ request: APIRequest) {
    var lines = ["\(request.method.rawValue) \(request.url(at: baseURL))"]
    lines += request.headers.map { "\($0.name): \($0.value)" }
    lines.append("User-Agent: \(userAgent)")
    lines.append("Authorization: Bearer (hidden)")
    Standard.output.write(lines.joined(separator: "\n") + "\n\n")
    if request.body.isEmpty { return }
    Standard.output.write(String(decoding: request.body, as: UTF8.self) + "\n")
  }
}
