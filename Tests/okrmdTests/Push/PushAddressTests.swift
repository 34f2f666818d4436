import TestSupport
import Testing

/// Where a note goes is said by flags and environment, never in the clear.
@Suite struct PushAddressTests {
  @Test(arguments: [
    "http://okr.example", "http://192.168.1.1", "http://127.0.0.1.okr.example", "http://127.1",
    "http://2130706433",
    "http://0x7f000001", "http://localhost.okr.example", "http://[::ffff:127.0.0.1]", "ftp://127.0.0.1",
    "127.0.0.1",
    "https://", "https://a@b", "https://a?b", "https://a#b", "https://a:0", "https://a:65536", "https://a/..",
    "https://a b",
    "http://0.0.0.0",
  ])
  func unsafeAddressesAreRefused(address: String) async throws {
    let sender = Sender(to: "")
    let byFlag = try await sender.push("甲", "--base-url", address)
    #expect(byFlag.status == 78)
    #expect(byFlag.isOneLineOfError)
    #expect(byFlag.errors.hasPrefix("okrmd: error: --base-url: "))
    let byVariable = try await sender.push("甲", environment: ["OKRMD_BASE_URL": address])
    #expect(byVariable.status == 78)
    #expect(byVariable.isOneLineOfError)
    #expect(byVariable.errors.hasPrefix("okrmd: error: OKRMD_BASE_URL: "))
  }

  @Test func theTokenIsNotSentInTheClear() async throws {
    #expect(
      try await Sender(to: "http://okr.example").push("甲")
        == .error(
          "OKRMD_BASE_URL: would send the token in the clear; use https:// for any host but 127.0.0.1",
          status: 78))
  }

  @Test func anEmptyFlagIsNoAddress() async throws {
    let outcome = try await Sender(to: "").push("甲", "--base-url", "", "--dry-run")
    #expect(outcome.status == 78)
  }

  @Test func theFlagWinsOverTheVariable() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let other = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: other.baseURL)
    #expect(try await sender.push("甲", "--base-url", "\(server.baseURL)/okr/").status == 0)
    #expect(
      server.requests.map(\.target) == [
        "/okr/open-apis/okr/v1/progress_records/\(Sender.record)?user_id_type=open_id"
      ])
    #expect(other.connectionCount == 0)
  }

  @Test func aNoteDoesNotDecide() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let other = try RecordServer { _, _ in .nothing }
    let note =
      "---\nbase_url: \(other.baseURL)\nokr:\n  base_url: \(other.baseURL)\n  token: t-x\n  brand: lark\n---\n甲"
    let sender = Sender(to: server.baseURL, token: "t-own")
    #expect(try await sender.push(note).status == 0)
    #expect(server.requests.map { $0.header("Authorization") } == ["Bearer t-own"])
    #expect(other.connectionCount == 0)
  }

  @Test func theBrandChoosesTheHost() async throws {
    let sender = Sender(to: "")
    func url(_ flags: String..., brand: String = "") async throws -> String? {
      let outcome = try await sender.push(
        "甲", ["--dry-run"] + flags, environment: ["OKRMD_BRAND": brand])
      #expect(outcome.status == 0)
      return outcome.output.split(separator: "/").dropFirst().first.map(String.init)
    }
    #expect(try await url() == "open.feishu.cn")
    #expect(try await url(brand: "lark") == "open.larksuite.com")
    #expect(try await url("--brand", "feishu", brand: "lark") == "open.feishu.cn")
    #expect(try await url("--base-url", "https://okr.example", brand: "lark") == "okr.example")
    #expect(try await sender.push("甲", "--brand", "slack").status == 64)
    #expect(
      try await sender.push("甲", environment: ["OKRMD_BRAND": "slack"])
        == .error("OKRMD_BRAND: must be feishu or lark, not 'slack'", status: 78))
  }
}
