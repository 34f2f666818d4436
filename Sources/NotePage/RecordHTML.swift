import ContentBlocks

/// A progress record as Feishu's panel lays it out: a pure function from the record to HTML.
///
/// It goes through the lines once. How a line looks is in `RecordHTML+Lines.swift`, what is in it in
/// `RecordHTML+Elements.swift`.
package struct RecordHTML {
  /// What the page knows of a record.
  package struct Panel: Sendable {
    package var title: String
    /// The address that the title links to; nil for none.
    package var address: String?
    /// What the record belongs to, in a line above the title: the objective; nil for none.
    package var above: String?
    /// Facts in words, such as the record's id.
    package var details: [LocalizedText]
    package var content: ContentBlock
    package var rate: ProgressRate?
    /// In milliseconds since 1970; nil when it is not to be shown.
    package var updateTime: Int64?
    /// What the record holds and the page cannot show, as JSON paths.
    package var notShown: [String]
    /// Whether the title is the page's heading.
    package var isHeading: Bool

    package init(
      title: String, address: String? = nil, above: String? = nil, details: [LocalizedText] = [],
      content: ContentBlock = ContentBlock(), rate: ProgressRate? = nil, updateTime: Int64? = nil,
      notShown: [String] = [], isHeading: Bool = false
    ) {
      self.title = title
      self.address = address
      self.above = above
      self.details = details
      self.content = content
      self.rate = rate
      self.updateTime = updateTime
      self.notShown = notShown
      self.isHeading = isHeading
    }
  }

  /// The images that the page can show, all of them on this machine. Others are shown as their address: nothing
  /// is ever requested from elsewhere.
  package struct Images: Sendable {
    /// Tokens of uploaded images.
    package var fileTokens: Set<String>
    /// Where the page finds an image that a note names by its path.
    package var pathsBySource: [String: String]

    package init(fileTokens: Set<String> = [], pathsBySource: [String: String] = [:]) {
      self.fileTokens = fileTokens
      self.pathsBySource = pathsBySource
    }

    func path(of image: ContentImageItem) -> String? {
      if let token = image.fileToken { return fileTokens.contains(token) ? "/images/\(token)" : nil }
      return image.src.flatMap { pathsBySource[$0] }
    }
  }

  let images: Images
  let language: Language
  var html = HTMLText()
  var numbering = LineNumbering()

  package static func article(_ panel: Panel, images: Images, language: Language) -> HTMLText {
    var renderer = RecordHTML(images: images, language: language)
    renderer.append(panel)
    return renderer.html
  }

  private mutating func append(_ panel: Panel) {
    html.append(markup: "<article class=\"record\"><header class=\"summary\">")
    if let above = panel.above {
      html.append(markup: "<p class=\"above\">")
      html.append(text: above)
      html.append(markup: "</p>")
    }
    appendTitle(panel)
    html.append(markup: "<div class=\"facts\">")
    if let rate = panel.rate { append(rate) }
    if let time = panel.updateTime { append(updateTime: UTCTime(milliseconds: time)) }
    for detail in panel.details {
      html.append(markup: "<span class=\"detail\">")
      html.append(text: detail, in: language)
      html.append(markup: "</span>")
    }
    html.append(markup: "</div></header><div class=\"content\">")
    append(panel.content)
    html.append(markup: "</div>")
    append(notShown: panel.notShown)
    html.append(markup: "</article>")
  }

  private mutating func appendTitle(_ panel: Panel) {
    html.append(markup: panel.isHeading ? "<h1>" : "<h2>")
    if let address = panel.address {
      html.append(markup: "<a href=\"")
      html.append(url: address)
      html.append(markup: "\">")
    }
    html.append(text: panel.title)
    if panel.address != nil { html.append(markup: "</a>") }
    html.append(markup: panel.isHeading ? "</h1>" : "</h2>")
  }

  private mutating func append(_ rate: ProgressRate) {
    if let percent = rate.percent {
      html.append(markup: "<span class=\"percent\"><progress max=\"100\" value=\"")
      html.append(attribute: percent.bar)
      html.append(markup: "\" aria-hidden=\"true\"></progress>")
      html.append(text: "\(percent)%")
      html.append(markup: "</span>")
    }
    if let status = rate.status {
      html.append(markup: "<span class=\"status ")
      html.append(markup: status.className)
      html.append(markup: "\">")
      html.append(text: status.label, in: language)
      html.append(markup: "</span>")
    }
  }

  private mutating func append(updateTime time: UTCTime) {
    html.append(markup: "<span class=\"time\">")
    html.append(text: LocalizedText(en: "Updated ", zh: "更新于 "), in: language)
    html.append(markup: "<time datetime=\"")
    html.append(attribute: time.iso)
    html.append(markup: "\">")
    html.append(text: time.words)
    html.append(markup: "</time></span>")
  }

  private mutating func append(notShown paths: [String]) {
    guard !paths.isEmpty else { return }
    html.append(markup: "<footer class=\"unknown\"><p>")
    html.append(
      text: LocalizedText(
        en: "The record also holds what this page cannot show:", zh: "该记录中还有此页面无法显示的内容："),
      in: language)
    html.append(markup: "</p><ul>")
    for path in paths {
      html.append(markup: "<li><code>")
      html.append(text: path)
      html.append(markup: "</code></li>")
    }
    html.append(markup: "</ul></footer>")
  }
}

