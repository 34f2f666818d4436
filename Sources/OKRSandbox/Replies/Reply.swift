import ContentBlocks

/// What the sandbox answers to a request, free of any HTTP library.
struct Reply: Sendable {
  var status = 200
  var headers: [Sandbox.HeaderField] = []
  var body: [UInt8]
  /// What goes on after the head in place of the body; nil for a reply that has an end.
  var feed: PageFeed?

  /// JSON, in UTF-8.
  init(status: Int = 200, headers: [Sandbox.HeaderField] = [], json: JSONValue) {
    self.status = status
    self.headers = headers + [Sandbox.HeaderField("Content-Type", "application/json; charset=utf-8")]
    body = Array(json.text.utf8)
  }

  /// The success of a call that has `data`.
  static func success(_ data: JSONValue) -> Reply {
    Reply(json: .object(["code": .number(0), "data": data, "msg": .string("success")]))
  }

  /// An image to look at. It must never be taken for a page: anyone's bytes may be in it.
  init(image: [UInt8], format: ImageFormat) {
    headers = [
      Sandbox.HeaderField("Content-Type", format.mediaType),
      Sandbox.HeaderField("X-Content-Type-Options", "nosniff"),
      Sandbox.HeaderField("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    body = image
  }
}
