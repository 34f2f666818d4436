import ContentBlocks

/// A note as it would be shown in Feishu, each record by itself, and beside it what is said of its lines.
struct PreviewHTML {
  private let language: Language
  private var html = HTMLText()

  static func entry(_ note: PreviewNote, images: RecordHTML.Images, language: Language) -> HTMLText {
    var renderer = PreviewHTML(language: language)
    renderer.append(note, images: images)
    return renderer.html
  }

  private init(language: Language) {
    self.language = language
  }

  private mutating func append(_ note: PreviewNote, images: RecordHTML.Images) {
    html.append(markup: "<div class=\"preview\">")
    if let problem = note.problem {
      html.append(markup: "<p class=\"problem\" role=\"alert\">")
      html.append(text: problem, in: language)
      html.append(markup: "</p>")
    }
    html.append(markup: "<div class=\"records\">")
    let isOne = note.records.count == 1 && note.records[0].heading == nil
    if !isOne { appendTitle(of: note) }
    for record in note.records {
      let panel = RecordHTML.Panel(
        title: record.heading ?? note.name, details: record.details, content: record.content,
        rate: record.rate,
        updateTime: isOne ? note.updateTime : nil, isHeading: isOne)
      html.append(RecordHTML.article(panel, images: images, language: language))
    }
    append(unsent: note.unsent)
    html.append(markup: "</div>")
    append(note.remarks, unfoldsNotes: note.unfoldsNotes)
    html.append(markup: "</div>")
  }

  /// The name of a note with sections, how many records it makes and when it was saved.
  private mutating func appendTitle(of note: PreviewNote) {
    html.append(markup: "<header class=\"note\"><h1>")
    html.append(text: note.name)
    html.append(markup: "</h1><div class=\"facts\"><span>")
    let count = note.records.count
    html.append(
      text: LocalizedText(en: count == 1 ? "1 record" : "\(count) records", zh: "\(count) 条进展记录"),
      in: language)
    html.append(markup: "</span><span class=\"time\">")
    let time = UTCTime(milliseconds: note.updateTime)
    html.append(text: LocalizedText(en: "Saved ", zh: "保存于 "), in: language)
    html.append(markup: "<time datetime=\"")
    html.append(attribute: time.iso)
    html.append(markup: "\">")
    html.append(text: time.words)
    html.append(markup: "</time></span></div></header>")
  }

  private mutating func append(unsent passages: [PreviewNote.Passage]) {
    guard !passages.isEmpty else { return }
    html.append(markup: "<section class=\"unsent\"><h2>")
    html.append(
      text: LocalizedText(en: "Not sent: outside of the sections", zh: "不会发送：各小节之外的内容"), in: language)
    html.append(markup: "</h2>")
    for passage in passages {
      html.append(markup: "<div class=\"passage\"><span class=\"where\">")
      html.append(text: LocalizedText(en: "Line \(passage.line)", zh: "第 \(passage.line) 行"), in: language)
      html.append(markup: "</span><pre dir=\"auto\">")
      html.append(text: passage.text)
      html.append(markup: "</pre></div>")
    }
    html.append(markup: "</section>")
  }

  private mutating func append(_ remarks: [PreviewNote.Remark], unfoldsNotes: Bool) {
    html.append(markup: "<aside class=\"remarks\" aria-label=\"")
    html.append(attribute: LocalizedText(en: "Diagnostics", zh: "诊断信息")[language])
    html.append(markup: "\"><h2>")
    let notes = remarks.filter { $0.severity == .note }
    let others = remarks.filter { $0.severity != .note }
    html.append(text: Self.summary(of: others), in: language)
    html.append(markup: "</h2>")
    append(others)
    if !notes.isEmpty {
      html.append(markup: "<details id=\"notes\"")
      if unfoldsNotes { html.append(markup: " open") }
      html.append(markup: "><summary>")
      let count = notes.count
      html.append(
        text: LocalizedText(
          en: "\(count) thing\(count == 1 ? "" : "s") shown differently", zh: "\(count) 处显示方式不同"),
        in: language)
      html.append(markup: "</summary>")
      append(notes)
      html.append(markup: "</details>")
    }
    html.append(markup: "</aside>")
  }

  /// How many errors and warnings there are.
  private static func summary(of remarks: [PreviewNote.Remark]) -> LocalizedText {
    let errors = remarks.count { $0.severity == .error }
    let warnings = remarks.count - errors
    func english(_ count: Int, _ word: String) -> String? {
      count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    guard !remarks.isEmpty else { return LocalizedText(en: "Nothing is lost", zh: "没有内容丢失") }
    return LocalizedText(
      en: [english(errors, "error"), english(warnings, "warning")].compactMap { $0 }.joined(separator: ", "),
      zh: [errors == 0 ? nil : "\(errors) 个错误", warnings == 0 ? nil : "\(warnings) 个警告"]
        .compactMap { $0 }.joined(separator: "，"))
  }

  private mutating func append(_ remarks: [PreviewNote.Remark]) {
    html.append(markup: "<ul>")
    for remark in remarks {
      html.append(markup: "<li class=\"")
      html.append(markup: remark.severity.className)
      html.append(markup: "\"><span class=\"where\">")
      html.append(
        text: LocalizedText(
          en: "Line \(remark.line), column \(remark.column)", zh: "第 \(remark.line) 行，第 \(remark.column) 列"),
        in: language)
      html.append(markup: "</span><strong>")
      html.append(text: remark.severity.label, in: language)
      html.append(markup: "</strong> ")
      html.append(text: remark.message, in: language)
      if !remark.code.isEmpty {
        html.append(markup: " <code>")
        html.append(text: remark.code)
        html.append(markup: "</code>")
      }
      html.append(markup: "</li>")
    }
    html.append(markup: "</ul>")
  }
}

extension PreviewNote.Remark.Severity {
  fileprivate var className: StaticString {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  fileprivate var label: LocalizedText {
    switch self {
    case .note: LocalizedText(en: "note", zh: "提示")
    case .warning: LocalizedText(en: "warning", zh: "警告")
    case .error: LocalizedText(en: "error", zh: "错误")
    }
  }
}
