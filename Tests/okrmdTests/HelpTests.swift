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
    #expect(run.output.contains("USAGE: okrmd <subcommand>"))
    let examples = try #require(run.output.firstMatch(of: /Examples:\n(?:  okrmd .*\n)+/)).output
    let list = try #require(run.output.firstMatch(of: /SUBCOMMANDS:\n(?:  .*\n)+/)).output
    for command in Self.commands {
      // Only what takes things back has no example.
      #expect(command == "logout" || examples.contains("\n  okrmd \(command)"), "\(command)")
      #expect(list.contains("\n  \(command)  "), "\(command)")
    }
    #expect(list.matches(of: /\n  [a-z]/).count == Self.commands.count)
  }

  static let commands = [
    "convert", "check", "push", "pull", "render", "login", "logout", "list", "new", "next", "preview",
    "sandbox",
  ]

  /// Nothing in it is left in English, the words of the argument parser included, and no line is too long.
  @Test(arguments: [[]] + commands.map { [$0] })
  func helpInChinese(command: [String]) throws {
    let run = try folder.okrmd(["--lang", "zh"] + command + ["--help"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let help = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let isChinese = { (text: Substring) in text.firstMatch(of: /[\u{4E00}-\u{9FFF}]/) != nil }
    #expect(help[0].hasPrefix("概述：") && isChinese(help[0].dropFirst(3)))
    // From the first line of an entry to the next one.
    let usage = try #require(help.firstIndex { $0.hasPrefix("用法：okrmd") })
    let entries = help[(usage + 1)...].joined(separator: "\n").split(separator: /\n(?=  [-<a-z])/).dropFirst()
    #expect(entries.count >= 3)
    for entry in entries { #expect(isChinese(entry), "\(entry)") }
    for line in help where !line.hasPrefix("  okrmd") && !line.hasPrefix("用法：") {
      #expect(line.firstMatch(of: /\((?:values|default)|default:|(?:[a-z]{2,} ){3}/) == nil, "\(line)")
      let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E00 ? 2 : 1) }
      #expect(columns <= 80, "\(line)")
    }
  }

  @Test func valuesAreNamedInChinese() throws {
    let text = try folder.okrmd("--lang", "zh", "push", "--help").output
      .split { $0.isWhitespace }.joined()
    #expect(text.contains("push和preview只用v1。（可选值：v1、v2；默认：v1）"))
    #expect(text.contains("（可选值：feishu、lark）"))
    #expect(text.contains("（默认：60）"))
    let lines = try folder.okrmd("--lang", "zh", "convert", "--help").output
    #expect(
      lines.contains(
        """
          --wire <wire>           JSON 格式：v1 用于进展记录接口，v2 用于 lark-cli；push
                                  和 preview 只用 v1。（可选值：v1、v2；默认：v1）

        """))
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
