import Foundation
import Testing

/// `-o`: files are written whole or not at all.
@Suite struct OutputFileTests {
  let folder = TemporaryFolder()

  private let written = "{\"blocks\":[]}\n"

  private func convert(to path: String) throws -> Outcome {
    try folder.okrmd("convert", "--compact", "-o", path)
  }

  // MARK: What is written

  @Test func aNewFileIsWritten() throws {
    #expect(try convert(to: "a.json") == Outcome())
    #expect(try folder.text(of: "a.json") == written)
    #expect(try folder.names() == ["a.json"])
  }

  @Test func aFileInAnotherFolderIsWritten() throws {
    try folder.createFolder("json")
    #expect(try convert(to: "json/a.json") == Outcome())
    #expect(try convert(to: folder.path(of: "json/b.json")) == Outcome())
    #expect(try folder.text(of: "json/a.json") == written)
    #expect(try folder.names(in: "json") == ["a.json", "b.json"])
    #expect(try folder.names() == ["json"])
  }

  @Test func aLongerFileIsReplacedWhole() throws {
    try folder.write(String(repeating: "old\n", count: 1000), to: "a.json")
    #expect(try convert(to: "a.json") == Outcome())
    #expect(try folder.text(of: "a.json") == written)
    #expect(try folder.names() == ["a.json"])
  }

  @Test func aNewFileHasTheUsualMode() throws {
    #expect(try folder.shell(#"umask 027 && "$OKRMD" convert -o a.json < /dev/null"#) == Outcome())
    #expect(try folder.shell(#"umask 000 && "$OKRMD" convert -o b.json < /dev/null"#) == Outcome())
    #expect(folder.mode(of: "a.json") == 0o640)
    #expect(folder.mode(of: "b.json") == 0o666)
  }

  @Test(arguments: [0o600, 0o664, 0o755] as [mode_t])
  func theModeIsKept(mode: mode_t) throws {
    try folder.write("old", to: "a.json")
    folder.setMode(mode, of: "a.json")
    #expect(try convert(to: "a.json") == Outcome())
    #expect(try folder.text(of: "a.json") == written)
    #expect(folder.mode(of: "a.json") == mode)
  }

  // MARK: Links

  @Test func aLinkIsKeptAndItsTargetReplaced() throws {
    try folder.write("old", to: "json/target.json")
    folder.setMode(0o600, of: "json/target.json")
    try folder.link("json/second.json", to: "target.json")
    try folder.link("first.json", to: "json/second.json")
    #expect(try convert(to: "first.json") == Outcome())
    #expect(folder.isLink("first.json"))
    #expect(folder.isLink("json/second.json"))
    #expect(!folder.isLink("json/target.json"))
    #expect(try folder.text(of: "json/target.json") == written)
    #expect(folder.mode(of: "json/target.json") == 0o600)
    #expect(try folder.names() == ["first.json", "json"])
    #expect(try folder.names(in: "json") == ["second.json", "target.json"])
  }

  @Test func anAbsoluteLinkIsFollowed() throws {
    try folder.write("old", to: "json/target.json")
    try folder.link("link.json", to: folder.path(of: "json/target.json"))
    #expect(try convert(to: "link.json") == Outcome())
    #expect(folder.isLink("link.json"))
    #expect(try folder.text(of: "json/target.json") == written)
  }

  @Test func aLinkToNothingYetIsFollowed() throws {
    try folder.link("link.json", to: "target.json")
    #expect(try convert(to: "link.json") == Outcome())
    #expect(folder.isLink("link.json"))
    #expect(try folder.text(of: "target.json") == written)
  }

