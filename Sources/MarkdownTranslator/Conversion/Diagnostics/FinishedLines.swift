import ContentBlocks

/// What looks like markup and is text here (rule R41). Each kind is reported once for a note.
enum LookalikeMarkup: CaseIterable, Hashable, Sendable {
  // Lines and blocks.
  case headingWithoutSpace, bulletWithoutSpace, numberWithoutSpace
  case taskOutsideList, taskWithoutSpace, taskState
  case tableWithoutDelimiter, fullWidthTable
  case container, admonition, tableOfContents
  case fullWidthMarker, noBreakSpace
  // Within text.
  case displayMath, emojiName, percentComment, inlineNote

  /// What it is, and the form that works.
  var message: DiagnosticMessage {
    let (en, zh): (String, String) =
      switch self {
      case .headingWithoutSpace:
        ("# without a space after it is not a heading; write \"# Heading\"", "# 后面没有空格，不算标题；请写“# 标题”")
      case .bulletWithoutSpace:
        ("- without a space after it is not a list item; write \"- item\"", "- 后面没有空格，不算列表；请写“- 事项”")
      case .numberWithoutSpace:
        ("1. without a space after it is not a list item; write \"1. item\"", "1. 后面没有空格，不算列表；请写“1. 事项”")
      case .taskOutsideList:
        ("[ ] outside a list is not a task; write \"- [ ] task\"", "不在列表里的 [ ] 不算任务；请写“- [ ] 任务”")
      case .taskWithoutSpace:
        ("[ ] without a space after it is not a task; write \"- [ ] task\"", "[ ] 后面没有空格，不算任务；请写“- [ ] 任务”")
      case .taskState:
        (
          "a task is open \"- [ ]\" or done \"- [x]\"; other states are text",
          "任务只有未完成“- [ ]”和已完成“- [x]”两种，其他写法按文字显示"
        )
      case .tableWithoutDelimiter:
        (
          "rows with | are not a table without a row \"|---|---|\" of as many cells below the first",
          "没有分隔行，不算表格；请在第一行下面加上列数相同的“|---|---|”"
        )
      case .fullWidthTable:
        (
          "rows with full-width ｜ are not a table; write | and a row \"|---|---|\"",
          "全角的 ｜ 不算表格；请用半角 |，并加上“|---|---|”一行"
        )
      case .container:
        ("::: blocks are not supported; write a quote \"> text\"", "不支持 ::: 块；请用引用“> 文字”")
      case .admonition:
        ("!!! blocks are not supported; write a quote \"> text\"", "不支持 !!! 块；请用引用“> 文字”")
      case .tableOfContents:
        ("[TOC] makes no table of contents in Feishu; remove it", "飞书里 [TOC] 不会生成目录；请删去")
      case .fullWidthMarker:
        ("full-width ＃ ＊ － are not markup; write \"# \", \"* \" or \"- \"", "全角的 ＃ ＊ － 不算标记；请用半角“# ”“* ”“- ”")
      case .noBreakSpace:
        (
          "a no-break or full-width space does not make a heading, list or quote; type a plain space",
          "这里的空格是不换行空格或全角空格，标记不起作用；请改成普通空格"
        )
      case .displayMath:
        ("$$…$$ is shown as written; formulas are not supported, use a picture", "不支持公式，$$…$$ 原样显示；请用图片")
      case .emojiName:
        (":name: is shown as written; type the emoji itself", ":名称: 原样显示；请直接输入表情符号")
      case .percentComment:
        ("%%…%% is shown as written; a comment is written <!-- … -->", "%%…%% 原样显示；注释请写 <!-- … -->")
      case .inlineNote:
        (
          "[^…] without a definition is shown as written; write [^1], and below the text \"[^1]: note\"",
          "行内脚注 [^…] 原样显示；请写 [^1]，并在文后写“[^1]: 内容”"
        )
      }
    return DiagnosticMessage(.markupAsText, en: en, zh: zh)
  }
}

/// What the documents of the service give as the most. The service may take more; nothing is cut.
enum ServiceLimits {
  /// Lines and images of a content.
  static let blocks = 100
  /// Elements of a line.
  static let elements = 100
  /// The number of a list item.
  static let number: Int32 = 100
  /// The width and height of an image.
  static let pixels = 10_000

  /// Kinds of limits.
  struct Kinds: OptionSet, Hashable {
    let rawValue: UInt8
    static let blocks = Kinds(rawValue: 1)
    static let elements = Kinds(rawValue: 2)
    static let number = Kinds(rawValue: 4)
    static let pixels = Kinds(rawValue: 8)
  }
}

/// Counts what goes through to another sink, to warn of what the service may refuse.
struct ServiceLimitSink<Base: LineSink>: LineSink {
  private(set) var base: Base
  /// The limits that were passed so far.
  private(set) var passedLimits: ServiceLimits.Kinds = []
  private var blocks = 0
  private var elements = 0
  /// The first line with too many elements: their number, and which line it is, from 1.
  private var longLine = (elements: 0, line: 0)
  /// The first number that is too large.
  private var largeNumber: Int32 = 0

  init(_ base: Base) {
    self.base = base
  }

  /// What is beyond a limit, each kind once.
  var excesses: [(kind: ServiceLimits.Kinds, message: DiagnosticMessage)] {
    let all: [(kind: ServiceLimits.Kinds, message: DiagnosticMessage)] = [
      (.blocks, .tooManyBlocks(blocks)),
      (.elements, .tooManyElements(longLine.elements, line: longLine.line)),
      (.number, .numberOutOfRange(largeNumber)),
      (.pixels, .imageTooLarge),
    ]
    return all.filter { passedLimits.contains($0.kind) }
  }

  mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    countBlock()
    elements = 0
    if let number = list?.number, number > ServiceLimits.number, !passedLimits.contains(.number) {
      passedLimits.insert(.number)
      largeNumber = number
    }
    base.beginLine(list, isEmpty: isEmpty)
  }

  mutating func textRun(_ text: Bytes, style: RunStyle, link: Bytes?) {
    elements += 1
    base.textRun(text, style: style, link: link)
  }

  mutating func docsLink(url: Bytes, title: Bytes) {
    elements += 1
    base.docsLink(url: url, title: title)
  }

  mutating func mention(_ id: Bytes) {
    elements += 1
    base.mention(id)
  }

  mutating func endLine() {
    if elements > ServiceLimits.elements, !passedLimits.contains(.elements) {
      passedLimits.insert(.elements)
      longLine = (elements, blocks)
    }
    base.endLine()
  }

  mutating func gallery(_ image: ContentImageItem) {
    countBlock()
    let limit = Double(ServiceLimits.pixels)
    if image.width ?? 0 > limit || image.height ?? 0 > limit { passedLimits.insert(.pixels) }
    base.gallery(image)
  }

  private mutating func countBlock() {
    blocks += 1
    if blocks > ServiceLimits.blocks { passedLimits.insert(.blocks) }
  }
}
