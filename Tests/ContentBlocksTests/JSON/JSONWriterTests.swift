import Testing

@testable import ContentBlocks

@Suite struct JSONWriterTests {
  private func canonical(_ json: String) throws -> String? { try JSONReader.read(json.utf8).canonical?.text }

  @Test(arguments: [
    #"null"#, #"[true,false,1.50,"a\"\\\n\u0001",{"b":{},"a":[]}]"#, #"{"甲":"\t"}"#,
  ])
  func compactTextReadsBackAsTheSame(json: String) throws {
    let value = try JSONReader.read(json.utf8)
    #expect(try JSONReader.read(value.text.utf8) == value)
    #expect(value.text == json.replacing("\\u0001", with: "\\u0001"))
  }

  @Test(arguments: [
    (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), (#"[1.0,10e-1,1e2,0.5,5e-1]"#, "[1,1,100,0.5,0.5]"),
    (#"{"a":{"b":null,"c":false,"d":{}},"e":""}"#, #"{"e":""}"#), (#"[null,false,{}]"#, "[null,null,null]"),
    (#"{"link":{"url":""},"style":{"link":{"url":"u"}}}"#, #"{"style":{"link":{"url":"u"}}}"#),
    (#"1e400"#, "1e400"), (#"123456789012345678901234567890"#, "1.2345678901234568e+29"),
  ])
  func valuesThatMeanTheSameHaveOneForm(json: String, expected: String) throws {
    #expect(try canonical(json) == expected)
  }

  @Test(arguments: ["null", "false", "{}", #"{"a":{"b":null}}"#])
  func whatIsAsGoodAsAbsentHasNoForm(json: String) throws {
    #expect(try canonical(json) == nil)
  }

  @Test func objectsAreWrittenMemberByMember() {
    #expect(JSONObjectWriter().finish() == Array("{}".utf8))
    var object = JSONObjectWriter()
    object.add("a\"", "甲")
    object.add("absent", nil as String?)
    object.add("n", .number(7))
    object.add("content", json: Array(#"{"blocks":[]}"#.utf8))
    #expect(
      String(decoding: object.finish(), as: UTF8.self) == #"{"a\"":"甲","n":7,"content":{"blocks":[]}}"#)
  }

  /// The examples of FIPS 180-2, appendix B.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func digests(text: String, digest: String) {
    #expect(SHA256.digest(of: text.utf8) == digest)
  }
}
