import ContentBlocks

/// Paragraphs, with their markers, and images.
extension RecordHTML {
  /// All lines. Neighbours that are marked or indented are a list to assistive technology, in which each line
  /// names its level: the record is flat, and so is the list.
  mutating func append(_ content: ContentBlock) {
    var isInList = false
    for block in content.blocks {
      var list: ContentList?
      if case .paragraph(let paragraph) = block { list = paragraph.list }
      if (list != nil) != isInList {
        html.append(markup: isInList ? "</div>" : "<div class=\"list\" role=\"list\">")
        isInList.toggle()
      }
      switch block {
      case .paragraph(let paragraph): append(paragraph)
      case .gallery(let gallery):
        _ = numbering.number(of: nil)
        append(gallery.image)
      }
    }
    if isInList { html.append(markup: "</div>") }
  }

  private mutating func append(_ paragraph: ContentParagraph) {
    let number = numbering.number(of: paragraph.list)
    guard let list = paragraph.list else {
      html.append(markup: "<p class=\"line\" dir=\"auto\">")
      append(paragraph.elements)
      html.append(markup: "</p>")
      return
    }
    html.append(markup: "<div class=\"line level-")
    html.append(number: list.indentLevel)
    html.append(markup: " ")
    html.append(markup: list.type.className)
    html.append(markup: "\" role=\"listitem\" aria-level=\"")
    html.append(number: list.indentLevel)
    html.append(markup: "\">")
    appendMarker(of: list, number: number)
    html.append(markup: "<p class=\"text\" dir=\"auto\">")
    append(paragraph.elements)
    html.append(markup: "</p></div>")
  }

  private mutating func appendMarker(of list: ContentList, number: Int32?) {
    switch list.type {
    case .bullet:
      let bullet = LineMarker.bullet(level: list.indentLevel)
      html.append(markup: "<span class=\"marker ")
      html.append(markup: bullet.className)
      html.append(markup: "\" aria-hidden=\"true\">")
      html.append(markup: bullet.text)
    case .number:
      html.append(markup: "<span class=\"marker\">")
      html.append(text: LineMarker.number(number ?? 1, level: list.indentLevel))
    case .checkBox:
      appendBox(LocalizedText(en: "not done", zh: "未完成"), className: "marker box")
    case .checkedBox:
      appendBox(LocalizedText(en: "done", zh: "已完成"), className: "marker box done")
    case .indent:
      html.append(markup: "<span class=\"marker\" aria-hidden=\"true\">")
    }
    html.append(markup: "</span>")
  }

  private mutating func appendBox(_ label: LocalizedText, className: StaticString) {
    html.append(markup: "<span class=\"")
    html.append(markup: className)
    html.append(markup: "\" role=\"img\" aria-label=\"")
    html.append(attribute: label[language])
    html.append(markup: "\">")
  }

  /// An image on a row of its own. One that is not on this machine is named instead of fetched.
  private mutating func append(_ image: ContentImageItem) {
    let size = PixelSize(image)
    guard let path = images.path(of: image) else {
      html.append(markup: "<figure class=\"image elsewhere\"><figcaption>")
      html.append(text: LocalizedText(en: "Image, not loaded here: ", zh: "图片（此处不加载）："), in: language)
      if let src = image.src, !src.isEmpty {
        appendLink(to: src) { $0.html.append(text: src) }
      } else {
        let noAddress = LocalizedText(en: "no address", zh: "无地址")
        html.append(text: image.fileToken ?? noAddress[language])
      }
      if let size {
        html.append(markup: " <span class=\"size\">")
        html.append(text: size.words)
        html.append(markup: "</span>")
      }
      html.append(markup: "</figcaption></figure>")
      return
    }
    html.append(markup: "<figure class=\"image\"><img src=\"")
    html.append(url: path)
    html.append(markup: "\" alt=\"")
    html.append(attribute: LocalizedText(en: "Image", zh: "图片")[language])
    html.append(markup: "\"")
    if let size {
      html.append(markup: " width=\"")
      html.append(number: size.width)
      html.append(markup: "\" height=\"")
      html.append(number: size.height)
      html.append(markup: "\"")
    }
    html.append(markup: "></figure>")
  }
}

/// The size of an image in whole pixels.
private struct PixelSize {
  let width, height: Int

