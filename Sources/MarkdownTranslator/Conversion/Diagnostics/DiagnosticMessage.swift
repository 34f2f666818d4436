import ContentBlocks

/// A code with its text in all languages. Every message of the converter is one of the members below and in the
/// other extensions of this folder, by topic.
struct DiagnosticMessage: Sendable {
  let code: Diagnostic.Code
  let text: LocalizedText

  /// A message. What it quotes of the note is cleaned, so that it is one line and harmless to a terminal.
  init(_ code: Diagnostic.Code, en: String, zh: String) {
    self.code = code
    text = LocalizedText(en: en.withoutControls, zh: zh.withoutControls)
  }
}

extension String {
  /// The text with U+FFFD for each control character and each character that ends a line or turns the direction
  /// of text: on one line, and harmless to a terminal.
  package var withoutControls: String {
    let isClean = unicodeScalars.allSatisfy { !$0.isControl }
    if isClean { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
  }

  /// The start of the text, for a message that quotes it.
  var shortened: String {
    unicodeScalars.count <= Self.longestQuote
      ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(Self.longestQuote))) + "…"
  }

  private static let longestQuote = 60
}

extension Unicode.Scalar {
  /// C0, C1, line and paragraph separators, and the marks, embeddings and isolates of bidirectional text.
  fileprivate var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

// MARK: - Blocks

extension DiagnosticMessage {
  static let headingFlattened = DiagnosticMessage(
    .headingFlattened, en: "heading shown as a bold line", zh: "标题显示为加粗的一行")

  static let ruleNotHeading = DiagnosticMessage(
    .ruleNotHeading, en: "--- below a line of text read as a rule; it does not make that line a heading",
    zh: "文字下面的 --- 按分割线显示，上一行不作标题")

  static let quoteAsIndent = DiagnosticMessage(
    .quoteAsIndent, en: "quote shown as indented lines", zh: "引用显示为缩进的行")

  /// - Parameter info: the info string of a fenced block.
  static func codeBlockFlattened(info: String) -> DiagnosticMessage {
    let info = info.shortened
    return DiagnosticMessage(
      .codeBlockFlattened, en: "\(info.isEmpty ? "" : info + " ")code block shown as shaded lines",
      zh: "\(info.isEmpty ? "" : info + " ")代码块显示为带底色的行")
  }

  static let indentAsText = DiagnosticMessage(
    .indentAsText, en: "indented by four columns, but read as text and not as code",
    zh: "虽然缩进了四格，仍按正文显示，不作代码")

  static let ruleAsText = DiagnosticMessage(
    .ruleAsText, en: "rule shown as a line of text", zh: "分割线显示为一行横线字符")

  static let tableAsList = DiagnosticMessage(.tableFlattened, en: "table shown as a list", zh: "表格显示为列表")

  static let tableAsLines = DiagnosticMessage(
    .tableFlattened, en: "table shown as lines of text", zh: "表格显示为逐行文字")

  /// - Parameter label: what is in the brackets.
  static func footnoteFlattened(label: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .footnoteFlattened, en: "footnote shown as [\(label.shortened)]", zh: "脚注显示为 [\(label.shortened)]")
  }

  static func footnoteAtEnd(number: Int) -> DiagnosticMessage {
    DiagnosticMessage(
      .footnoteFlattened, en: "footnote shown at the end as [\(number)]", zh: "脚注内容列在末尾，编号为 [\(number)]")
  }

  static let footnoteDropped = DiagnosticMessage(
    .footnoteDropped,
    en: "no text refers to this footnote, so it is left out; refer to it with [^label], or write it as text",
    zh: "正文没有引用这条脚注，不会显示；请在正文用 [^标签] 引用，或改写成正文")

  static let indentLenient = DiagnosticMessage(
    .indentLenient, en: "indented less than CommonMark asks for, but read as part of the list item above",
    zh: "缩进少于 CommonMark 的要求，仍算作上面那一项的内容")

  static let linesJoined = DiagnosticMessage(
    .linesJoined, en: "this note is wrapped at a fixed width, so line ends within paragraphs are joined",
    zh: "全文按固定宽度折行，段落内的换行已合并")

  static func indentClamped(level: Int) -> DiagnosticMessage {
    let deepest = ContentList.levels.upperBound
    return DiagnosticMessage(
      .indentClamped,
      en: "level \(level) is shown at level \(deepest), the deepest there is; nest less deeply",
      zh: "第 \(level) 级显示为第 \(deepest) 级（飞书最多 \(deepest) 级），请减少嵌套")
  }
}

