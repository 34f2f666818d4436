extension Sandbox {
  /// A header of a request or a reply.
  public struct HeaderField: Equatable, Sendable {
    /// The name; its letter case has no meaning.
    public let name: String
    /// The value, as it is sent.
    public let value: String

    /// A header by its name and value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request as it arrived.
  public struct Request: Equatable, Sendable {
    /// The method in capitals.
    public let method: String
    /// The path as written, percent-encoded.
    public let path: String
    /// What stands behind the `?`, as written; empty when nothing does.
    public let query: String
    /// The headers by name, `Authorization` with its token.
    public let headers: [HeaderField]
    /// The body; empty when it was over the limit of 16 MiB.
    public let body: [UInt8]
    /// Whether the body was over the limit.
    let isTooLong: Bool

    /// The value of a header, whatever the case of its name; nil when there is none.
    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  /// A request and how it was answered.
  public struct Exchange: Equatable, Sendable {
    /// The request.
    public let request: Request
    /// The HTTP status of the reply.
    public let status: Int
    /// The reply's `x-tt-logid`.
    public let logID: String
  }
}

extension Sandbox.Request {
  /// Refuses requests that came here by a name that someone else gave to this machine: pages on the web
  /// can make a browser send them (DNS rebinding).
  func checkHost(port: UInt16) throws(ServiceError) {
    let host = header("Host")
    guard let host, ["127.0.0.1:\(port)", "localhost:\(port)"].contains(host.lowercased()) else {
      throw .foreignHost(host)
    }
  }
}
