import ContentBlocks

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
