import ContentBlocks
import NotePage
import OKRSandbox
import TestSupport
import Testing

/// Objectives and key results, their records, and where records are shown.
@Suite struct OKRTests {
  private static let now: Int64 = 1_764_237_600_000  // 2025-11-27
  private static let people = Sandbox.samplePeople(at: now)
  private static let keyResult = people[0].okrs[0].objectives[0].keyResults[0]

  private static func run(_ test: (inout RunningSandbox) async throws -> Void) async throws {
    try await RunningSandbox.run(.with { $0.people = people }, test: test)
  }

  private static func list(
    _ running: RunningSandbox, _ query: String = "offset=0&limit=10", of id: String = people[0].openID
  ) async throws -> RawHTTPClient.Reply {
    try await running.send("GET", "/open-apis/okr/v1/users/\(id)/okrs?\(query)")
  }

  private static func create(
    _ running: RunningSandbox, of id: String = keyResult.id, type: Int = 3, rate: String = ""
  ) async throws -> RawHTTPClient.Reply {
    try await running.create(
      #"{"source_title":"t","source_url":"https://a.example","target_id":"\#(id)","target_type":\#(type),"#
        + #""content":\#(content("甲"))\#(rate)}"#)
  }

  private static func elements(_ value: JSONValue?) -> [JSONValue] {
    guard case .array(let values) = value else { return [] }
    return values
  }

  @Test func aPersonHasTheSampleOfTheCurrentQuarter() async throws {
    try await Self.run { running async throws in
      let data = try await Self.list(running).data
      #expect(data?["total"]?.wholeNumber == 2)
      let okrs = Self.elements(data?["okr_list"])
      #expect(okrs.map { $0["name"]?.string } == ["2025 年 10 月 - 12 月", "2025 年 7 月 - 9 月"])
      let objectives = Self.elements(okrs.first?["objective_list"])
      #expect(objectives.count == 2)
      let keyResults = objectives.flatMap { Self.elements($0["kr_list"]) }
      #expect(keyResults.count == 5)
      #expect(okrs.last?["objective_list"] == .array([]))
      let english = try await Self.list(running, "offset=0&limit=1&lang=en_us").data
      #expect(Self.elements(english?["okr_list"]).map { $0["name"]?.string } == ["Oct - Dec 2025"])
    }
  }

  @Test func recordsAreListedNewestFirst() async throws {
    try await Self.run { running async throws in
      let rate = #","progress_rate":{"percent":62.5,"status":1}"#
      let first = try await Self.create(running, rate: rate).data?["progress_id"]?.string ?? ""
      let second = try await Self.create(running).data?["progress_id"]?.string ?? ""
      // Another key result's.
      _ = try await Self.create(running, of: Self.people[0].okrs[0].objectives[1].keyResults[0].id)
      let running = running
      func keyResult() async throws -> JSONValue? {
        let okr = Self.elements(try await Self.list(running).data?["okr_list"]).first
        return Self.elements(Self.elements(okr?["objective_list"]).first?["kr_list"]).first
      }
      let both = try await keyResult()
      let ids = Self.elements(both?["progress_record_list"]).map { $0["id"]?.string }
      #expect(Set(ids) == [first, second])
      #expect(both?["progress_rate"]?.text == #"{"percent":62.5,"status":"1"}"#)
      _ = try await running.update(#"{"content":\#(content("later"))}"#, of: first)
      let changed = try await keyResult()
      #expect(Self.elements(changed?["progress_record_list"]).map { $0["id"]?.string } == [first, second])
      let time = await running.sandbox.record(first)?.modifyTime.description
      #expect(changed?["progress_record_last_updated_time"]?.string == time)
    }
  }

  @Test func listsComeInPages() async throws {
    try await Self.run { running async throws in
      let second = try await Self.list(running, "offset=1&limit=1").data
      #expect(Self.elements(second?["okr_list"]).map { $0["name"]?.string } == ["2025 年 7 月 - 9 月"])
      #expect(second?["total"]?.wholeNumber == 2)
      #expect(Self.elements(try await Self.list(running, "offset=2&limit=1").data?["okr_list"]).isEmpty)
      let period = Self.people[0].okrs[1].periodID
      let one = try await Self.list(running, "offset=0&limit=10&period_ids=\(period)&period_ids=1").data
      #expect(one?["total"]?.wholeNumber == 1)
    }
  }

  @Test(arguments: [
    ("limit=10", "offset: offset is required"), ("offset=0", "limit: limit is required"),
    ("offset=0&limit=0", "limit: limit must be a whole number from 1 to 10"),
    ("offset=0&limit=11", "limit: limit must be a whole number from 1 to 10"),
    ("offset=-1&limit=1", "offset: offset must be a whole number of at least 0"),
    ("offset=01&limit=1", "offset: offset must be a whole number of at least 0"),
    ("offset=0&limit=1&lang=zh", "lang: lang must be one of zh_cn, en_us"),
    (
      "offset=0&limit=1&user_id_type=x",
      "user_id_type: user_id_type must be one of open_id, union_id, user_id"
    ),
    (
      "offset=0&limit=1" + String(repeating: "&period_ids=1", count: 11),
      "period_ids: period_ids can name 10 periods"
    ),
  ])
  func wrongQueriesAreRefused(query: String, problem: String) async throws {
    try await Self.run { running async throws in
      #expect(
        try await Self.list(running, query).summary == "400 99992402 field validation failed [\(problem)]")
    }
  }

  @Test func peopleHaveIDsOfThreeKinds() async throws {
    try await Self.run { running async throws in
      for (type, id) in [
        ("union_id", Self.people[0].unionID), ("user_id", "wangxm"), ("user_id", "w%61ngxm"),
      ] {
        let query = "offset=0&limit=1&user_id_type=\(type)"
        #expect(try await Self.list(running, query, of: id).status == 200, "\(id)")
      }
      for id in ["wangxm", "ou_nobody", "ou_%00", "%+f", Self.people[0].unionID] {
        #expect(try await Self.list(running, of: id).code == 1_001_003, "\(id)")
      }
    }
  }

  @Test func anOKRWithoutPermissionHasIDsOnly() async throws {
    try await Self.run { running async throws in
      let okrs = Self.elements(try await Self.list(running, of: Self.people[1].openID).data?["okr_list"])
      #expect(
        okrs.map(\.text) == [
          #"{"id":"7041469619902693397","period_id":"\#(Self.people[1].okrs[0].periodID)","permission":0}"#
        ])
    }
  }

