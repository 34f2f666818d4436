import OKRSandbox
import Testing

/// What shells complete: the ids that `okrmd list` showed last.
@Suite struct CompletionTests {
  /// A sender who has listed the sandbox's sample OKRs, with one record in them.
  private func withList(_ test: (Sender) async throws -> Void) async throws {
    try await withSandbox(
      configure: { configuration in
        configuration.people = Sandbox.samplePeople(at: configuration.now())
      },
      { _, sender async throws in
        try sender.folder.write("一", to: "note.md")
        let push = try await sender.okrmd("push", "--create", "--key-result", Sender.keyResult, "note.md")
        #expect(push.status == 0)
        #expect(try await sender.okrmd("list", Self.person).status == 0)
        try await test(sender)
      })
  }

  private static let person = "ou_5ad573a6411d72b8305fda3a9c15c70e"

  /// What a shell's script is told for a word that is still empty.
  private func candidates(
    _ sender: Sender, _ command: String, _ argument: String, shell: String
  ) async throws -> [String] {
    let words = ["okrmd", command, argument, ""]
    let outcome = try await sender.okrmd(
      ["---completion", command, "--", argument, "3", "0"] + words, environment: ["SAP_SHELL": shell])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    return outcome.output.split(separator: "\n").map { String($0) }
  }

  @Test func keyResultsAreCompleted() async throws {
    try await withList { sender async throws in
      let ids = (7_041_430_377_642_082_323...7_041_430_377_642_082_327).map { "\($0)" }
      for command in ["push", "new"] {
        #expect(try await candidates(sender, command, "--key-result", shell: "bash") == ids)
      }
      let fish = try await candidates(sender, "push", "--key-result", shell: "fish")
      #expect(fish.count == 5 && fish[0] == "\(ids[0])\t登录转化率从 52% 提升到 65%")
      let zsh = try await candidates(sender, "push", "--key-result", shell: "zsh")
      #expect(zsh.first == "\(ids[0]):登录转化率从 52% 提升到 65%")
    }
  }

  @Test func objectivesAndRecordsAreCompleted() async throws {
    try await withList { sender async throws in
      let objectives = try await candidates(sender, "push", "--objective", shell: "bash")
      #expect(objectives == ["7041430377642082320", "7041430377642082321"])
      let record = try #require(
        try sender.folder.text(of: "note.md").firstMatch(of: /progress_id: "(\d+)"/)?.1)
      for (command, argument) in [
        ("push", "--progress-id"), ("pull", "--progress-id"), ("pull", "positional@0"),
      ] {
        #expect(try await candidates(sender, command, argument, shell: "bash") == ["\(record)"])
      }
      let fish = try await candidates(sender, "pull", "--progress-id", shell: "fish")
      #expect(fish.first?.wholeMatch(of: /\d+\t\d{4}-\d\d-\d\d 注册流程从 5 步减少到 2 步/) != nil)
    }
  }

  /// The service's words reach a shell as they are: on one line, and no part of them is syntax.
  @Test func titlesAreNoSyntax() async throws {
    try await withSandbox { _, sender async throws in
      try sender.folder.write(
        #"{"key_results":[{"id":"7","title":"a:b\\c\nd\u001b[31m"},{"id":"$(x)","title":"e"},{"id":"8"}]}"#,
        to: "home/state/okrmd/list.json")
      let zsh = try await candidates(sender, "push", "--key-result", shell: "zsh")
      #expect(zsh.first == #"7:a\:b\\c d\#u{FFFD}[31m"#)
      #expect(try await candidates(sender, "push", "--key-result", shell: "bash") == ["7", "8"])
      #expect(try await candidates(sender, "push", "--objective", shell: "bash") == [])
    }
  }

  @Test func theListIsKeptForItsOwner() async throws {
    try await withList { sender async throws in
      #expect(sender.folder.mode(of: "home/state/okrmd/list.json") == 0o600)
    }
  }

  @Test(arguments: ["", "{", "[]", #"{"key_results":7}"#])
  func withoutAListNothingIsCompleted(list: String) async throws {
    try await withSandbox { _, sender async throws in
      if !list.isEmpty { try sender.folder.write(list, to: "home/state/okrmd/list.json") }
      #expect(try await candidates(sender, "push", "--key-result", shell: "fish") == [])
    }
  }

  /// Options and arguments that are paths complete to names of files.
  @Test(arguments: ["convert", "check", "push", "pull", "render", "new", "next", "preview", "sandbox"])
  func filesAreCompleted(command: String) throws {
    let script = try TemporaryFolder().okrmd("--generate-completion-script", "zsh").output
    let function = try #require(
      script.firstMatch(
        of: try Regex("\n_okrmd_\(command)\\(\\) \\{\n((?s).*?)\n\\}", as: (Substring, Substring).self))
    ).1
    let paths = function.matches(of: /:(FILE|NEW|DIR|FILE\.json):(.*)'\n/)
    #expect(!paths.isEmpty)
    for path in paths { #expect(path.2.hasPrefix("_files"), "\(path.0)") }
  }
}
