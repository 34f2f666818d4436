import Testing

/// What is typed wrongly ends with 64 and one line.
@Suite struct UsageTests {
  let folder = TemporaryFolder()

  private func expect(_ message: String, for arguments: [String]) throws {
    let run = try folder.okrmd(arguments)
    #expect(run == .error("\(message); see 'okrmd --help'", status: 64))
    #expect(try folder.names() == [])
  }

  @Test(arguments: [
    (["convrt"], "Unexpected argument 'convrt'"),
    (["--frob"], "Unknown option '--frob'"),
    (["convert", "--frob"], "Unknown option '--frob'"),
    (["convert", "-x"], "Unknown option '-x'"),
    (["convert", "--verbos"], "Unknown option '--verbos'. Did you mean '--verbose'?"),
    (["check", "--frob"], "Unknown option '--frob'"),
    (["convert", "--compact", "--pretty"], "--compact and --pretty exclude each other"),
  ])
  func whatIsUnknownIsNamed(arguments: [String], message: String) throws {
    try expect(message, for: arguments)
  }

  @Test(arguments: ["--compact", "--pretty", "--body"])
  func checkHasNoFlagsOfConvert(flag: String) throws {
    try expect("Unknown option '\(flag)'", for: ["check", flag])
  }

  @Test func checkHasNoOutputs() throws {
    try expect("Unknown option '-o'", for: ["check", "-o", "a.json"])
    try expect("Unknown option '--out-dir'", for: ["check", "--out-dir", "json"])
  }

  @Test(arguments: [
    ("--output", "FILE"), ("--out-dir", "DIR"), ("--wire", "wire"), ("--tables", "tables"),
    ("--images", "images"), ("--soft-breaks", "soft-breaks"), ("--link-base", "URL"), ("--max-bytes", "N"),
    ("--diagnostics", "diagnostics"),
  ])
  func missingValuesAreNamed(option: String, value: String) throws {
    try expect("Missing value for '\(option) <\(value)>'", for: ["convert", option])
  }

  @Test func aMissingOutputFileIsNamed() throws {
    try expect("Missing value for '-o'", for: ["convert", "-o"])
  }

  @Test(arguments: [
    ("--wire", "v3"), ("--wire", "V1"), ("--tables", "list,rows"), ("--images", ""),
    ("--soft-breaks", "keep"),
    ("--diagnostics", "xml"),
  ])
  func valuesThatAreNoneAreNamed(option: String, value: String) throws {
    let run = try folder.okrmd("convert", option, value)
    #expect(run.status == 64)
    #expect(run.isOneLineOfError)
    #expect(run.errors.hasPrefix("okrmd: error: The value '\(value)' is invalid for '\(option) <"))
  }

  @Test func nothingIsWrittenBeforeAllIsUnderstood() throws {
    try folder.write("甲", to: "note.md")
    #expect(try folder.okrmd("convert", "note.md", "-o", "a.json", "--frob").status == 64)
    #expect(try folder.names() == ["note.md"])
  }
}
