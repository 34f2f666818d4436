import ArgumentParser
import ContentBlocks
import MarkdownTranslator

extension ArgumentHelp {
  /// Help in the language of the user.
  init(en: String, zh: String, valueName: String? = nil) {
    self.init(.init(LocalizedText(en: en, zh: zh).localized), valueName: valueName)
  }
}

/// What is wrong with the arguments.
///
/// It takes the place of the argument parser's error of this name, which can be made of a text in one language.
struct ValidationError: Error, CustomStringConvertible {
  let text: LocalizedText

  init(_ text: LocalizedText) {
    self.text = text
  }

  init(en: String, zh: String) {
    self.init(LocalizedText(en: en, zh: zh))
  }

  var description: String { text.localized }
}

/// The argument parser's own words, as far as okrmd says them in another way or in Chinese.
enum Wording {
  /// Flags that do away with something: what was typed wrongly is not turned into them.
  private static let harmful = ["--force", "--adopt", "--create-again", "--allow-empty"]

  /// What is wrong with the arguments.
  static func ofUsageError(_ message: String) -> LocalizedText {
    var message = message
    if let match = message.firstMatch(of: /Unknown option '(.*?)'(\. Did you mean '(.*)'\?)/),
      harmful.contains(String(match.3)) || String(match.1).closest(of: [String(match.3)]) == nil
    {
      message.removeSubrange(match.2.startIndex..<match.2.endIndex)
    }
    if let match = message.wholeMatch(of: /The value '.*' is invalid for '(--[a-z-]+) <.*>'/),
      let flag = NumberFlag(rawValue: String(match.1))
    {
      return flag.refusal
    }
    return LocalizedText(en: english(message), zh: chinese(message))
  }

  /// The message as the others of okrmd are: it begins in lower case and is one sentence.
  private static func english(_ message: String) -> String {
    let first = message.prefix(2)
    let isWord = first.last?.isLowercase == true
    return (isWord ? first.lowercased() + message.dropFirst(2) : message)
      .replacing(". Did you mean", with: "; did you mean")
  }

  /// A message and where to read on. A question has its own mark at its end.
  static func adding(helpOf command: String, to text: LocalizedText) -> LocalizedText {
    let (english, chinese) = (text[.english], text[.chinese])
    return LocalizedText(
      en: english + (english.hasSuffix("?") ? " See" : "; see") + " '\(command) --help'",
      zh: chinese + (chinese.hasSuffix("？") ? "" : "；") + "请看 \(command) --help")
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
    if let match = message.wholeMatch(
      of: /The option '(.*?)' does not take any value, but '(.*)' was specified/)
    {
      return "选项 '\(match.1)' 不带值，却写了 '\(match.2)'"
    }
    if let match = message.wholeMatch(of: /Invalid option: (.*)/) { return "无效的选项 '\(match.1)'" }
    if let match = message.wholeMatch(of: /Can't generate completion scripts for '(.*?)'.*with one of: *(.*)/)
    {
      return "不支持为 '\(match.1)' 生成补全脚本；可选：\(match.2)"
    }
    if let match = message.wholeMatch(of: /Can't autodetect a supported shell.*with one of: *(.*)/) {
      return "无法识别当前的 shell；请用 --generate-completion-script=<shell> 指定：\(match.1)"
    }
    if let match = message.wholeMatch(of: /The value '(.*)' is invalid for '(.*?)'(.*)/) {
      return "'\(match.2)' 的值 '\(match.1)' 无效\(chineseReason(match.3))"
    }
    return message
  }

  /// What follows the news that a value is invalid: words of ours, or the values that are valid.
  private static func chineseReason(_ reason: Substring) -> String {
    if let match = reason.wholeMatch(of: /\. Please provide one of (.*)/) {
      let values = match.1.matches(of: /'([^']*)'/).map { $0.1 }
      return "；可选值：\(values.joined(separator: "、"))"
    }
    return reason.hasPrefix(": ") ? "：\(reason.dropFirst(2))" : String(reason)
  }

