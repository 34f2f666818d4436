import ContentBlocks

/// A header of a request or a reply.
public struct HTTPHeader: Equatable, Sendable {
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
public struct HTTPRequest: Equatable, Sendable {
  /// The method in capitals.
  public let method: String
  /// The path as written, percent-encoded.
  public let path: String
  /// What follows the `?`, as written; empty when nothing does.
  public let query: String
  /// The headers in the order in which they came, `Authorization` with its token.
  public let headers: [HTTPHeader]
  /// The body; empty when it was longer than ``PageServer/bodyLimit``.
  public let body: [UInt8]
  /// Whether the body was longer than that.
  package let isTooLong: Bool

  package init(
    method: String, path: String, query: String = "", headers: [HTTPHeader] = [], body: [UInt8] = [],
    isTooLong: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.isTooLong = isTooLong
  }

  /// The value of a header, whatever the case of its name; nil when there is none.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Whether the request came by a name of this machine. Pages on the web can make a browser send requests
  /// under a name of theirs that leads here (DNS rebinding).
  package func isAddressed(to port: UInt16) -> Bool {
    ["127.0.0.1:\(port)", "localhost:\(port)"].contains(header("Host")?.lowercased())
  }

  /// The language that the sender prefers, of those that there are; English when it names neither.
  package var language: Language {
    var best: (language: Language, weight: Double)?
    for choice in (header("Accept-Language") ?? "").split(separator: ",") {
      let parts = choice.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let name = parts.first?.prefix { $0 != "-" } ?? ""
      guard let language = Language.allCases.first(where: { $0.rawValue == name }) else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
      let weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
    }
    return best?.language ?? .english
  }
}

/// What is answered to a request, free of any HTTP library.
package struct HTTPReply: Sendable {
  package var status: Int
  package var headers: [HTTPHeader]
  package var body: [UInt8]
  /// What follows the head in place of the body; nil for a reply that has an end.
  package var feed: PageFeed?

  package init(status: Int = 200, headers: [HTTPHeader] = [], body: [UInt8] = [], feed: PageFeed? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.feed = feed
  }

  // MARK: For browsers

  private static func pageHeaders(type: String, hasForm: Bool = false) -> [HTTPHeader] {
    [
      // Nothing but what this server serves is loaded, run or called, and no other site may frame it.
      HTTPHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
          + "base-uri 'none'; form-action \(hasForm ? "'self'" : "'none'"); frame-ancestors 'none'"),
      HTTPHeader("X-Content-Type-Options", "nosniff"),
      // A form says by its origin which page it comes from; with no-referrer that would be null.
      HTTPHeader("Referrer-Policy", hasForm ? "same-origin" : "no-referrer"),
      HTTPHeader("Cross-Origin-Resource-Policy", "same-origin"),
      HTTPHeader("Cache-Control", "no-store"),
      HTTPHeader("Content-Type", type),
    ]
  }

  /// - Parameter hasForm: whether the page may send a form to this server.
  package init(page: PageDocument, status: Int = 200, hasForm: Bool = false) {
    self.init(
      status: status,
      headers: Self.pageHeaders(type: "text/html; charset=utf-8", hasForm: hasForm),
      body: page.html.bytes)
  }

  package init(_ file: PageFile) {
    self.init(headers: Self.pageHeaders(type: file.mediaType), body: file.bytes)
  }

  /// A reply without an end: the feed continues until the page or the server closes the connection.
  package init(_ feed: PageFeed) {
    self.init(headers: Self.pageHeaders(type: "text/event-stream"), feed: feed)
  }

  /// An image to look at. It must never be taken for a page: anyone's bytes may be in it.
  package init(image: [UInt8], format: ImageFormat) {
    self.init(
      headers: [
        HTTPHeader("Content-Type", format.mediaType), HTTPHeader("X-Content-Type-Options", "nosniff"),
        HTTPHeader("Content-Security-Policy", "default-src 'none'; sandbox"),
      ], body: image)
  }

  /// A line of plain text, for requests that a page would never send.
  package init(status: Int, text: String, headers: [HTTPHeader] = []) {
    self.init(
      status: status,
      headers: headers + [
        HTTPHeader("Content-Type", "text/plain; charset=utf-8"),
        HTTPHeader("X-Content-Type-Options", "nosniff"),
      ], body: Array("\(text)\n".utf8))
  }
}
