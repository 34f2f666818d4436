/// A whole page: what stands around the entries.
struct PageDocument {
  var title: String
  /// The heading above the entries; nil when the only entry brings its own.
  var heading: String?
  /// Where the page hears of changes; nil when there is nothing that could change.
  var eventsPath: String?
  /// Where the page of all records is, for pages that show one; nil for none.
  var listPath: String?
  var entries: [PageEntry]
  /// What is said while there is no entry.
  var emptyText: String

  var html: HTMLText {
    var html = HTMLText()
    html.append(
      markup: """
        <!DOCTYPE html>
        <html lang="en">
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
    html.append(
      markup: """
        >
        <p class="connection" role="status"></p>
        <main>
        """)
    appendTop(to: &html)
    html.append(markup: "<div id=\"entries\">")
    for entry in entries { html.append(entry.element) }
    html.append(markup: "</div><p class=\"nothing\">")
    html.append(text: emptyText)
    html.append(markup: "</p></main>\n</body>\n</html>\n")
    return html
  }

  private func appendTop(to html: inout HTMLText) {
    if let listPath {
      html.append(markup: "<nav><a href=\"")
      html.append(url: listPath)
      html.append(markup: "\">All records</a></nav>")
    }
    if let heading {
      html.append(markup: "<h1 class=\"heading\">")
      html.append(text: heading)
      html.append(markup: "</h1>")
    }
  }
}