  // MARK: Help

  /// The help in the language of the user.
  ///
  /// - Parameter text: as the argument parser wrote it, no line wrapped when it is to be in Chinese.
  static func ofHelp(_ text: String) -> String {
    // Scripts for shells come this way as well.
    guard Context.current.language == .chinese, text.hasPrefix("OVERVIEW: ") else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(chineseLines).joined(
      separator: "\n")
  }

  /// How many columns wrap the lines of a help: those of the terminal, and none for Chinese, which ``ofHelp(_:)`` wraps
  /// itself, since its characters are two columns wide and its words have no spaces between them.
  static var helpColumns: Int? { Context.current.language == .chinese ? 1 << 20 : nil }

  private static let words = [
    ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
    ("SUBCOMMANDS:", "命令："), ("Show help information.", "显示帮助。"), ("Show the version.", "显示版本。"),
    ("[<options>]", "[<选项>]"), ("<subcommand>", "<命令>"),
    ("See 'okrmd help <命令>' for detailed help.", "用 okrmd help <命令> 查看详细帮助。"),
  ]

  /// Where the descriptions of flags and commands begin.
  private static let descriptionColumn = 26

  private static func chineseLines(_ line: Substring) -> String {
    var line = String(line)
    for (english, chinese) in words { line.replace(english, with: chinese) }
    if let match = line.firstMatch(of: /\ ?\((?:values: ([^;)]*))?(?:; )?(?:default: ([^)]*))?\)$/) {
      let values = match.1.map { "可选值：\($0.replacing(", ", with: "、"))" }
      let parts = [values, match.2.map { "默认：\($0)" }].compactMap { $0 }
      line.replaceSubrange(match.range, with: "（\(parts.joined(separator: "；"))）")
    }
    // Examples and usages are kept as they are.
    if line.hasPrefix("用法：") { return line }
    let indentation = line.prefix { $0 == " " }.count
    // The title of a group of flags.
    if indentation == 0, line.hasSuffix(":") { return line.dropLast() + "：" }
    let isEntry =
      line.utf8.count > descriptionColumn && (indentation == 2 || indentation == descriptionColumn)
    if indentation > 0, !isEntry || line.dropFirst(2).hasPrefix("okrmd ") { return line }
    return wrapped(line, indentation: indentation == 0 ? 0 : descriptionColumn)
  }

  /// The text in lines of at most 80 columns.
  ///
  /// - Parameter indentation: of all lines but the first.
  static func wrapped(_ text: String, indentation: Int) -> String {
    var (result, column) = ("", 0)
    for unit in units(of: text) {
      let width = unit.reduce(0) { $0 + $1.columns }
      let space = unit.last == " " ? 1 : 0
      if column + width - space > 80, column > indentation {
        while result.last == " " { result.removeLast() }
        result += "\n" + String(repeating: " ", count: indentation)
        column = indentation
      }
      result += unit
      column += width
    }
    while result.last == " " { result.removeLast() }
    return result
  }

  /// The pieces of a text between which a line may end: words with the space after them, and Chinese characters with the
  /// punctuation that belongs to them.
  private static func units(of text: String) -> [Substring] {
    var units: [Substring] = []
    var start = text.startIndex
    for (index, next) in zip(text.indices, text.indices.dropFirst()) {
      let (left, right) = (text[index], text[next])
      let mayEnd =
        right == " "
        ? false
        : left == " "
          ? true
          : (left.columns == 2 || right.columns == 2) && !"，。；：、）！？”".contains(right) && !"（“".contains(left)
      if mayEnd {
        units.append(text[start..<next])
        start = next
      }
    }
    units.append(text[start...])
    return units
  }
}

extension Character {
  /// How many columns the character takes on a terminal.
  fileprivate var columns: Int {
    unicodeScalars.first.map { EastAsian.isWide($0.value) || "“”".unicodeScalars.contains($0) } == true
      ? 2 : 1
  }
}
