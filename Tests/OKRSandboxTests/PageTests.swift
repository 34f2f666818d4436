import TestSupport
import Testing

@testable import OKRSandbox

@Suite struct PageTests {
  private static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  @Test(arguments: [
    ("/", "text/html; charset=utf-8"), ("/records/\(RunningSandbox.recordID)", "text/html; charset=utf-8"),
    ("/page.css", "text/css; charset=utf-8"), ("/page.js", "text/javascript; charset=utf-8"),
    ("/page.svg", "image/svg+xml"),
  ])
  func everythingIsServedUnderThePolicy(path: String, type: String) async throws {
    try await RunningSandbox.run { running async throws in
      running.token = nil
      let reply = try await running.send("GET", path)
      #expect(reply.status == 200)
      #expect(reply.headers["content-type"] == type)
      #expect(reply.headers["content-security-policy"] == Self.policy)
      #expect(reply.headers["x-content-type-options"] == "nosniff")
      #expect(reply.headers["cross-origin-resource-policy"] == "same-origin")
      #expect(reply.headers["cache-control"] == "no-store")
      // Nothing is named that is not here.
      #expect(!reply.text.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
      let refused = try await running.send("POST", path, body: [])
      #expect(refused.status == 405)
      let foreign = try await running.send("GET", path, headers: ["Host": "evil.example"])
      #expect(foreign.status == 403)
    }
  }

  @Test func theListShowsAllAndARecordItself() async throws {
    try await RunningSandbox.run(.with { $0.recordIDs.append("5") }) { running async throws in
      _ = try await running.update(#"{"content":\#(content("<b>甲</b>")),"progress_rate":{"percent":50}}"#)
      let list = try await running.send("GET", "/").text
      #expect(list.contains("<h1 class=\"heading\">Progress records</h1>"))
      #expect(list.contains("<a href=\"/records/5\">Progress record 5</a></h2>"))
      #expect(list.contains("&lt;b&gt;甲&lt;/b&gt;"))
      #expect(list.contains("data-events=\"/events\""))
      let page = try await running.send("GET", "/records/\(RunningSandbox.recordID)").text
      #expect(page.contains("<h1>Progress record \(RunningSandbox.recordID)</h1>"))
      #expect(page.contains("</progress>50%"))
      #expect(page.contains("data-events=\"/records/\(RunningSandbox.recordID)/events\""))
      #expect(!page.contains("Progress record 5<"))
    }
  }

  @Test(arguments: ["9", "-1", "%3Cscript%3E", "<script>"])
  func recordsThatDoNotExistAreNotFound(id: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.send("GET", "/records/\(id)")
      #expect(reply.status == 404)
      #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
      #expect(reply.text.contains("There is no progress record "))
      #expect(!reply.text.contains("<script>"))
      #expect(!reply.text.contains("data-events"))
    }
  }

  @Test func uploadedImagesAreShown() async throws {
    try await RunningSandbox.run { running async throws in
      let upload = try await running.upload(pngSignature)
      let token = try #require(upload.data?["file_token"]?.string)
      let gallery = #"{"type":"gallery","gallery":{"imageList":[{"fileToken":"\#(token)"}]}}"#
      #expect(try await running.update(#"{"content":{"blocks":[\#(gallery)]}}"#).status == 200)
      let page = try await running.send("GET", "/").text
      #expect(page.contains("<img src=\"/images/\(token)\""))
      #expect(try await running.send("GET", "/images/\(token)").body == pngSignature)
    }
  }

  /// A reader of Chinese finds no English on the pages but what records say.
  @Test func thePagesAreInChinese() async throws {
    try await RunningSandbox.run { running async throws in
      let rate = #"{"percent":50,"status":1}"#
      _ = try await running.update(#"{"content":\#(content("甲")),"progress_rate":\#(rate)}"#)
      for path in ["/", "/records/\(RunningSandbox.recordID)", "/records/9"] {
        let page = try await running.send("GET", path, headers: ["Accept-Language": "zh-CN"]).text
        #expect(page.contains("<html lang=\"zh-CN\">"))
        let texts = page.matches(of: />([^<]+)</).map { $0.1 }
        let labels = page.matches(of: /(?:aria-label|title|alt|data-lost)="([^"]+)"/).map { $0.1 }
        #expect(texts.count > 3)
        for text in texts + labels where text.firstMatch(of: /\d{4}-\d\d-\d\d|okrmd/) == nil {
          #expect(text.firstMatch(of: /[A-Za-z]{3}/) == nil, "\(path): \(text)")
        }
      }
    }
  }
}
