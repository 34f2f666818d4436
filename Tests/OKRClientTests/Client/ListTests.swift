import ContentBlocks
import TestSupport
import Testing

@testable import OKRClient

/// Who someone is, and what they work on.
@Suite struct ListTests {
  private static let period = #"""
    {"id":"1","permission":1,"period_id":"7001","name":"2026 年 10 月 - 12 月","confirm_status":1,"new":[],"objective_list":[
    {"id":"11","permission":1,"content":"Grow\nfast","progress_report":"","score":80,"weight":33.5,
    "progress_rate":{"percent":50.21,"status":"1"},"progress_record_list":[{"id":"901"},{"id":902},{"id":"x"},{}],
    "progress_record_last_updated_time":"1640677887499","deadline":"1640995200000","mentioned_user_list":[],
    "kr_list":[{"id":"21","content":"甲","score":0,"weight":1,"kr_weight":50,"progress_rate":{"percent":0,"status":"-1"},
    "progress_record_list":[],"progress_record_last_updated_time":"0","deadline":""},{"id":"22"},{"content":"no id"}]},
    {"id":"12"}]}
    """#

  @Test func aPersonIsIdentified() async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":0,"data":{"open_id":"ou_1","union_id":"on_1","user_id":"","name":"王","email":"a@b"}}"#)
    }
    let person = try await Calls.outcome(at: server) { try await $0.identify() }.get()
    #expect(person.openID == "ou_1")
    #expect(person.id(.unionID) == "on_1")
    #expect(person.id(.userID) == nil)
    #expect(person.name == "王")
    #expect(server.requests.map(\.target) == ["/open-apis/authen/v1/user_info"])

    let empty = try FaultServer { _, _ in .json(#"{"code":0,"data":{}}"#) }
    let error = try await Calls.outcome(at: empty) { try await $0.identify() }.failure
    #expect(error?.cause == .wrongReply)
  }

  @Test func objectivesAreRead() async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":0,"data":{"total":1,"okr_list":[\#(Self.period)]}}"#)
    }
    let periods = try await Calls.outcome(at: server, options: { $0.userIDType = .userID }) { client in
      try await client.objectives(of: "a/b", language: .english, periods: ["7001", "7 2"])
    }.get()
    #expect(
      server.requests.map(\.target) == [
        "/open-apis/okr/v1/users/a%2Fb/okrs?user_id_type=user_id&offset=0&limit=10&lang=en_us&period_ids=7001"
          + "&period_ids=7%202"
      ])
    let period = try #require(periods.first)
    #expect(period.id == "7001")
    #expect(period.name == "2026 年 10 月 - 12 月")
    #expect(period.isReadable)
    #expect(period.objectives.map(\.id.text) == ["11", "12"])
    let objective = try #require(period.objectives.first)
    #expect(objective.content == "Grow\nfast")
    #expect(objective.progressRate == ProgressRate(percent: ProgressPercent("50.21"), status: .risk))
    #expect(objective.score == 80)
    #expect(objective.weight == 33.5)
    #expect(objective.records.map(\.id.text) == ["901", "902"])
    #expect(objective.recordsUpdated == 1_640_677_887_499)
    #expect(objective.deadline == 1_640_995_200_000)
    #expect(objective.keyResults.map(\.id.text) == ["21", "22"])
    let keyResult = try #require(objective.keyResults.first)
    #expect(
      keyResult.progressRate == ProgressRate(percent: ProgressPercent("0"), status: ProgressStatus.none))
    #expect(keyResult.weight == 50)
    #expect(keyResult.recordsUpdated == nil)
    #expect(keyResult.deadline == nil)
    #expect(objective.keyResults.last?.content == "")
    #expect(objective.keyResults.last?.progressRate == nil)
  }

  @Test func pagesAreReadToTheEnd() async throws {
    let server = try FaultServer { request, _ in
      let offset = request.target.contains("offset=0&") ? 0 : request.target.contains("offset=10&") ? 10 : 20
      // One was added after the first page, so that the tenth comes again.
      let ids = (offset == 0 ? 1...10 : offset == 10 ? 10...19 : 20...22).map { #"{"period_id":"\#($0)"}"# }
      return .json(#"{"code":0,"data":{"total":23,"okr_list":[\#(ids.joined(separator: ","))]}}"#)
    }
    let periods = try await Calls.outcome(at: server) { try await $0.objectives(of: "ou_1") }.get()
    #expect(periods.map(\.id) == (1...22).map { "\($0)" })
    #expect(server.requests.count == 3)
  }

  @Test func aPageWithoutEntriesIsTheLast() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":0,"data":{"total":1000000,"okr_list":[]}}"#) }
    #expect(try await Calls.outcome(at: server) { try await $0.objectives(of: "ou_1") }.get() == [])
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [#"{"total":0}"#, #"{"total":0,"okr_list":null}"#, #"{"okr_list":[]}"#])
  func someonesListMayBeEmpty(data: String) async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":0,"data":\#(data)}"#) }
    #expect(try await Calls.outcome(at: server) { try await $0.objectives(of: "ou_1") }.get() == [])
  }

  @Test(arguments: [#"{"code":0}"#, #"{"code":0,"data":{"okr_list":{}}}"#, #"{"code":0,"data":[]}"#])
  func rejectsWhatIsNoList(body: String) async throws {
    let server = try FaultServer { _, _ in .json(body) }
    let error = try await Calls.outcome(at: server) { try await $0.objectives(of: "ou_1") }.failure
    #expect(error?.cause == .wrongReply)
    #expect(error?.description.contains("the reply holds no list") == true)
  }

  @Test func withoutPermissionThereAreIdsAlone() async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":0,"data":{"total":1,"okr_list":[{"id":"1","period_id":"7","permission":0}]}}"#)
    }
    let periods = try await Calls.outcome(at: server) { try await $0.objectives(of: "ou_1") }.get()
    #expect(periods.map(\.isReadable) == [false])
    #expect(periods.first?.objectives == [])
  }
}
