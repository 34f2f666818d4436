import ContentBlocks

/// A note as it would be shown in Feishu, and beside it what is said of its lines.
struct PreviewHTML {
  private var html = HTMLText()

  static func entry(_ note: PreviewNote, images: ShownImages) -> HTMLText {
    var renderer = PreviewHTML()
    renderer.append(note, images: images)
    return renderer.html
  }

  private mutating func append(_ note: PreviewNote, images: ShownImages) {
    html.append(markup: "<div class=\"preview\">")
    if let problem = note.problem {
      html.append(markup: "<p class=\"problem\" role=\"alert\">")
      html.append(text: problem)
      html.append(markup: "</p>")
    }
    let panel = RecordHTML.Panel(
      title: note.name, address: nil, content: note.content, rate: note.rate, updateTime: note.updateTime)
    html.append(RecordHTML.article(panel, images: images))
    append(note.remarks, unfoldsNotes: note.unfoldsNotes)
    html.append(markup: "</div>")
  }

  private mutating func append(_ remarks: [PreviewNote.Remark], unfoldsNotes: Bool) {
    html.append(markup: "<aside class=\"remarks\" aria-label=\"Diagnostics\">")
    let notes = remarks.filter { $0.severity == .note }
    let others = remarks.filter { $0.severity != .note }
    html.append(markup: "<h2>")
    let word = others.contains { $0.severity == .error } ? "error" : "warning"
    html.append(
      text: others.isEmpty ? "Nothing is lost" : "\(others.count) \(word)\(others.count == 1 ? "" : "s")")
    html.append(markup: "</h2>")
    append(others)
    if !notes.isEmpty {
      html.append(markup: "<details id=\"notes\"")
      if unfoldsNotes { html.append(markup: " open") }
      html.append(markup: "><summary>")
      html.append(text: "\(notes.count) thing\(notes.count == 1 ? "" : "s") shown differently")
      html.append(markup: "</summary>")
      append(notes)
      html.append(markup: "</details>")
    }
    html.append(markup: "</aside>")
  }

  private mutating func append(_ remarks: [PreviewNote.Remark]) {
    html.append(markup: "<ul>")
    for remark in remarks {
      html.append(markup: "<li class=\"")
      html.append(attribute: remark.severity.rawValue)
      html.append(markup: "\"><span class=\"where\">Line ")
      html.append(number: remark.line)
      html.append(markup: ", column ")
      html.append(number: remark.column)
      html.append(markup: "</span><strong>")
      html.append(text: remark.severity.rawValue)
      html.append(markup: "</strong> ")
      html.append(text: remark.message)
      html.append(markup: " <code>")
      html.append(text: remark.code)
      html.append(markup: "</code></li>")
    }
    html.append(markup: "</ul>")
  }
}
