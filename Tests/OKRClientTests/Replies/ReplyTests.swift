import ContentBlocks
import TestSupport
import Testing

@testable import OKRClient

/// What is made of a reply.
@Suite struct ReplyTests {
  @Test(
    arguments: [
      (FaultServer.Reply.json("<html>"), "the reply is not in the service's form (HTTP 200)"),
      (.json("[]"), "the reply is not in the service's form (HTTP 200)"),
      (.json(#"{"code":"0"}"#), "the reply is not in the service's form (HTTP 200)"),
      (.json("nope", status: 404), "the reply is not in the service's form (HTTP 404)"),
      (
        .response(status: 302, headers: [.init("Location", "http://127.0.0.1:9/")]),
        "the reply is a redirect, and redirects are not followed (HTTP 302)"
      ),
      (.garbage, "the reply cannot be read: it is not HTTP"),
      (.huge(bytes: 200 << 20), "the reply is longer than 16 MiB"),
    ] as [(FaultServer.Reply, String)])
  func whatIsNoReplyOfTheServiceIsRefused(reply: FaultServer.Reply, words: String) async throws {
    let server = try FaultServer { _, _ in reply }
    let error = try #require(try await Calls.outcome(at: server, of: Calls.update).failure)
    #expect(error.kind == .refused)
    #expect(error.description.contains(words))
    #expect(server.requests.count == 1)
  }

  @Test func aSuccessWithoutTheRecordIsOne() async throws {
    for body in [
      #"{"code":0}"#, #"{"code":0,"data":null}"#, #"{"code":0,"data":"x"}"#, #"{"code":0,"data":{}}"#,
    ] {
      let server = try FaultServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L1")]) }
      let reply = try await Calls.outcome(at: server, of: Calls.update).get()
      #expect(reply.record == nil)
      #expect(reply.logID == "L1")
    }
  }

  @Test func whatNoDocumentListsIsIgnored() async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":0,"msg":"ok","extra":1,"data":{"progress_id":"7","modify_time":"5","new":[],"content":{"blocks":["#
          + #"{"type":"paragraph","paragraph":{"elements":[{"type":"person","person":{"openId":"ou_1","userId":"u"}}]}}"#
          + #"]}}}"#)
    }
    let record = try await Calls.outcome(at: server) { client in try await client.read(Calls.recordID) }.get()
    #expect(
      record.content.blocks == [
        .paragraph(ContentParagraph(elements: [.mention(ContentMention(userID: "ou_1"))]))
      ])
  }

  /// The kind of ids that was asked for decides whether a user id is the person's id.
  @Test(arguments: [(OKRClient.UserIDType.userID, true), (.openID, false), (.unionID, false)])
  func peopleMayBeNamedByTheirUserID(type: OKRClient.UserIDType, isComplete: Bool) async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":0,"data":{"progress_id":"7","content":{"blocks":["#
          + #"{"type":"paragraph","paragraph":{"elements":[{"type":"person","person":{"userId":"u"}}]}}]}}}"#)
    }
    let record = try await Calls.outcome(at: server, options: { $0.userIDType = type }) { client in
      try await client.read(Calls.recordID)
    }.get()
    #expect(
      record.content.blocks == [
        .paragraph(ContentParagraph(elements: [.mention(ContentMention(userID: "u"))]))
      ])
    #expect(record.isComplete == isComplete)
    #expect(record.digest != nil)
  }

  @Test func rejectsAnotherRecord() async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    let id = try #require(OKRIdentifier("8"))
    let error = try await Calls.outcome(at: server) { client in try await client.read(id) }.failure
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("the reply holds no such record") == true)
  }

  @Test(arguments: [#""content":null,"#, ""])
  func aReplyMayNameTheRecordWithoutShowingIt(content: String) async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":0,"data":{\#(content)"progress_id":"7","modify_time":"5"}}"#)
    }
    let reply = try await Calls.outcome(at: server, of: Calls.update).get()
    #expect(reply.id == Calls.recordID)
    #expect(reply.record == nil)
  }
}