  /// - Returns: nil when the record does not say it.
  init?(_ image: ContentImageItem) {
    // A record may name any number.
    func pixels(_ size: Double) -> Int { Int(min(size, 100_000).rounded()) }
    guard let width = image.width, let height = image.height, width > 0, height > 0 else { return nil }
    self.width = max(pixels(width), 1)
    self.height = max(pixels(height), 1)
  }

  var words: String { "\(width) × \(height)" }
}

extension ContentList.ListType {
  fileprivate var className: StaticString {
    switch self {
    case .number: "number"
    case .bullet: "bullet"
    case .checkBox: "check"
    case .checkedBox: "check checked"
    case .indent: "indent"
    }
  }
}

/// Runs, document links and mentions.
extension RecordHTML {
  mutating func append(_ elements: [ContentParagraphElement]) {
    for element in elements {
      switch element {
      case .textRun(let run): append(run)
      case .docsLink(let link):
        let title = link.title.isEmpty ? link.url : link.title
        appendLink(to: link.url, chip: true) { $0.html.append(text: title) }
      case .mention(let mention):
        html.append(markup: "<span class=\"mention\">@")
        html.append(text: mention.userID)
        html.append(markup: "</span>")
      }
    }
  }

  private mutating func append(_ run: ContentTextRun) {
    let style = run.style
    if let link = style.link {
      appendLink(to: link.url) { $0.appendStyled(run) }
    } else {
      appendStyled(run)
    }
  }

  private mutating func appendStyled(_ run: ContentTextRun) {
    let style = run.style
    let isTinted = appendTint(ink: style.textColor, paper: style.backColor)
    if style.bold { html.append(markup: "<strong>") }
    if style.strikeThrough { html.append(markup: "<s>") }
    html.append(text: run.text)
    if style.strikeThrough { html.append(markup: "</s>") }
    if style.bold { html.append(markup: "</strong>") }
    if isTinted { html.append(markup: "</span>") }
  }

  /// Opens an element of these colours, in both schemes.
  ///
  /// The page's policy allows no style attributes, and should not: its script sets what is written here.
  ///
  /// - Returns: whether there is something to close.
  private mutating func appendTint(ink: ContentColor?, paper: ContentColor?) -> Bool {
    guard ink != nil || paper != nil else { return false }
    if ink == nil, let paper, paper.isCodeShade {
      html.append(markup: "<span class=\"shade\">")
      return true
    }
    html.append(markup: "<span class=\"tint\"")
    var darkPaper = PageColor.darkPage
    if let paper, paper.alpha > 0 {
      darkPaper = PageColor(paper).asDarkPaper
      appendColor("paper", light: PageColor(paper), dark: darkPaper)
    }
    if let ink {
      appendColor("ink", light: PageColor(ink), dark: PageColor(ink).asDarkInk(on: darkPaper))
    }
    html.append(markup: ">")
    return true
  }

  private mutating func appendColor(_ name: StaticString, light: PageColor, dark: PageColor) {
    html.append(markup: " data-")
    html.append(markup: name)
    html.append(markup: "=\"")
    html.append(attribute: light.css)
    html.append(markup: "\" data-")
    html.append(markup: name)
    html.append(markup: "-dark=\"")
    html.append(attribute: dark.css)
    html.append(markup: "\"")
  }

  /// A link if a browser may follow it; else text that names where it would lead.
  mutating func appendLink(to url: String, chip: Bool = false, content: (inout Self) -> Void) {
    let leads = Self.isFollowed(url)
    html.append(markup: leads ? "<a" : "<span")
    html.append(markup: chip ? " class=\"document\"" : leads ? "" : " class=\"dead\"")
    if leads {
      html.append(markup: " href=\"")
      html.append(url: url)
      html.append(markup: "\" target=\"_blank\" rel=\"noopener noreferrer\">")
    } else {
      html.append(markup: " title=\"")
      html.append(attribute: url)
      html.append(markup: "\">")
    }
    content(&self)
    html.append(markup: leads ? "</a>" : "</span>")
  }

  /// Whether a URL begins as one of those that cannot run anything here. Browsers skip white space in front of
  /// a scheme and in it; what needs that is not one of these.
  private static func isFollowed(_ url: String) -> Bool {
    let start = String(decoding: url.utf8.prefix(8), as: UTF8.self).lowercased()
    return ["http://", "https://", "mailto:"].contains { start.hasPrefix($0) }
  }
}

extension ContentColor {
  /// Whether it is the shade that the converter gives to code.
  fileprivate var isCodeShade: Bool { red == 242 && green == 243 && blue == 245 && alpha == 1 }
}
