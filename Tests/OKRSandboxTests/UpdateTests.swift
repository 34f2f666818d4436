import ContentBlocks
import OKRSandbox
import TestSupport
import Testing

@Suite struct UpdateTests {
  @Test func theDocumentsRequestGetsTheDocumentsReply() async throws {
    let clock = TestClock()
    clock.advance(milliseconds: 498)
    try await RunningSandbox.run(.with { $0.now = { clock.now } }) { running async throws in
      let request = String(decoding: try fixture("update-request"), as: UTF8.self)
      clock.advance(milliseconds: 1)
      let reply = try await running.update(request)
      #expect(reply.status == 200)
      // Arrays and objects alike: the order of keys is the document's too.
      #expect(try reply.json == JSONReader.read(try fixture("update-response")))
      let again = try await running.read()
      #expect(again.body == reply.body)
      #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
    }
  }

  @Test func everyPartOfAContentComesBack() async throws {
    try await RunningSandbox.run { running async throws in
      let content = #"""
        {"blocks":[
          {"type":"paragraph","paragraph":{"style":{"list":{"type":"indent","indentLevel":16}},"elements":[
            {"type":"docsLink","docsLink":{"url":"https://x.feishu.cn/docx/1","title":"\"Plan\"\n"}},
            {"type":"person","person":{"openId":"ou_3bbe8a09"}},
            {"type":"textRun","textRun":{"text":"a","style":{"link":{"url":"u"},"bold":false,
              "textColor":{"red":1,"green":2,"blue":3,"alpha":0.5}}}}]}},
          {"type":"gallery","gallery":{"imageList":[{"src":"s","width":1.5,"height":20}]}},
          {"type":"paragraph","paragraph":{"elements":[]}}]}
        """#
      let expected = #"""
        {"blocks":[{"paragraph":{"elements":[{"docsLink":{"title":"\"Plan\"\n",\#
        "url":"https://x.feishu.cn/docx/1"},"type":"docsLink"},{"person":{"openId":"ou_3bbe8a09"},\#
        "type":"person"},{"textRun":{"style":{"link":{"url":"u"},"textColor":{"alpha":0.5,"blue":3,\#
        "green":2,"red":1}},"text":"a"},"type":"textRun"}],"style":{"list":{"indentLevel":16,\#
        "type":"indent"}}},"type":"paragraph"},{"gallery":{"imageList":[{"height":20,"src":"s",\#
        "width":1.5}]},"type":"gallery"},{"paragraph":{"elements":[]},"type":"paragraph"}]}
        """#
      let reply = try await running.update(#"{"content":\#(content)}"#)
      #expect(reply.data?["content"]?.text == expected)
    }
  }

  @Test func ratesAreKeptAsDocumented() async throws {
    try await RunningSandbox.run { running async throws in
      func rate(_ members: String) async throws -> String? {
        try await running.update(#"{"content":\#(content("a"))\#(members)}"#).data?["progress_rate"]?.text
      }
      #expect(try await rate("") == nil)
      #expect(
        try await rate(#","progress_rate":{"percent":50.210,"status":1}"#) == #"{"percent":50.21,"status":1}"#
      )
      #expect(try await rate("") == #"{"percent":50.21,"status":1}"#)
      #expect(try await rate(#","progress_rate":null"#) == #"{"percent":50.21,"status":1}"#)
      // A percentage that is not given is 0; a status that is not given stays.
      #expect(try await rate(#","progress_rate":{"status":-1}"#) == #"{"percent":0,"status":-1}"#)
      #expect(
        try await rate(#","progress_rate":{"percent":-99999999999}"#)
          == #"{"percent":-99999999999,"status":-1}"#)
      #expect(try await rate(#","progress_rate":{}"#) == #"{"percent":0,"status":-1}"#)
    }
  }

  @Test func modifyTimeGrowsEvenWhenTheClockDoesNot() async throws {
    let clock = TestClock()
    try await RunningSandbox.run(.with { $0.now = { clock.now } }) { running async throws in
      var times: [Int64] = []
      for step: Int64 in [0, 0, -5, 10] {
        clock.advance(seconds: step)
        let reply = try await running.update(#"{"content":\#(content("a"))}"#)
        times.append(try #require(reply.data?["modify_time"]?.string.flatMap { Int64($0) }))
      }
      let start: Int64 = 1_640_677_887_000
      #expect(times == [start + 1, start + 2, start + 3, start + 5000])
    }
  }

  @Test(arguments: [
    ("open_id", "ou_1"), ("union_id", "on_1"), ("user_id", "a39e4c6d"), (nil, "ou_1"),
  ])
  func mentionsFitTheKindOfIDs(type: String?, id: String) async throws {
    try await RunningSandbox.run { running async throws in
      let query = type.map { "?user_id_type=\($0)" } ?? ""
      func status(_ id: String) async throws -> String {
        let mention = #"{"type":"person","person":{"openId":"\#(id)"}}"#
        let block = #"{"type":"paragraph","paragraph":{"elements":[\#(mention)]}}"#
        return try await running.update(#"{"content":{"blocks":[\#(block)]}}"#, query: query).summary
      }
      #expect(try await status(id) == "200 0 success")
      let expected = "400 1001003 user not found: $.content.blocks[0].paragraph.elements[0].person.openId: "
      for wrong in ["", "ou_", "on_"] where type != "user_id" || wrong.isEmpty {
        #expect(try await status(wrong) == "\(expected)'\(wrong)' is not a valid \(type ?? "open_id")")
      }
    }
  }

  @Test func someoneElseCanChangeARecord() async throws {
    let clock = TestClock()
    try await RunningSandbox.run(.with { $0.now = { clock.now } }) { running async throws in
      _ = try await running.update(#"{"content":\#(content("a")),"progress_rate":{"percent":1}}"#)
      try await running.sandbox.edit(record: RunningSandbox.recordID, content: .line("theirs"))
      let reply = try await running.read()
      #expect(reply.text.contains(#""text":"theirs""#))
      #expect(reply.data?["modify_time"]?.string == "1640677887002")
      #expect(reply.data?["progress_rate"]?.text == #"{"percent":1}"#)
      #expect(await running.sandbox.exchanges.count == 2)
      await #expect(throws: Sandbox.Failure.unknownRecord(id: "1")) {
        try await running.sandbox.edit(record: "1", content: ContentBlock())
      }
    }
  }
}
