import Testing

/// Command lines with many names, as `notes/*.md` makes them.
@Suite struct ManyFilesTests {
  private func folder(with count: Int) throws -> (TemporaryFolder, names: [String]) {
    let folder = TemporaryFolder()
    let names = (0..<count).map { "n\($0).md" }
    for (index, name) in names.enumerated() { try folder.write("第 \(index) 篇", to: name) }
    return (folder, names)
  }

  @Test(arguments: [16, 17, 18, 300])
  func eachNoteGetsItsFile(count: Int) throws {
    let (folder, names) = try folder(with: count)
    let run = try folder.okrmd(["convert", "--compact"] + names + ["--out-dir", "json"])
    #expect(run == Outcome())
    for index in 0..<count {
      #expect(try folder.text(of: "json/n\(index).json").contains("第 \(index) 篇"))
    }
  }

  /// Names before, between and after flags, in the order in which they are given.
  @Test func theOrderStays() throws {
    let (folder, names) = try folder(with: 60)
    var arguments = ["check"] + names[..<20]
    arguments += ["--verbose"] + names[20..<40]
    arguments += ["--tables", "rows"] + names[40...]
    let missing = arguments.map { $0.hasPrefix("n") ? "x" + $0 : $0 }
    let run = try folder.okrmd(missing)
    #expect(run.status == 66)
    let reported = run.errors.split(separator: "\n").map { $0.split(separator: ":")[2].dropFirst() }
    #expect(reported.map(String.init) == names.map { "x" + $0 })
  }

  @Test func severalNotesNeedAFolder() throws {
    let (folder, names) = try folder(with: 40)
    let run = try folder.okrmd(["convert"] + names + ["-o", "a.json"])
    #expect(run.status == 64)
    #expect(run.errors.contains("several notes need --out-dir DIR"))
  }

  @Test(arguments: ["check", "convert"])
  func aWrongFlagAmongThemIsNamed(command: String) throws {
    let (folder, names) = try folder(with: 40)
    let run = try folder.okrmd([command] + names + ["--no-such-flag"])
    #expect(run.status == 64)
    #expect(run.errors.contains("--no-such-flag"))
  }

  /// The value of a misspelt flag looks like one more note.
  @Test func aWrongFlagWithAValueIsNamed() throws {
    let (folder, _) = try folder(with: 1)
    let run = try folder.okrmd(["convert", "--tabels", "rows", "n0.md"])
    #expect(run.status == 64)
    #expect(run.errors.contains("unknown option '--tabels'"))
  }
}