extension ProgressPercent {
  /// The percentage as far as a bar can show it.
  fileprivate var bar: String { (Double(min(max(hundredths, 0), 10_000)) / 100).description }
}

extension ProgressStatus {
  fileprivate var className: StaticString {
    switch self {
    case .none: "none"
    case .normal: "normal"
    case .risk: "risk"
    case .delayed: "delayed"
    }
  }
}

/// The markers that Feishu gives to the lines of lists. They change with the level.
enum LineMarker {
  /// `•`, `◦`, `▪` and again, and what the style sheet calls them.
  static func bullet(level: Int) -> (text: StaticString, className: StaticString) {
    switch (level - 1) % 3 {
    case 0: ("•", "disc")
    case 1: ("◦", "circle")
    default: ("▪", "square")
    }
  }

  /// `1.`, `a.`, `i.` and again. What letters or Roman numerals cannot say is said in digits.
  static func number(_ number: Int32, level: Int) -> String {
    let text =
      switch (level - 1) % 3 {
      case 1: letters(number)
      case 2: romanNumeral(number)
      default: nil as String?
      }
    return "\(text ?? number.description)."
  }

  /// `a` … `z`, `aa`, `ab` … as columns of a spreadsheet; nil below 1.
  private static func letters(_ number: Int32) -> String? {
    guard number > 0 else { return nil }
    var letters: [UInt8] = []
    var rest = number
    while rest > 0 {
      letters.append(UInt8(ascii: "a") + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// `i` … `mmmcmxcix`; nil outside 1…3999.
  private static func romanNumeral(_ number: Int32) -> String? {
    guard (1..<4000).contains(number) else { return nil }
    let symbols: [(value: Int32, text: String)] = [
      (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
      (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]
    var text = ""
    var rest = number
    for symbol in symbols {
      while rest >= symbol.value {
        text += symbol.text
        rest -= symbol.value
      }
    }
    return text
  }
}

/// Numbers the lines whose record does not: each continues from the one before it on its level.
struct LineNumbering {
  private var last = [Int32](repeating: 0, count: ContentList.levels.upperBound + 1)

  /// The number of a line; nil for one that is not numbered. To be called for every line, in order.
  mutating func number(of list: ContentList?) -> Int32? {
    let level = list?.indentLevel ?? 0
    for deeper in last.indices where deeper > level { last[deeper] = 0 }
    guard let list, list.type != .indent else { return nil }
    guard list.type == .number else {
      last[level] = 0
      return nil
    }
    last[level] = list.number ?? (last[level] == .max ? .max : last[level] + 1)
    return last[level]
  }
}
