import Foundation
import TestSupport
import Testing

/// What the system has in store: pipes, full disks, few files, names of any bytes, other languages.
@Suite struct SystemTests {
  let folder = TemporaryFolder()

  #if os(Linux)
    @Test(arguments: [
      "sandbox", "preview note.md", "--help", "--version", "convert --help",
      "push --dry-run --progress-id 5 note.md", "next note.md",
    ])
    func anOutputThatCannotBeWrittenIsAnError(arguments: String) throws {
      try folder.write("甲\n", to: "note.md")
      let outcome = try folder.shell("\"$OKRMD\" \(arguments) >/dev/full")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("standard output cannot be written: no space left on device"))
      #expect(outcome.isOneLineOfError)
    }
  #endif

  @Test func aFewFilesAreEnoughOrAnError() throws {
    try folder.write("甲\n", to: "note.md")
    #expect(try folder.shell(#"ulimit -n 8; "$OKRMD" convert --compact note.md"#).status == 0)
    let push = try folder.shell(
      #"ulimit -n 8; HOME=$PWD OKRMD_TOKEN=t OKRMD_BASE_URL=http://127.0.0.1:1 "$OKRMD" push --progress-id 5 note.md"#
    )
    let tooFew = Outcome.error(
      "too few files may be open at once; raise the limit with ulimit -n 256", status: 74)
    #expect(push == tooFew)
    for command in ["preview note.md", "sandbox"] {
      #expect(try folder.shell(#"ulimit -n 8; "$OKRMD" \#(command)"#) == tooFew)
    }
  }

  @Test func aPipeThatNobodyWritesToIsGivenUp() throws {
    let outcome = try folder.shell(
      #"mkfifo pipe; HOME=$PWD "$OKRMD" push --timeout 0.2 --progress-id 5 pipe"#)
    #expect(outcome == .error("pipe: nothing came out of the pipe in time", status: 74))
  }

  @Test func aPipeThatSomeoneWritesToIsRead() throws {
    #expect(
      try folder.shell(#"mkfifo pipe; (echo 甲; echo; echo 乙) >pipe & "$OKRMD" convert --compact pipe"#).output
        == plain("甲", "乙"))
  }

  @Test func namesOfAnyBytesAreFound() throws {
    let outcome = try folder.shell(
      #"""
      name=$(printf 'a\264.md'); echo 甲 >"$name" && "$OKRMD" convert --compact "$name" && "$OKRMD" convert "$name" -o "$name.json" \
        && test -f "$name.json"; rm "$name"; "$OKRMD" convert "$name"
      """#)
    #expect(outcome.output == plain("甲"))
    #expect(outcome.status == 66)
    #expect(outcome.errors == "okrmd: error: a\\xb4.md: no such file; check the path\n")
  }

  /// The file's other name cannot be kept when the file is replaced.
  @Test func aFileWithTwoNamesIsWarnedOf() throws {
    try folder.write("old", to: "a.json")
    #expect(
      try folder.shell(#"ln a.json b.json; echo 甲 | "$OKRMD" convert --compact -o a.json"#)
        == Outcome(
          errors: "okrmd: warning: a.json: the file has other names (hard links), which keep the old text\n"))
    #expect(try folder.text(of: "a.json") == plain("甲"))
    #expect(try folder.text(of: "b.json") == "old")
  }

  /// What a killed run left is removed by the next one into the folder; what another one is writing is not.
  @Test func leftoversAreRemoved() throws {
    try folder.write("left", to: ".okrmd-abcdef")
    try folder.write("mine", to: ".okrmd-notes")
    try folder.write("x", to: ".okrmd-abcdefg")
    let line = #"exec 9<.okrmd-locked && flock 9 && "$OKRMD" convert -o a.json </dev/null"#
    try folder.write("busy", to: ".okrmd-locked")
    #expect(try folder.shell(line).status == 0)
    #expect(try folder.names() == [".okrmd-abcdefg", ".okrmd-locked", ".okrmd-notes", "a.json"])
  }

  @Test func whatSteersATerminalIsNotShown() throws {
    let outcome = try folder.okrmd("convert", "a\u{202E}b\u{9B}2J\u{1B}[31m.md")
    #expect(
      outcome == .error("a\u{FFFD}b\u{FFFD}2J\u{FFFD}[31m.md: no such file; check the path", status: 66))
  }

  @Test(
    arguments: [
      ([], "OKRMD_LANG=zh"), ([], "LC_ALL=zh_CN.UTF-8 LANG=en"), ([], "LC_MESSAGES=zh_TW"),
      ([], "LANG=zh_CN.UTF-8"),
      (["--lang", "zh"], "LANG=en"), (["--lang=zh"], "OKRMD_LANG=en"),
    ] as [([String], String)])
  func theLanguageIsChosen(flags: [String], environment: String) throws {
    let line = "\(environment) \"$OKRMD\" \(flags.joined(separator: " ")) convert missing.md"
    #expect(try folder.shell(line).errors == "okrmd: error: missing.md：没有这个文件；请检查路径\n")
    let help = try folder.shell("\(environment) \"$OKRMD\" push \(flags.joined(separator: " ")) --help")
      .output
    #expect(help.hasPrefix("概述：把 Markdown 文件推送到飞书进展记录。\n"))
  }

  @Test func anotherLanguageIsAnError() throws {
    #expect(
      try folder.okrmd("--lang", "fr", "convert") == .error("--lang takes en or zh, not 'fr'", status: 64))
    #expect(
      try folder.shell(#"LANG=fr_FR.UTF-8 "$OKRMD" convert missing.md"#).errors.contains("no such file"))
  }

  @Test(arguments: ["--forc", "--adop", "--create-agai", "--allow-empt"])
  func whatDoesHarmIsNotProposed(flag: String) throws {
    #expect(
      try folder.okrmd("push", flag)
        == .error("unknown option '\(flag)'; see 'okrmd push --help'", status: 64))
  }
}
