import Testing

/// What is wrong with a request, and how the reply says so.
@Suite struct RequestFaultTests {
  static let bodies: [(body: String, problem: String)] = [
    (
      "",
      "the body is not JSON: $: is not valid JSON at line 1, column 1: "
        + "expected a value, found the end of the input"
    ),
    ("[]", "$: must be an object"),
    (
      #"{"content":{"blocks":[]},"msg":1}"#,
      "$.msg: is not a key of the body, which can have `content`, `progress_rate`"
    ),
    (content("bare"), "$.blocks: is not a key of the body, which can have `content`, `progress_rate`"),
    (#"{"content":"{}"}"#, "$.content: must be an object with `blocks`"),
    (#"{"content":{"blocks":{}}}"#, "$.content.blocks: must be an array, not an object"),
    (
      #"{"content":{"blocks":[{"block_element_type":"paragraph","paragraph":{}}]}}"#,
      "$.content.blocks[0].block_element_type: is the v2 name; v1 writes `type`"
    ),
    (
      #"{"content":{"blocks":[{"type":"paragraph","paragraph":{"x":1}}]}}"#,
      "$.content.blocks[0].paragraph.x: is not a key of this object, which can have `style` and `elements`"
    ),
    (
      #"{"content":{"blocks":[{"type":"gallery","gallery":{"imageList":[{"src":"a"},{"src":"b"}]}}]}}"#,
      "$.content.blocks[0].gallery.imageList: holds 2 images; give each a gallery of its own"
    ),
    (
      #"{"content":{"blocks":[]},"progress_rate":{"percent":100000000000,"status":3}}"#,
      "$.progress_rate.percent: must be a number from -99999999999 to 99999999999 with at most two decimals, "
        + "not 100000000000 (and 1 more)"
    ),
    (
      #"{"content":{"blocks":[]},"progress_rate":{"percent":1.234}}"#,
      "$.progress_rate.percent: must be a number from -99999999999 to 99999999999 with at most two decimals, "
        + "not 1.234"
    ),
    (
      #"{"content":{"blocks":[]},"progress_rate":{"status":-2}}"#,
      "$.progress_rate.status: must be -1 (none), 0 (normal), 1 (risk) or 2 (delayed), not -2"
    ),
  ]

  @Test(arguments: bodies)
  func bodiesAreRefused(body: String, problem: String) async throws {
    try await RunningSandbox.run { running async throws in
      let before = try await running.read().text
      #expect(try await running.update(body).summary == "400 1001001 invalid parameters: \(problem)")
      #expect(try await running.read().text == before)
    }
  }

  @Test(arguments: ["{}", #"{"content":null}"#])
  func aBodyWithoutContentIsRefused(body: String) async throws {
    try await RunningSandbox.run { running async throws in
      #expect(
        try await running.update(body).summary
          == "400 99992402 field validation failed [content: content is required]")
    }
  }

  @Test(arguments: ["", "application/json", "application/json; charset=gbk", "text/plain; charset=utf-8"])
  func contentTypesAreRefused(type: String) async throws {
    try await RunningSandbox.run { running async throws in
      let expected =
        "400 1001001 invalid parameters: "
        + "the header Content-Type must be 'application/json; charset=utf-8', not '\(type)'"
      #expect(try await running.update("{}", type: type).summary == expected)
      #expect(try await running.askForToken("{}", type: type).summary == expected)
    }
  }

  @Test(arguments: ["Application/JSON;charset=UTF-8", #"application/json ; x=";" ; Charset="utf-8""#])
  func contentTypesAreReadAsHTTPHasIt(type: String) async throws {
    try await RunningSandbox.run { running async throws in
      #expect(try await running.update(#"{"content":{"blocks":[]}}"#, type: type).status == 200)
    }
  }

  @Test(arguments: ["0", "-1", "+1", "01", "abc", "9223372036854775808", "1%32"])
  func idsAreRefused(id: String) async throws {
    try await RunningSandbox.run { running async throws in
      let expected =
        "400 1001001 invalid parameters: "
        + "the path's progress_id must be a positive whole number, not '\(id)'"
      #expect(try await running.update(#"{"content":{"blocks":[]}}"#, of: id).summary == expected)
      #expect(try await running.read(id).summary == expected)
    }
  }

  @Test func unknownRecordsAreNotFound() async throws {
    try await RunningSandbox.run { running async throws in
      let expected = "400 1001004 okr data not found: there is no progress record 9223372036854775807"
      #expect(
        try await running.update(#"{"content":{"blocks":[]}}"#, of: "9223372036854775807").summary == expected
      )
      #expect(try await running.read("9223372036854775807").summary == expected)
    }
  }

  @Test(arguments: [
    ("", "user_id_type must be one of open_id, union_id, user_id"),
    ("x", "user_id_type must be one of open_id, union_id, user_id"),
    ("OPEN_ID", "user_id_type must be one of open_id, union_id, user_id"),
    ("open_id&user_id_type=open_id", "user_id_type appears twice"),
    ("%6", "is not percent-encoded UTF-8"), ("%+f", "is not percent-encoded UTF-8"),
    ("open_id%00", "is not percent-encoded UTF-8"), ("%FF", "is not percent-encoded UTF-8"),
  ])
  func kindsOfIDsAreRefused(type: String, problem: String) async throws {
    try await RunningSandbox.run { running async throws in
      let query = "?user_id_type=\(type)"
      let expected = "400 99992402 field validation failed [user_id_type: \(problem)]"
      for reply in [
        try await running.update(#"{"content":{"blocks":[]}}"#, query: query),
        try await running.read(query: query), try await running.create("{}", query: query),
      ] {
        #expect(reply.summary == expected)
      }
    }
  }

  @Test func queriesAreDecoded() async throws {
    try await RunningSandbox.run { running async throws in
      #expect(try await running.read(query: "?user_id_type=%75ser_id&x=%e4%bd%A0+").status == 200)
    }
  }

  /// What support asks for is in the body and in a header.
  @Test func errorsCarryTheLogID() async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.read("1")
      let logID = try #require(reply.headers["x-tt-logid"])
      let error = try reply.json["error"]
      #expect(error?["log_id"]?.string == logID)
      #expect(error?["troubleshooter"]?.string?.hasSuffix("?log_id=\(logID)") == true)
      #expect(error?["field_violations"] == nil)
    }
  }

  @Test func bodiesOver16MiBAreRefused() async throws {
    try await RunningSandbox.run { running async throws in
      let most = content(String(repeating: "x", count: 16 << 20))
      let body = #"{"content":\#(most)}"#
      #expect(
        try await running.update(body).summary
          == "413 1001001 invalid parameters: the body has more than 16 MiB")
      let fits = #"{"content":\#(content(String(repeating: "x", count: 15 << 20)))}"#
      #expect(try await running.update(fits).status == 200)
    }
  }

  @Test func bodiesInChunksAreRead() async throws {
    try await RunningSandbox.run { running async throws in
      let body = #"{"content":\#(content("chunks"))}"#
      let half = body.utf8.count / 2
      let chunks = [Array(body.utf8.prefix(half)), Array(body.utf8.dropFirst(half)), []]
      let encoded = chunks.map { Array("\(String($0.count, radix: 16))\r\n".utf8) + $0 + [13, 10] }
      let reply = try await running.send(
        "PUT", RunningSandbox.recordPath,
        headers: ["Content-Type": RunningSandbox.jsonType, "Transfer-Encoding": "chunked"],
        body: Array(encoded.joined()))
      #expect(reply.summary == "200 0 success")
    }
  }
}