// MARK: - Front matter, sections, the service

extension DiagnosticMessage {
  /// - Parameter problem: why it is not front matter, as a phrase.
  static func frontMatterIgnored(_ problem: LocalizedText) -> DiagnosticMessage {
    DiagnosticMessage(.frontMatterIgnored, en: problem[.english], zh: problem[.chinese])
  }

  /// - Parameters:
  ///   - key: the key as written.
  ///   - suggestion: the key that was likely meant.
  static func frontMatterKey(_ key: String, suggestion: String?) -> DiagnosticMessage {
    let key = key.shortened
    return DiagnosticMessage(
      .frontMatterKey,
      en: "\"\(key)\" is not a known key and has no effect"
        + (suggestion.map { "; did you mean \($0)?" } ?? ""),
      zh: "无法识别“\(key)”，不起作用" + (suggestion.map { "；是否要写 \($0)？" } ?? ""))
  }

  static func personUnknown(name: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .personUnknown, en: "@\(name.shortened) is not in the address book, so it is text and mentions nobody",
      zh: "通讯录中没有 @\(name.shortened)，按普通文字显示")
  }

  static let outsideSections = DiagnosticMessage(
    .outsideSections, en: "text outside all sections is not sent", zh: "各小节之外的内容不会发送")

  /// A limit that Feishu documents, by what is beyond it.
  static func tooManyBlocks(_ count: Int) -> DiagnosticMessage {
    DiagnosticMessage(
      .serviceLimit,
      en:
        "the content has \(count) lines and images; Feishu documents at most \(ServiceLimits.blocks), so it may be "
        + "refused: shorten the note",
      zh: "共有 \(count) 行（含图片），飞书文档规定最多 \(ServiceLimits.blocks) 行，可能被拒收；请精简内容")
  }

  static func tooManyElements(_ count: Int, line: Int) -> DiagnosticMessage {
    DiagnosticMessage(
      .serviceLimit,
      en:
        "line \(line) of the content has \(count) pieces of differently styled text; Feishu documents at most "
        + "\(ServiceLimits.elements), so it may be refused: use fewer styles or shorter lines",
      zh: "转换结果的第 \(line) 行有 \(count) 段不同样式的文字，飞书文档规定最多 \(ServiceLimits.elements) 段，可能被拒收；"
        + "请减少样式或拆成几行")
  }

  static func numberOutOfRange(_ number: Int32) -> DiagnosticMessage {
    DiagnosticMessage(
      .serviceLimit,
      en:
        "the list number \(number) is above \(ServiceLimits.number), the largest that Feishu documents, so it "
        + "may be refused: number from 1",
      zh: "列表序号 \(number) 超过飞书文档规定的最大值 \(ServiceLimits.number)，可能被拒收；请从 1 开始编号")
  }

  static let imageTooLarge = DiagnosticMessage(
    .serviceLimit,
    en:
      "an image is more than \(ServiceLimits.pixels) pixels wide or high, the most that Feishu documents, so it "
      + "may be refused: scale it down",
    zh: "图片的宽或高超过飞书文档规定的 \(ServiceLimits.pixels) 像素，可能被拒收；请缩小图片")
}

// What is said of text, links and images.

extension DiagnosticMessage {
  static let emphasisDropped = DiagnosticMessage(
    .emphasisDropped, en: "emphasis shown as plain text", zh: "斜体显示为普通文字")

  // MARK: Links

  static let linkTitleDropped = DiagnosticMessage(
    .titleDropped, en: "the title of the link is not shown", zh: "链接的提示文字不显示")

  static let wikilinkAsText = DiagnosticMessage(
    .wikilinkAsText, en: "[[…]] shown as its text; a link is written [text](https://…)",
    zh: "[[…]] 只显示文字；链接请写成 [文字](https://…)")

