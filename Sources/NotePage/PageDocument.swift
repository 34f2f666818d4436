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
