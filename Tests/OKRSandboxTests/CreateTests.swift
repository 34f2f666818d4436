import OKRSandbox
import Testing

@Suite struct CreateTests {
  private static func body(_ members: [String: String?] = [:]) -> String {
    let defaults = [
      "source_title": #""Weekly""#, "source_url": #""https://open.feishu.cn""#,
      "target_id": #""7041430377642082323""#,
      "target_type": "3", "content": content("new"),
    ]
    let all = defaults.merging(members.compactMapValues { $0 }) { $1 }.filter {
      members[$0.key] != .some(nil)
    }
    return "{\(all.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
  }

  @Test func aRecordIsCreated() async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.create(Self.body(["progress_rate": #"{"percent":12.5,"status":0}"#]))
      #expect(reply.summary == "200 0 success")
      let id = try #require(reply.data?["progress_id"]?.string)
      #expect(Int64(id) ?? 0 > 0)
      #expect(try await running.read(id).body == reply.body)
      #expect(reply.data?["progress_rate"]?.text == #"{"percent":12.5,"status":0}"#)
      let source = try #require(await running.sandbox.record(id)?.source)
      #expect(source.title == "Weekly")
      #expect(source.url == "https://open.feishu.cn")
      #expect(source.targetID == "7041430377642082323")
      #expect(source.targetType == .keyResult)
      // Each call makes another one.
      let second = try await running.create(Self.body())
      #expect(second.data?["progress_id"]?.string != id)
      #expect(await running.sandbox.records.count == 3)
    }
  }

  static let fieldFaults: [(name: String, value: String?, problem: String)] = [
    ("source_title", nil, "source_title is required"),
    ("source_title", "1", "source_title must be a string"),
    ("source_title", "\"\"", "source_title must not be empty"),
    ("source_url", nil, "source_url is required"),
    ("source_url", #""ftp://x""#, "source_url must match ^https?://.*$"),
    ("source_url", #""https://a\nb""#, "source_url must match ^https?://.*$"),
    ("source_url_pc", "1", "source_url_pc must be a string"),
    ("source_url_mobile", "[]", "source_url_mobile must be a string"),
    ("target_id", nil, "target_id is required"),
    ("target_id", #""x""#, "target_id is not an id"),
    ("target_type", nil, "target_type must be 2 (objective) or 3 (key result)"),
    ("target_type", "1", "target_type must be 2 (objective) or 3 (key result)"),
    ("target_type", "\"2\"", "target_type must be 2 (objective) or 3 (key result)"),
    ("content", nil, "content is required"),
  ]

  @Test(arguments: fieldFaults)
  func faultyFieldsAreNamed(name: String, value: String?, problem: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.create(Self.body([name: value]))
      #expect(reply.summary == "400 99992402 field validation failed [\(name): \(problem)]")
      #expect(await running.sandbox.records.count == 1)
    }
  }

  static let faults: [(name: String, value: String?, problem: String)] = [
    ("content", #"{"blocks":[1]}"#, "$.content.blocks[0]: must be an object, not a number"),
    (
      "progress_id", "\"1\"",
      "$.progress_id: is not a key of the body, which can have `content`, `progress_rate`, "
        + "`source_title`, `source_url`, `source_url_pc`, `source_url_mobile`, `target_id`, `target_type`"
    ),
  ]

  @Test(arguments: faults)
  func faultsAreRefused(name: String, value: String?, problem: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.create(Self.body([name: value]))
      #expect(reply.summary == "400 1001001 invalid parameters: \(problem)")
      #expect(await running.sandbox.records.count == 1)
    }
  }
}