  static func linkDropped(scheme: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .linkDropped,
      en:
        "\(scheme.shortened): links do not work in Feishu, so only the text is kept; link to an https: address",
      zh: "飞书打不开 \(scheme.shortened): 链接，只保留文字；请改用 https: 网址")
  }

  static let relativeLinkDropped = DiagnosticMessage(
    .linkDropped,
    en:
      "a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…)",
    zh: "相对路径的链接在飞书里打不开，只保留文字；请写完整网址（https://…）")

  static let anchorDropped = DiagnosticMessage(
    .linkDropped,
    en:
      "a link to another place in the note does not work in Feishu, so only the text is kept; write the whole "
      + "address (https://…)",
    zh: "指向文内位置的链接在飞书里打不开，只保留文字；请写完整网址（https://…）")

  // MARK: Images

  static let altDropped = DiagnosticMessage(
    .altDropped, en: "the alternative text of the image is not shown", zh: "图片的替代文字不显示")

  static let imageTitleDropped = DiagnosticMessage(
    .titleDropped, en: "the title of the image is not shown", zh: "图片的标题不显示")

  static let imageNeedsUpload = DiagnosticMessage(
    .imageNeedsUpload, en: "a local image; it appears once it is uploaded", zh: "本地图片，上传后才会显示")

  static func imageDropped(scheme: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageDropped,
      en:
        "\(scheme.shortened): images are not supported, so only the alternative text is kept; use a file or an "
        + "https: address",
      zh: "不支持 \(scheme.shortened): 图片，只保留替代文字；请改用图片文件或 https: 网址")
  }

  static let imageWithoutSource = DiagnosticMessage(
    .imageDropped,
    en: "the image has no source, so only its alternative text is kept; give a file or an address",
    zh: "图片没有地址，只保留替代文字；请写上文件路径或网址")

  static let imageWithoutAddress = DiagnosticMessage(
    .imageDropped,
    en:
      "an image known by its token alone has no address to link to, so only its text is kept; show images, or give "
      + "it a url",
    zh: "只有 token 的图片没有网址，无法显示为链接，只保留其文字；请以图片方式显示，或写上 url")

  static func imageMissing(path: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageMissing,
      en:
        "no image file at \"\(path.shortened)\", so it cannot be uploaded; give its path from the folder of the note",
      zh: "找不到图片“\(path.shortened)”，无法上传；请按 Markdown 文件所在的文件夹写路径")
  }

  static func imageType(path: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageType,
      en:
        "\"\(path.shortened)\" is not an image that Feishu shows; use a PNG, JPEG, GIF, BMP or WebP file, or a link",
      zh: "“\(path.shortened)”不是飞书能显示的图片；请用 PNG、JPEG、GIF、BMP 或 WebP 文件，或者改用链接")
  }

  static func imageTypeAsLink(address: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageType,
      en: "\"\(address.shortened)\" is not an image, so it is shown as a link; write it as [text](address)",
      zh: "“\(address.shortened)”不是图片，显示为链接；请直接写成 [文字](网址)")
  }
}

// MARK: - HTML

extension DiagnosticMessage {
  /// A tag that is dropped and whose text stays.
  static func htmlDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not supported, so only its text is kept; write it in Markdown, or remove the tag",
      zh: "不支持 <\(tag.shortened)>，只保留其中的文字；请改用 Markdown 写法或删去标签")
  }

  /// A tag that is dropped with something that it refers to.
  static func htmlReferenceDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not supported, and what it refers to is not shown; link to it with [text](https://…)",
      zh: "不支持 <\(tag.shortened)>，它指向的内容不会显示；请改用链接 [文字](https://…)")
  }

  /// A tag that is shown as a link to what it refers to.
  static func htmlAsLink(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped, en: "<\(tag.shortened)> is not supported, so it is shown as a link to its address",
      zh: "不支持 <\(tag.shortened)>，显示为指向其网址的链接")
  }

  /// A tag that is dropped with its content: `script`, `style`.
  static func htmlContentDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not shown, nor is its content; write in a code block what readers should see",
      zh: "<\(tag.shortened)> 及其内容不显示；要给读者看的内容请放进代码块")
  }

  /// - Parameters:
  ///   - opener: what never ends, such as `<!--`.
  ///   - closer: what would end it.
  static func htmlUnclosed(opener: String, closer: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlUnclosed,
      en:
        "\(opener.shortened) has no end, so it is shown as text; write \(closer.shortened) where it ends, or remove it",
      zh: "\(opener.shortened) 没有结束，按文字显示；请在结尾处写上 \(closer.shortened)，或删去它")
  }

  static func colourIgnored(_ value: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .colourIgnored, en: "the colour \"\(value.shortened)\" is not understood; write a name or #rrggbb",
      zh: "无法识别颜色“\(value.shortened)”；请写颜色名或 #rrggbb")
  }
}
