import Testing

/// What is typed wrongly ends with 64 and one line.
@Suite struct UsageTests {
  let folder = TemporaryFolder()

  /// - Parameter command: the command whose help the line points to.
  private func expect(_ message: String, for arguments: [String], help command: String) throws {
    let run = try folder.okrmd(arguments)
    let see = message.hasSuffix("?") ? " See" : "; see"
    #expect(run == .error("\(message)\(see) '\(command) --help'", status: 64))
    #expect(try folder.names() == [])
  }

  @Test(arguments: [
    (["convrt"], "there is no command 'convrt'; did you mean 'convert'?"),
    (["convrt", "note.md", "-x"], "there is no command 'convrt'; did you mean 'convert'?"),
    (["frobnicate"], "there is no command 'frobnicate'"),
    (["note.md"], "there is no command 'note.md'"),
    (["--frob"], "unknown option '--frob'"),
    (["--frob", "convert"], "unknown option '--frob'"),
  ])
  func whatTheToolDoesNotKnowIsNamed(arguments: [String], message: String) throws {
    try expect(message, for: arguments, help: "okrmd")
  }

  @Test(arguments: [
    (["convert", "--frob"], "unknown option '--frob'"),
    (["convert", "-x"], "unknown option '-x'"),
    (["convert", "--verbos"], "unknown option '--verbos'; did you mean '--verbose'?"),
    (["check", "--frob"], "unknown option '--frob'"),
    (["convert", "--compact", "--pretty"], "--compact and --pretty cannot be combined"),
  ])
  func whatIsUnknownIsNamed(arguments: [String], message: String) throws {
    try expect(message, for: arguments, help: "okrmd \(arguments[0])")
  }

  @Test(arguments: ["--compact", "--pretty", "--body"])
  func checkHasNoFlagsOfConvert(flag: String) throws {
    try expect("unknown option '\(flag)'", for: ["check", flag], help: "okrmd check")
  }

  @Test func checkHasNoOutputs() throws {
    try expect("unknown option '-o'", for: ["check", "-o", "a.json"], help: "okrmd check")
    try expect("unknown option '--out-dir'", for: ["check", "--out-dir", "json"], help: "okrmd check")
  }

  @Test(arguments: [
    ("--output", "FILE"), ("--out-dir", "DIR"), ("--wire", "wire"), ("--tables", "tables"),
    ("--images", "images"), ("--soft-breaks", "soft-breaks"), ("--link-base", "URL"), ("--max-bytes", "N"),
    ("--diagnostics", "diagnostics"),
  ])
  func missingValuesAreNamed(option: String, value: String) throws {
    try expect("missing value for '\(option) <\(value)>'", for: ["convert", option], help: "okrmd convert")
  }

  @Test func aMissingOutputFileIsNamed() throws {
    try expect("missing value for '-o'", for: ["convert", "-o"], help: "okrmd convert")
  }

  @Test(arguments: [
    ("--wire", "v3"), ("--wire", "V1"), ("--tables", "list,rows"), ("--images", ""),
    ("--soft-breaks", "keep"),
    ("--diagnostics", "xml"),
  ])
  func namesInvalidValues(option: String, value: String) throws {
    let run = try folder.okrmd("convert", option, value)
    #expect(run.status == 64)
    #expect(run.isOneLineOfError)
    #expect(run.errors.hasPrefix("okrmd: error: the value '\(value)' is invalid for '\(option) <"))
  }

  @Test(arguments: [
    (["convert", "-o", ""], "'--output <FILE>'; it names a file"),
    (["convert", "--out-dir", ""], "'--out-dir <DIR>'; it names a folder"),
    (["render", "--output", ""], "'--output <FILE>'; it names a file"),
    (["pull", "7", "-o", ""], "'--output <FILE>'; it names a file"),
  ])
  func anEmptyPathIsNoOutput(arguments: [String], problem: String) throws {
    try expect("the value '' is invalid for \(problem)", for: arguments, help: "okrmd \(arguments[0])")
  }

  @Test(arguments: ["convert", "check", "push", "pull", "render", "preview", "sandbox"])
  func theLinePointsToTheHelpOfTheCommand(command: String) throws {
    #expect(try folder.okrmd(command, "--frob").errors.hasSuffix("; see 'okrmd \(command) --help'\n"))
  }

  @Test func nothingIsWrittenBeforeAllIsUnderstood() throws {
    try folder.write("甲", to: "note.md")
    #expect(try folder.okrmd("convert", "note.md", "-o", "a.json", "--frob").status == 64)
    #expect(try folder.names() == ["note.md"])
  }

  @Test(arguments: [
    (["convrt"], "没有命令 'convrt'；是否想写 'convert'？"),
    (["frobnicate"], "没有命令 'frobnicate'"),
    (["--frob"], "未知选项 '--frob'"),
    (["convert", "--verbos"], "未知选项 '--verbos'；是否想写 '--verbose'？"),
    (["push", "--forc"], "未知选项 '--forc'"),
    (["push", "--frob"], "未知选项 '--frob'"),
    (["convert", "--wire"], "选项 '--wire <wire>' 缺少值"),
    (["convert", "--wire", "v3"], "'--wire <wire>' 的值 'v3' 无效；可选值：v1、v2"),
    (["convert", "--soft-breaks", "x"], "'--soft-breaks <soft-breaks>' 的值 'x' 无效；可选值：auto、join、line"),
    (["convert", "--compact=1"], "选项 '--compact' 不带值，却写了 '1'"),
    (["convert", "--output="], "选项 '--output <FILE>' 缺少值"),
    (["convert", "--output", ""], "'--output <FILE>' 的值不能为空；应为文件的路径"),
    (["convert", "--out-dir", ""], "'--out-dir <DIR>' 的值不能为空；应为文件夹的路径"),
    (
      ["push", "--percent", "1.234"],
      "'--percent <NUMBER>' 的值 '1.234' 无效：应为 -99999999999 到 99999999999 之间的数字，最多两位小数"
    ),
    (["push", "--status", "x"], "'--status <STATUS>' 的值 'x' 无效：可以是 none、normal、risk、delayed，或 -1 到 2 的整数"),
    (["push", "--progress-id", "x"], "'--progress-id <ID>' 的值 'x' 无效：ID 是飞书显示的一串数字（正整数）"),
    (["push", "--timeout", "x"], "--timeout 须为大于 0、不超过 86400 的秒数"),
    (["push", "--timeout", "-1"], "--timeout 须为大于 0、不超过 86400 的秒数"),
    (["list", "--records", "-1"], "--records 须为 0 到 100 的整数"),
    (["sandbox", "--port", "65536"], "--port 须为 0 到 65535 的整数"),
    (["new"], "缺少参数 '<FILE>'"),
    (["new", "a", "b"], "多余的参数：'b'"),
    (["new", "a", "b", "c"], "多余的参数：'b', 'c'"),
    (["--generate-completion-script", "ksh"], "不支持为 'ksh' 生成补全脚本；可选：zsh bash fish"),
  ])
  func usageErrorsInChinese(arguments: [String], message: String) throws {
    let command = HelpTests.commands.contains(arguments[0]) ? "okrmd \(arguments[0])" : "okrmd"
    #expect(
      try folder.okrmd(["--lang", "zh"] + arguments)
        == .error("\(message)\(message.hasSuffix("？") ? "" : "；")请看 \(command) --help", status: 64))
    #expect(try folder.names() == [])
  }
}