  @Test func linksInACircleAreAnError() throws {
    try folder.link("a.json", to: "b.json")
    try folder.link("b.json", to: "a.json")
    #expect(
      try convert(to: "a.json")
        == .error("a.json: cannot be written: too many levels of symbolic links", status: 73))
    #expect(folder.isLink("a.json"))
  }

  // MARK: What is not a regular file

  @Test func theNullDeviceIsNotReplaced() throws {
    #expect(try convert(to: "/dev/null") == Outcome())
    #expect(TemporaryFolder.information("/dev/null").isCharacterDevice)
  }

  @Test func aLinkToTheNullDeviceIsNotReplaced() throws {
    try folder.link("null", to: "/dev/null")
    #expect(try convert(to: "null") == Outcome())
    #expect(folder.isLink("null"))
    #expect(TemporaryFolder.information("/dev/null").isCharacterDevice)
  }

  @Test func aNamedPipeIsWrittenInto() throws {
    let run = try folder.shell(
      #"mkfifo pipe && { cat pipe & "$OKRMD" convert --compact -o pipe < /dev/null; wait; test -p pipe; }"#)
    #expect(run == Outcome(written))
    #expect(try folder.names() == ["pipe"])
  }

  @Test func aDashIsStandardOutput() throws {
    #expect(try convert(to: "-") == Outcome(written))
    #expect(try folder.names() == [])
  }

  @Test(arguments: ["/dev/stdout", "/dev/fd/1"])
  func standardOutputCanBeNamed(path: String) throws {
    #expect(try convert(to: path) == Outcome(written))
  }

  #if os(Linux)
    @Test func aFullDeviceIsAnError() throws {
      #expect(
        try convert(to: "/dev/full")
          == .error("/dev/full: cannot be written: no space left on device", status: 73))
      #expect(TemporaryFolder.information("/dev/full").isCharacterDevice)
    }

    @Test func aFullStandardOutputIsAnError() throws {
      #expect(
        try folder.shell(#""$OKRMD" convert < /dev/null > /dev/full"#)
          == .error("standard output cannot be written: no space left on device", status: 73))
    }

    @Test func aPlaceWhereNothingCanBeCreatedIsAnError() throws {
      #expect(
        try convert(to: "/proc/okrmd.json")
          == .error("/proc/okrmd.json: cannot be written: no such file or directory", status: 73))
    }
  #endif

  @Test func closedStandardOutputIsAnError() throws {
    #expect(
      try folder.shell(#""$OKRMD" convert < /dev/null >&-"#)
        == .error("standard output cannot be written: bad file descriptor", status: 73))
  }

  // MARK: Where nothing can be written

  @Test func aMissingFolderIsAnError() throws {
    #expect(
      try convert(to: "json/a.json")
        == .error("json/a.json: cannot be written: no such file or directory", status: 73))
    #expect(try folder.names() == [])
  }

  @Test func aFileInPlaceOfTheFolderIsAnError() throws {
    try folder.write("old", to: "json")
    #expect(
      try convert(to: "json/a.json") == .error("json/a.json: cannot be written: not a directory", status: 73))
    #expect(try folder.text(of: "json") == "old")
  }

  @Test func aFolderIsNotReplaced() throws {
    try folder.createFolder("json")
    try folder.link("link", to: "json")
    for path in ["json", "json/", "link", "."] {
      #expect(try convert(to: path) == .error("\(path): is a folder; name a file", status: 73))
    }
    #expect(try folder.names() == ["json", "link"])
    #expect(try folder.names(in: "json") == [])
  }

  @Test(.enabled(if: !isRoot, "root may write everywhere"))
  func aFolderThatIsReadOnlyIsAnError() throws {
    try folder.write("old", to: "json/a.json")
    folder.setMode(0o555, of: "json")
    defer { folder.setMode(0o755, of: "json") }
    for name in ["json/a.json", "json/b.json"] {
      #expect(try convert(to: name) == .error("\(name): cannot be written: permission denied", status: 73))
    }
    #expect(try folder.text(of: "json/a.json") == "old")
    #expect(try folder.names(in: "json") == ["a.json"])
  }

  @Test(.enabled(if: !isRoot, "root may write everywhere"))
  func aFileThatIsReadOnlyIsNotReplaced() throws {
    try folder.write("old", to: "a.json")
    folder.setMode(0o444, of: "a.json")
    #expect(try convert(to: "a.json") == .error("a.json: cannot be written: permission denied", status: 73))
    #expect(try folder.text(of: "a.json") == "old")
    #expect(try folder.names() == ["a.json"])
  }

  // MARK: Never the note itself

  @Test func theNoteIsNotOverwritten() throws {
    try folder.write("甲\n", to: "note.md")
    try folder.link("link.md", to: "note.md")
    try FileManager.default.linkItem(atPath: folder.path(of: "note.md"), toPath: folder.path(of: "hard.md"))
    for path in ["note.md", "./note.md", folder.path(of: "note.md"), "link.md", "hard.md"] {
      #expect(
        try folder.okrmd("convert", "note.md", "-o", path)
          == .error("\(path): is the note itself; name another file", status: 73))
    }
    #expect(
      try folder.okrmd("convert", "link.md", "-o", "note.md")
        == .error("note.md: is the note itself; name another file", status: 73))
    #expect(try folder.text(of: "note.md") == "甲\n")
    #expect(try folder.names() == ["hard.md", "link.md", "note.md"])
  }

  @Test func theNoteOnStandardInputIsNotOverwritten() throws {
    try folder.write("甲\n", to: "note.md")
    #expect(
      try folder.shell(#""$OKRMD" convert -o note.md < note.md"#)
        == .error("note.md: is the note itself; name another file", status: 73))
    #expect(try folder.text(of: "note.md") == "甲\n")
  }

  // MARK: Whole or not at all

  @Test(
    arguments: [
      (["note.md"], 65), (["nowhere.md"], 66), (["."], 74), (["--strict", "warning.md"], 1),
      (["--max-bytes", "3", "warning.md"], 65), (["front.md"], 65), (["--wire", "v3", "warning.md"], 64),
    ] as [([String], Int32)])
  func aFailureLeavesTheOldOutput(arguments: [String], status: Int32) throws {
    try folder.write(notUTF8, to: "note.md")
    try folder.write(noteWithWarning, to: "warning.md")
    try folder.write("---\nokr: 1\n---\n", to: "front.md")
    try folder.write("old", to: "a.json")
    let before = try folder.names()
    let run = try folder.okrmd(["convert"] + arguments + ["-o", "a.json"])
    #expect(run.status == status)
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(try folder.text(of: "a.json") == "old")
    #expect(try folder.names() == before)
  }

  @Test func aFailureMakesNoNewFile() throws {
    try folder.write(notUTF8, to: "note.md")
    #expect(try folder.okrmd("convert", "note.md", "-o", "a.json").status == 65)
    #expect(try folder.names() == ["note.md"])
  }

  @Test func aDiskThatFillsUpLeavesTheOldOutput() throws {
    try folder.write(String(repeating: "甲\n\n", count: 5000), to: "note.md")
    try folder.write("old", to: "a.json")
    // A limit on file sizes fails in the middle of the file, as a full disk does.
    let run = try folder.shell(
      #"trap '' XFSZ && ulimit -f 16 && "$OKRMD" convert --diagnostics none note.md -o a.json"#)
    #expect(run == .error("a.json: cannot be written: file too large", status: 73))
    #expect(try folder.text(of: "a.json") == "old")
    #expect(try folder.names() == ["a.json", "note.md"])
  }
}
