import ContentBlocks

/// A progress record as Feishu's panel lays it out: a pure function from the record to HTML.
///
/// It goes through the lines once. How a line looks stands in `RecordHTML+Lines.swift`, what is in it in
/// `RecordHTML+Elements.swift`.
struct RecordHTML {
  /// What the page knows of a record.
  struct Panel: Sendable {
    var title: String
    /// Where the title leads; nil when the page shows nothing but this record.
    var address: String?
    var content: ContentBlock
    var rate: ProgressRate?
    /// In milliseconds since 1970.
    var updateTime: Int64
  }

  let images: ShownImages
  var html = HTMLText()
  var numbering = LineNumbering()

  static func article(_ panel: Panel, images: ShownImages) -> HTMLText {
    var renderer = RecordHTML(images: images)
    renderer.append(panel)
    return renderer.html
  }

  private mutating func append(_ panel: Panel) {
    html.append(markup: "<article class=\"record\"><header class=\"summary\">")
    appendTitle(panel)
    html.append(markup: "<div class=\"facts\">")
    if let rate = panel.rate { append(rate) }
    append(updateTime: UTCTime(milliseconds: panel.updateTime))
    html.append(markup: "</div></header><div class=\"content\">")
    append(panel.content)
    html.append(markup: "</div></article>")
  }

  private mutating func appendTitle(_ panel: Panel) {
    // The first heading of a page is its title; a page of many records has one of its own.
    guard let address = panel.address else {
      html.append(markup: "<h1>")
      html.append(text: panel.title)
      html.append(markup: "</h1>")
      return
    }
    html.append(markup: "<h2><a href=\"")
    html.append(url: address)
    html.append(markup: "\">")
    html.append(text: panel.title)
    html.append(markup: "</a></h2>")
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
      html.append(markup: "\" lang=\"zh-CN\">")
      html.append(markup: status.chineseName)
      html.append(markup: "</span>")
    }
  }

  private mutating func append(updateTime time: UTCTime) {
    html.append(markup: "<span class=\"time\">Updated <time datetime=\"")
    html.append(attribute: time.iso)
    html.append(markup: "\">")
    html.append(text: time.words)
    html.append(markup: "</time></span>")
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

  /// What Feishu calls it.
  fileprivate var chineseName: StaticString {
    switch self {
    case .none: "暂无"
    case .normal: "正常"
    case .risk: "风险"
    case .delayed: "延期"
    }
  }
}
