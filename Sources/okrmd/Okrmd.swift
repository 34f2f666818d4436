import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// The command line tool. Each command has a file of its own; what they share is in the folders beside it.
@main
struct Okrmd: ParsableCommand {
  static let version = "0.2.0"

  static let configuration = CommandConfiguration(
    commandName: "okrmd",
    abstract: LocalizedText(
      en: "Turn Markdown notes into Feishu OKR progress records.", zh: "把 Markdown 周报变成飞书 OKR 进展记录。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Examples:
          okrmd login                           log in to Feishu, once
          okrmd list                            my key results, with their ids
          okrmd new w48.md                      a note with my key results as headings
          okrmd preview w48.md                  the note in the browser, live
          okrmd check w48.md                    what cannot be carried over, and where
          okrmd push --create w48.md            send it; new records get their ids
          okrmd pull --merge w48.md             put colleagues' changes into the note
          okrmd next w48.md -o w49.md           next week's note
          okrmd convert note.md -o note.json    ContentBlock JSON into a file
          okrmd render record.json              ContentBlock JSON as Markdown
          okrmd sandbox                         a stand-in for Feishu, to try it

        --lang en or --lang zh, before or after the command, is the language of messages and help.
        """,
      zh: """
        示例：
          okrmd login                           登录飞书，一次即可
          okrmd list                            我的关键结果及其 ID
          okrmd new w48.md                      以我的关键结果为标题，新建周报
          okrmd preview w48.md                  在浏览器里实时预览
          okrmd check w48.md                    哪些内容带不过去、在第几行
          okrmd push --create w48.md            发送；新建的进展会把 ID 写回文件
          okrmd pull --merge w48.md             把同事的改动合并进来
          okrmd next w48.md -o w49.md           由本周生成下周的周报
          okrmd convert note.md -o note.json    转换成 ContentBlock JSON 文件
          okrmd render record.json              把 ContentBlock JSON 还原成 Markdown
          okrmd sandbox                         在本机模拟飞书，用于试用

        --lang en 或 --lang zh 指定信息和帮助的语言，写在命令前后均可。
        """
    ).localized,
    version: "okrmd \(version) (cmark-gfm \(MarkdownConverter.parserVersion))",
    subcommands: [
      ConvertCommand.self, CheckCommand.self, PushCommand.self, PullCommand.self, RenderCommand.self,
      LoginCommand.self, LogoutCommand.self, ListCommand.self, NewCommand.self, NextCommand.self,
      PreviewCommand.self, SandboxCommand.self,
    ])

  static func main() {
    do {
      if let fault = Context.current.fault { throw fault }
      var command = try parsedCommand()
      try command.run()
    } catch {
      exit(reporting: error)
    }
  }

  /// The command that the arguments name.
  ///
  /// It is parsed by itself first: going through the root takes a millisecond more, which an editor's hook
  /// would pay on every save. What is not understood that way, help included, is left to the root.
  private static func parsedCommand() throws -> any ParsableCommand {
    let arguments = Context.current.arguments[...]
    if let name = arguments.prefix(while: { $0 != "--" }).first(where: isDashedName) {
      throw Failure(
        .usage, en: "unknown option '\(name)'; put -- before a name that begins with -",
        zh: "未知选项 '\(name)'；以 - 开头的文件名前请加 --")
    }
    if let word = arguments.first, !word.hasPrefix("-"), word != "help", namedCommand == nil {
      throw Failure(.usage, Wording.adding(helpOf: "okrmd", to: unknown(command: word)))
    }
    let shortened = ShortenedArguments(arguments.dropFirst())
    if let named = namedCommand, let command = try? named.parseAsRoot(shortened.arguments),
      type(of: command) == named
    {
      return shortened.isShorter ? expanded(command, from: shortened) : command
    }
    return try parseAsRoot(Context.current.arguments)
  }

  private static func unknown(command word: String) -> LocalizedText {
    guard let name = word.closest(of: configuration.subcommands.compactMap { $0.configuration.commandName })
    else {
      return LocalizedText(en: "there is no command '\(word)'", zh: "没有命令 '\(word)'")
    }
    return LocalizedText(
      en: "there is no command '\(word)'; did you mean '\(name)'?", zh: "没有命令 '\(word)'；是否想写 '\(name)'？")
  }

  /// The command whose name is the first argument.
  private static var namedCommand: (any ParsableCommand.Type)? {
    let name = Context.current.arguments.first
    return configuration.subcommands.first { $0.configuration.commandName == name }
  }

  private static func expanded(
    _ command: any ParsableCommand, from shortened: ShortenedArguments
  ) -> any ParsableCommand {
    guard var command = command as? any FilesCommand else { return command }
    command.files = shortened.expanded(command.files)
    return command
  }

  /// Whether an argument looks like many short options in one. There is no such thing here, and among the
  /// letters of a name could be the h that asks for help.
  private static func isDashedName(_ argument: String) -> Bool {
    guard argument.count > 2, argument.hasPrefix("-"), !argument.hasPrefix("--") else { return false }
    return !argument.hasPrefix("-o") && argument.dropFirst().contains { !$0.isNumber && $0 != "." }
  }

  /// Ends the process. An error is one line; help and version are printed as they are.
  private static func exit(reporting error: any Error) -> Never {
    if let failure = error as? Failure {
      failure.report()
      ExitStatus.exit(failure.status)
    }
    if let code = error as? ExitCode { ExitStatus.exit(ExitStatus(code.rawValue)) }
    if exitCode(for: error) == .success {
      do throws(Failure) {
        try Standard.print(Wording.ofHelp(fullMessage(for: error, columns: Wording.helpColumns)) + "\n")
      } catch {
        error.report()
        ExitStatus.exit(error.status)
      }
      ExitStatus.exit(.done)
    }
    var message = message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
    if message.hasSuffix(".") { message.removeLast() }
    let command = namedCommand?.configuration.commandName.map { "okrmd \($0)" } ?? "okrmd"
    Failure(.usage, Wording.adding(helpOf: command, to: Wording.ofUsageError(message))).report()
    ExitStatus.exit(.usage)
  }
}
