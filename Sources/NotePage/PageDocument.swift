import ContentBlocks

/// A whole page: what surrounds the entries.
package struct PageDocument {
  package var language: Language
  package var title: String
  /// The heading above the entries; nil when the only entry brings its own.
  package var heading: String?
  /// Where the page hears of changes; nil when there is nothing that could change.
  package var eventsPath: String?
  /// Where the page of all records is, for pages that show one; nil for none.
  package var listPath: String?
  package var items: [PageItem]
  /// What is shown while there is no entry.
  package var emptyText: String
  /// What follows the entries, such as a form.
  package var footer: HTMLText

  package init(
    language: Language, title: String, heading: String? = nil, eventsPath: String? = nil,
    listPath: String? = nil, items: [PageItem] = [], emptyText: String = "", footer: HTMLText = HTMLText()
  ) {
    self.language = language
    self.title = title
    self.heading = heading
    self.eventsPath = eventsPath
    self.listPath = listPath
    self.items = items
    self.emptyText = emptyText
    self.footer = footer
  }

  private static let connectionLost = LocalizedText(
    en: "No connection to okrmd. This is what it showed last; the page updates when it is back.",
    zh: "与 okrmd 的连接已断开。以下是最后一次显示的内容，恢复连接后会自动更新。")

  package var html: HTMLText {
    var html = HTMLText()
    html.append(markup: "<!DOCTYPE html>\n<html lang=\"")
    html.append(markup: language == .chinese ? "zh-CN" : "en")
    html.append(
      markup: """
        ">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>
        """)
    html.append(text: title)
    html.append(
      markup: """
        </title>
        <link rel="icon" href="/page.svg">
        <link rel="stylesheet" href="/page.css">
        <script src="/page.js" defer></script>
        </head>
        <body
        """)
    if let eventsPath {
      html.append(markup: " data-events=\"")
      html.append(url: eventsPath)
      html.append(markup: "\"")
    }
    html.append(markup: ">\n<p class=\"connection\" role=\"status\" data-lost=\"")
    html.append(attribute: Self.connectionLost[language])
    html.append(markup: "\"></p>\n<main>\n")
    appendTop(to: &html)
    html.append(markup: "<div id=\"entries\">")
    for item in items { html.append(item.element(in: language)) }
    html.append(markup: "</div><p class=\"nothing\">")
    html.append(text: emptyText)
    html.append(markup: "</p>")
    html.append(footer)
    html.append(markup: "</main>\n</body>\n</html>\n")
    return html
  }

  private func appendTop(to html: inout HTMLText) {
    if let listPath {
      html.append(markup: "<nav><a href=\"")
      html.append(url: listPath)
      html.append(markup: "\">")
      html.append(text: LocalizedText(en: "All records", zh: "全部进展记录"), in: language)
      html.append(markup: "</a></nav>")
    }
    if let heading {
      html.append(markup: "<h1 class=\"heading\">")
      html.append(text: heading)
      html.append(markup: "</h1>")
    }
  }
}

/// The files that every page loads. They are embedded in the program, which can be copied alone.
package enum PageFile: String, CaseIterable, Sendable {
  case style = "/page.css"
  case script = "/page.js"
  case icon = "/page.svg"

  package var bytes: [UInt8] {
    switch self {
    case .style: PackageResources.page_css
    case .script: PackageResources.page_js
    case .icon: PackageResources.page_svg
    }
  }

  var mediaType: String {
    switch self {
    case .style: "text/css; charset=utf-8"
    case .script: "text/javascript; charset=utf-8"
    case .icon: "image/svg+xml"
    }
  }
}

/// A moment, in the calendar.
package struct UTCTime: Sendable {
  /// Such as `2021-12-28T07:51:27Z`.
  package let iso: String
  /// Such as `2021-12-28 07:51 UTC`.
  package let words: String
  /// The year and the quarter, from 1.
  package let quarter: (year: Int64, quarter: Int64)

  /// - Parameter milliseconds: since 1970. Times before that and after the year 9999 are moved to the limit.
  package init(milliseconds: Int64) {
    let seconds = min(max(milliseconds, 0) / 1000, 253_402_300_799)
    // Years that begin in March have their odd day at the end.
    let days = seconds / 86400 + 719_468
    let (era, dayOfEra) = days.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    quarter = (year, (month + 2) / 3)
    let date = "\(year)-\(two(month))-\(two(day))"
    let time = "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60))"
    iso = "\(date)T\(time):\(two(seconds % 60))Z"
    words = "\(date) \(time) UTC"
  }
}