  @Test func listsNeedAScope() async throws {
    try await Self.run { running async throws in
      running.token = await running.sandbox.makeToken(scopes: [.read, .write, .upload])
      #expect(try await Self.list(running).code == 99_991_672)
    }
  }

  /// With people, records and images belong to something that there is.
  @Test(arguments: [
    ("1", 2, "objective"), ("1", 3, "key result"), (keyResult.id, 2, "objective"),
    (people[0].okrs[0].objectives[0].id, 3, "key result"),
  ])
  func targetsHaveToExist(id: String, type: Int, name: String) async throws {
    try await Self.run { running async throws in
      let expected = "400 1001004 okr data not found: there is no \(name) \(id)"
      #expect(try await Self.create(running, of: id, type: type).summary == expected)
      #expect(try await running.upload(targetID: id, targetType: "\(type)").summary == expected)
    }
  }

  /// The page names objective, key result and person, and shows the newest record first.
  @Test func thePageShowsWhatRecordsBelongTo() async throws {
    try await Self.run { running async throws in
      let first = try await Self.create(running).data?["progress_id"]?.string ?? ""
      let second =
        try await Self.create(
          running, of: Self.people[0].okrs[0].objectives[1].id, type: 2
        ).data?["progress_id"]?.string ?? ""
      _ = try await running.update(#"{"content":\#(content("later"))}"#, of: first)
      let page = try await running.send("GET", "/", headers: ["Accept-Language": "zh"]).text
      #expect(page.contains("<h1 class=\"heading\">进展记录</h1>"))
      #expect(
        page.contains(
          "<p class=\"above\">让新用户在一分钟内完成注册并登录</p>"
            + "<h2><a href=\"/records/\(first)\">登录转化率从 52% 提升到 65%</a></h2>"))
      #expect(page.contains("<h2><a href=\"/records/\(second)\">Make releases boring</a></h2>"))
      #expect(page.contains("<span class=\"detail\">王小明</span><span class=\"detail\">进展记录 \(first)</span>"))
      let places = try ["record-\(first)\"", "record-\(second)\"", "record-\(RunningSandbox.recordID)\""]
        .map { try #require(page.firstRange(of: $0)).lowerBound }
      #expect(places == places.sorted())
    }
  }

  /// Record 10 is newer than record 9 of the same time.
  @Test func idsAreComparedAsNumbers() async throws {
    let configure = { (configuration: inout Sandbox.Configuration) in
      configuration.recordIDs = ["9", "10"]
      configuration.now = { 5 }
    }
    try await RunningSandbox.run(.with(configure)) { running async throws in
      #expect(await running.sandbox.records.map(\.id) == ["10", "9"])
    }
  }
}
