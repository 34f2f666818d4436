import ContentBlocks
import Testing

@testable import OKRClient

/// Requests, byte for byte.
@Suite struct APIRequestTests {
  private static let id = OKRIdentifier("7041857032248410131")
  private static let content = ContentBlock(blocks: [
    .paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: "甲"))]))
  ])
  private static let blocks =
    #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"甲"}}]}}]}"#

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func updateReplacesARecord() throws {
    let id = try #require(Self.id)
    let body = Self.content.requestBody(
      progressRate: ProgressRate(percent: ProgressPercent("50.21"), status: .risk))
    let request = APIRequest.update(id, body: body, userIDType: .unionID)
    #expect(request.method == .put)
    #expect(
      request.url(at: Brand.feishu.baseURL)
        == "https://open.feishu.cn/open-apis/okr/v1/progress_records/7041857032248410131?user_id_type=union_id"
    )
    #expect(request.headers == [.init(name: "Content-Type", value: "application/json; charset=utf-8")])
    #expect(
      text(request.body) == #"{"content":\#(Self.blocks),"progress_rate":{"percent":50.21,"status":1}}"#)
    #expect(request.needsToken)
    #expect(request.call.isIdempotent)
  }

  @Test func readHasNoBody() throws {
    let request = APIRequest.read(try #require(Self.id))
    #expect(request.method == .get)
    #expect(request.path == "/open-apis/okr/v1/progress_records/7041857032248410131")
    #expect(request.query == "user_id_type=open_id")
    #expect(request.headers.isEmpty)
    #expect(request.body.isEmpty)
  }

  @Test func createNamesSourceAndTarget() throws {
    let id = try #require(Self.id)
    let record = try #require(
      NewRecord(
        target: .keyResult(id), sourceTitle: "周报 \"47\"", sourceURL: "https://a.cn/1",
        content: Self.content))
    let request = APIRequest.create(record, userIDType: .userID)
    #expect(request.method == .post)
    #expect(
      request.url(at: Brand.lark.baseURL)
        == "https://open.larksuite.com/open-apis/okr/v1/progress_records?user_id_type=user_id")
    #expect(
      text(request.body)
        == #"{"source_title":"周报 \"47\"","source_url":"https://a.cn/1","target_id":"7041857032248410131","#
        + #""target_type":3,"content":\#(Self.blocks)}"#)
    #expect(!request.call.isIdempotent)
    #expect(OKRTarget.objective(try #require(Self.id)).type == 2)
  }

  @Test(arguments: ["", "a.cn", "ftp://a.cn", "https://", "https://a.cn/ b", "https://a.cn\n"])
  func aSourceIsAWebAddress(url: String) throws {
    #expect(
      NewRecord(
        target: .objective(try #require(Self.id)), sourceTitle: "甲", sourceURL: url, content: Self.content)
        == nil)
  }

  @Test func aSourceHasATitle() throws {
    #expect(
      NewRecord(
        target: .objective(try #require(Self.id)), sourceTitle: "", sourceURL: "https://a.cn",
        content: Self.content) == nil)
  }

  @Test func uploadIsAForm() throws {
    let image = UploadImage(bytes: [0x89, 0x50, 0x0D, 0x0A, 0x00, 0xFF], fileExtension: "png")
    let request = APIRequest.upload(image, to: .objective(try #require(Self.id)))
    let type = try #require(request.headers.first?.value)
    #expect(type.hasPrefix("multipart/form-data; boundary="))
    let boundary = String(type.dropFirst("multipart/form-data; boundary=".count))
    let expected =
      Array(
        ("--\(boundary)\r\nContent-Disposition: form-data; name=\"target_id\"\r\n\r\n7041857032248410131\r\n"
          + "--\(boundary)\r\nContent-Disposition: form-data; name=\"target_type\"\r\n\r\n2\r\n"
          + "--\(boundary)\r\nContent-Disposition: form-data; name=\"data\"; filename=\"image.png\"\r\n"
          + "Content-Type: image/png\r\n\r\n").utf8) + image.bytes + Array("\r\n--\(boundary)--\r\n".utf8)
    #expect(request.body == expected)
    #expect(request.path == "/open-apis/okr/v1/images/upload")
    #expect(request.query == nil)
    #expect(!request.call.isIdempotent)
  }

  @Test func theTokenCallHoldsTheSecretInItsBodyAlone() throws {
    let request = APIRequest.token(appID: "cli_1", secret: try #require(Secret("s3\"cret")))
    #expect(text(request.body) == #"{"app_id":"cli_1","app_secret":"s3\"cret"}"#)
    #expect(request.path == "/open-apis/auth/v3/tenant_access_token/internal")
    #expect(!request.needsToken)
    #expect(request.call.isIdempotent)
  }
}
