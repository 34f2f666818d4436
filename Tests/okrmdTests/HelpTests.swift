import Testing

@Suite struct HelpTests {
  let folder = TemporaryFolder()

  @Test func theVersionNamesTheParserToo() throws {
    let run = try folder.okrmd("--version")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.wholeMatch(of: /okrmd \d+\.\d+\.\d+ \(cmark-gfm 0\.\d+\.\d+(\.gfm\.\d+)?\)\n/) != nil)
  }

  @Test(arguments: [["--help"], ["-h"], ["help"], []])
  func helpNamesTheCommands(arguments: [String]) throws {
    let run = try folder.okrmd(arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    for part in ["USAGE: okrmd <subcommand>", "convert ", "check ", "Examples:\n  okrmd convert note.md "] {
      #expect(run.output.contains(part))
    }
  }

  @Test(arguments: [["convert", "--help"], ["convert", "-h"], ["help", "convert"]])
  func helpForConvertNamesItsFlags(arguments: [String]) throws {
    let run = try folder.okrmd(arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    for flag in conversionFlags + [
      "-o, --output <FILE>", "--out-dir <DIR>", "--compact", "--pretty", "--body",
    ] {
      #expect(run.output.contains("  \(flag) ") || run.output.contains("  \(flag)\n"), "\(flag)")
    }
  }

  @Test func helpForCheckNamesItsFlags() throws {
    let run = try folder.okrmd("check", "--help")
    #expect(run.status == 0)
    #expect(run.errors == "")
    for flag in conversionFlags {
      #expect(run.output.contains("  \(flag) ") || run.output.contains("  \(flag)\n"), "\(flag)")
    }
    for flag in ["--compact", "--body", "--out-dir"] { #expect(!run.output.contains(flag)) }
  }

  @Test func helpForPreviewNamesItsFlags() throws {
    let run = try folder.okrmd("preview", "--help")
    #expect(run.status == 0)
    #expect(run.errors == "")
    for flag in conversionFlags + ["--port <N>", "--open"] {
      #expect(run.output.contains("  \(flag) ") || run.output.contains("  \(flag)\n"), "\(flag)")
    }
  }

  @Test(arguments: ["convert", "check", "push", "preview"])
  func helpSaysWhoTakesWhichNotation(command: String) throws {
    let words = try folder.okrmd(command, "--help").output.split { $0.isWhitespace }
    #expect(
      words.joined(separator: " ").contains("v2 for lark-cli; push and preview take v1 only. (values: v1, v2")
    )
  }

  @Test(arguments: ["push", "pull"])
  func helpForSenders(command: String) throws {
    let run = try folder.okrmd(command, "--help")
    #expect(run.status == 0)
    #expect(run.output.contains(/--timeout <SECONDS>\s[^-]*\(default: 60\)/))
  }

  private let conversionFlags = [
    "--wire <wire>", "--tables <tables>", "--images <images>", "--soft-breaks <soft-breaks>",
    "--people <FILE>", "--section <N|HEADING>", "--no-docs-links",
    "--link-base <URL>", "--strict", "--max-bytes <N>", "--diagnostics <diagnostics>", "--verbose",
  ]

  @Test(arguments: ["convert", "check", "push", "pull", "render", "preview", "sandbox"])
  func usageNamesTheWholeCommand(command: String) throws {
    for arguments in [[command, "--help"], [command, "-h"], ["help", command]] {
      let run = try folder.okrmd(arguments)
      #expect(run.status == 0)
      #expect(run.output.contains("USAGE: okrmd \(command) "))
    }
  }
}
