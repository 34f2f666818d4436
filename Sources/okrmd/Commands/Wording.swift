import ContentBlocks

/// The argument parser's own words, as far as okrmd says them in another way or in Chinese.
enum Wording {
  /// Flags that do away with something: what was typed wrongly is not turned into them.
  private static let harmful = ["--force", "--adopt", "--create-again", "--allow-empty"]

  /// What is wrong with the arguments.
  static func ofUsageError(_ message: String) -> LocalizedText {
    var message = message
    for flag in harmful {
      if let range = message.firstRange(of: ". Did you mean '\(flag)'?") { message.removeSubrange(range) }
    }
    return LocalizedText(en: message, zh: chinese(message))
  }

  private static func chinese(_ message: String) -> String {
    if let match = message.wholeMatch(of: /Unknown option '(.*?)'(?:\. Did you mean '(.*)'\?)?/) {
      return "未知选项 '\(match.1)'" + (match.2.map { "；是否想写 '\($0)'？" } ?? "")
    }
    if let match = message.wholeMatch(of: /Missing value for '(.*)'/) { return "选项 '\(match.1)' 缺少值" }
    if let match = message.wholeMatch(of: /Missing expected argument '(.*)'/) { return "缺少参数 '\(match.1)'" }
    if let match = message.wholeMatch(of: /(?:\d+ )?[Uu]nexpected arguments?:? (.*)/) {
      return "多余的参数：\(match.1)"
    }
    if let match = message.wholeMatch(of: /The value '(.*)' is invalid for '(.*?)'(.*)/) {
      return "'\(match.2)' 的值 '\(match.1)' 无效\(match.3)"
    }
    return message
  }

  /// The help, with its headings in the language of the user.
  static func ofHelp(_ text: String) -> String {
    guard Context.current.language == .chinese else { return text }
    var text = text
    let words = [
      ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
      ("SUBCOMMANDS:", "命令："), ("(default: ", "（默认："), ("Show help information.", "显示帮助。"),
      ("Show the version.", "显示版本。"), ("(values: ", "（可选值："),
    ]
    for (english, chinese) in words { text.replace(english, with: chinese) }
    return text.replacing(
      "  See 'okrmd help <subcommand>' for detailed help.", with: "  用 okrmd help <命令> 查看详细帮助。")
  }
}
