import Foundation
import OKRSandbox
import TestSupport
import Testing

/// The token of an app is fetched once and kept.
@Suite struct PushTokenCacheTests {
  private static let app = [
    "OKRMD_TOKEN": "", "OKRMD_APP_ID": Sandbox.appID, "OKRMD_APP_SECRET": Sandbox.appSecret,
  ]
  private static let tokens = "home/cache/okrmd/tokens"

  private func cacheFile(of sender: Sender) throws -> String {
    let names = sender.files(in: Self.tokens)
    return "\(Self.tokens)/\(try #require(names.first))"
  }

  @Test func theNextRunUsesIt() async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender async throws in
      #expect(try await sender.push("甲") == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(try await sender.push("乙").status == 0)
      #expect(await sandbox.methods == ["POST", "GET", "PUT", "GET", "PUT"])
      let tokens = await sandbox.exchanges.compactMap { $0.request.header("Authorization") }
      #expect(Set(tokens).count == 1)
    }
  }

  @Test func onlyTheOwnerCanReadIt() async throws {
    try await withSandbox(environment: Self.app) { _, sender in
      try sender.folder.write("甲\n\n![](a.png)", to: "note.md")
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      let outcome = try await sender.okrmd(
        "push", "--progress-id", Sender.record, "--objective", Sender.objective, "note.md")
      #expect(outcome.status == 0)
      let folders = [
        "home", "home/cache", "home/cache/okrmd", "home/cache/okrmd/tokens", "home/state", "home/state/okrmd",
        "home/state/okrmd/records", "home/state/okrmd/images", "home/state/okrmd/pace",
      ]
      for folder in folders { #expect(sender.folder.mode(of: folder) == 0o700, "\(folder)") }
      let files = sender.files(in: "home")
      // A token, a record and its lock, an image, the pace of two calls and of the token's.
      #expect(files.count >= 6)
      for file in files { #expect(sender.folder.mode(of: "home/\(file)") == 0o600, "\(file)") }
    }
  }

  @Test func aTokenThatExpiredByItsDateIsFetchedAgain() async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      let file = try cacheFile(of: sender)
      let text = try sender.folder.text(of: file)
      try sender.folder.write(text.replacing(/"expires":[0-9]+/, with: "\"expires\":1640677887"), to: file)
      #expect(try await sender.push("乙").status == 0)
      #expect(await sandbox.methods == ["POST", "GET", "PUT", "POST", "GET", "PUT"])
    }
  }

  @Test func aTokenThatTheServiceEndedIsFetchedAgain() async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      let before = try sender.folder.text(of: cacheFile(of: sender))
      await sandbox.expireTokens()
      #expect(try await sender.push("乙") == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(await sandbox.methods == ["POST", "GET", "PUT", "GET", "POST", "GET", "PUT"])
      #expect(try sender.folder.text(of: cacheFile(of: sender)) != before)
    }
  }

  @Test(arguments: ["", "{", "null", "[]", #"{"token":"t-x"}"#, "\u{0}\u{1}"])
  func aDamagedTokenIsFetchedAgain(text: String) async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      try sender.folder.write(text, to: cacheFile(of: sender))
      #expect(try await sender.push("乙") == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(await sandbox.methods == ["POST", "GET", "PUT", "POST", "GET", "PUT"])
    }
  }

  /// What others planted is neither used, followed, waited for nor written through.
  @Test(arguments: ["link", "pipe", "folder"])
  func whatOthersPlantedIsNotUsed(kind: String) async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender async throws in
      #expect(try await sender.push("甲").status == 0)
      let file = try cacheFile(of: sender)
      let path = sender.folder.path(of: file)
      let kept = try sender.folder.text(of: file)
      let planted = kept.replacing(/"token":"[^"]*"/, with: #""token":"t-planted""#)
      try sender.folder.write(planted, to: "planted.json")
      var warning = "a kept token is not used: \(path): is a symbolic link"
      switch kind {
      case "link":
        unlink(path)
        symlink(sender.folder.path(of: "planted.json"), path)
      case "pipe":
        unlink(path)
        mkfifo(path, 0o600)
        warning = "a kept token is not used: \(path): is not a regular file"
      default:
        try sender.folder.write(planted, to: file)
        let folder = (path as NSString).deletingLastPathComponent
        chmod(folder, 0o777)
        warning = "no token is kept: \(folder): others may write to the folder; chmod 700 it"
      }
      #expect(
        try await sender.push("乙")
          == Outcome(
            "note.md: updated record \(Sender.record)\n", errors: "okrmd: warning: note.md: \(warning)\n"))
      #expect(await sandbox.methods == ["POST", "GET", "PUT", "POST", "GET", "PUT"])
      #expect(try sender.folder.text(of: "planted.json") == planted)
      if kind != "folder" {
        #expect(sender.files(in: Self.tokens).count == 1)
        #expect(sender.folder.mode(of: file) == 0o600)
      }
    }
  }

  @Test func aTokenThatCannotBeKeptIsWarnedOf() async throws {
    try await withSandbox(environment: Self.app) { sandbox, sender in
      try sender.folder.write("in the way", to: "home/cache/okrmd")
      let outcome = try await sender.push("甲")
      #expect(outcome.status == 0)
      #expect(outcome.output == "note.md: updated record \(Sender.record)\n")
      #expect(
        outcome.errors
          == "okrmd: warning: note.md: no token is kept: \(sender.folder.path(of: "home/cache/okrmd")): "
          + "is not a folder; chmod 700 it\n")
      #expect(await sandbox.methods == ["POST", "GET", "PUT"])
    }
  }

  @Test func anotherAppAndAnotherServiceHaveTheirOwn() async throws {
    let server = try RecordServer { request, _ in
      request.target.contains("tenant_access_token")
        ? .token("t-1") : .accepted
    }
    let other = try RecordServer { _, _ in .token("t-2") }
    let sender = Sender(to: server.baseURL, environment: Self.app)
    for environment in [[:], ["OKRMD_APP_ID": "cli_2"], ["OKRMD_BASE_URL": other.baseURL], [:]] {
      #expect(try await sender.push("甲", "--force", environment: environment).status == 0)
    }
    #expect(server.requests.map(\.method) == ["POST", "PUT", "POST", "PUT", "PUT"])
    #expect(other.requests.map(\.method) == ["POST", "PUT"])
    #expect(sender.files(in: Self.tokens).count == 3)
  }

  @Test func theTokenCallIsRepeated() async throws {
    let server = try RecordServer { request, index in
      if index == 0 { return .nothing }
      if index == 1 { return .json("", status: 502) }
      return request.target.contains("tenant_access_token")
        ? .token("t-1") : .accepted
    }
    #expect(try await Sender(to: server.baseURL, environment: Self.app).push("甲").status == 0)
    #expect(server.requests.map(\.method) == ["POST", "POST", "POST", "PUT"])
  }
}
