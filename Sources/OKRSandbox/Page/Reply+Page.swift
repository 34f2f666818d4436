/// Replies to a browser.
extension Reply {
  private static let pageHeaders = [
    // Nothing but what this server serves is loaded, run or talked to, and no other site may frame it.
    Sandbox.HeaderField(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    Sandbox.HeaderField("X-Content-Type-Options", "nosniff"),
    Sandbox.HeaderField("Referrer-Policy", "no-referrer"),
    Sandbox.HeaderField("Cross-Origin-Resource-Policy", "same-origin"),
    Sandbox.HeaderField("Cache-Control", "no-store"),
  ]

  init(page: PageDocument, status: Int = 200) {
    self.status = status
    headers = Self.pageHeaders + [Sandbox.HeaderField("Content-Type", "text/html; charset=utf-8")]
    body = page.html.bytes
  }

  init(_ asset: PageAsset) {
    headers = Self.pageHeaders + [Sandbox.HeaderField("Content-Type", asset.mediaType)]
    body = Array(asset.text.utf8)
  }

  /// A reply without an end: the feed goes on until the page or the server leaves.
  init(_ feed: PageFeed) {
    headers = Self.pageHeaders + [Sandbox.HeaderField("Content-Type", "text/event-stream")]
    body = []
    self.feed = feed
  }
}
