import TestSupport
import Testing

/// What the service says is shown on one line, without what a terminal would obey, and not in full length.
@Suite struct PushServerTextTests {
  private func errors(for message: String, logID: String = "L-1") async throws -> String {
    let server = try RecordServer { _, _ in
      .json(#"{"code":1001001,"msg":"\#(message)"}"#, status: 400, headers: [.init("x-tt-logid", logID)])
    }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 69)
    #expect(outcome.output == "")
    return outcome.errors
  }

  @Test(arguments: [
    (#"a\nb"#, "a b"), (#"a\r\n\tb"#, "a b"), (#"\u001b[31mred\u001b[0m"#, "[31mred [0m"),
    (#"a\u0000b\u0007"#, "a b"), (#"a\u009bb"#, "a b"), (#"a\u202eb\u2066c"#, "a b c"),
    (#"a\u2028b"#, "a b"),
    ("拒绝：无权限 🚫", "拒绝：无权限 🚫"),
  ])
  func controlCharactersBecomeSpaces(message: String, shown: String) async throws {
    let errors = try await errors(for: message)
    #expect(errors.contains("(HTTP 400, code 1001001, \"\(shown)\", log id L-1); "))
    #expect(errors.unicodeScalars.count { $0.properties.generalCategory == .control } == 1)
  }

  @Test func longMessagesAreCut() async throws {
    let errors = try await errors(for: String(repeating: "很长", count: 5000))
    #expect(errors.contains("\"\(String(repeating: "很长", count: 249))很…\""))
    #expect(errors.count < 800)
  }

  @Test func charactersWithoutEndAreCut() async throws {
    // One character, but ten thousand accents on it.
    let errors = try await errors(for: "a" + String(repeating: "\u{301}", count: 10_000))
    #expect(errors.unicodeScalars.count < 1000)
  }

  @Test func longLogIDsAreCut() async throws {
    let errors = try await errors(for: "no", logID: String(repeating: "7", count: 10_000))
    #expect(errors.contains("777…"))
    #expect(errors.count < 1000)
  }

  @Test func leavesOutInvalidMessages() async throws {
    for message in [#""msg":7"#, #""msg":null"#, #""msg":["a"]"#, #""msg":"""#, #""other":1"#] {
      let server = try RecordServer { _, _ in .json("{\"code\":1001001,\(message)}", status: 400) }
      let outcome = try await Sender(to: server.baseURL).push("甲")
      #expect(outcome.errors.contains("(HTTP 400, code 1001001); "), "\(message)")
    }
  }
}
