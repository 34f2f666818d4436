import ContentBlocks

/// What holds for the content of every note, whatever is written in it.
package enum Invariants {
  /// What is wrong with a content, by the numbers of its blocks from 0; empty when nothing is.
  package static func faults(in content: ContentBlock) -> [String] {
    content.blocks.enumerated().flatMap { index, block in
      switch block {
      case .paragraph(let line): faults(in: line).map { "block \(index): \($0)" }
      case .gallery(let gallery): faults(in: gallery.image).map { "block \(index): \($0)" }
      }
    }
  }

  private static func faults(in line: ContentParagraph) -> [String] {
    var faults = line.elements.flatMap { Self.faults(in: $0) }
    if let list = line.list {
      if !(1...16).contains(list.indentLevel) { faults.append("level \(list.indentLevel)") }
      if list.number != nil, list.type != .number { faults.append("a number on \(list.type)") }
      if list.number == nil, list.type == .number { faults.append("an item without its number") }
    }
    // R3: neighbours in equal style are one run.
    for (left, right) in zip(line.elements, line.elements.dropFirst()) {
      if case .textRun(let left) = left, case .textRun(let right) = right, left.style == right.style {
        faults.append("two runs in equal style: \(left.text.debugDescription)")
      }
    }
    // R10: spaces and tabs at the edges of a line are trimmed, except in code lines.
    if !isCode(line) {
      let edges = [edgeText(line.elements.first)?.first, edgeText(line.elements.last)?.last]
      if edges.contains(where: { $0 == " " || $0 == "\t" }) { faults.append("white space at an edge") }
    }
    return faults
  }

  private static func faults(in element: ContentParagraphElement) -> [String] {
    switch element {
    case .textRun(let run):
      faults(inText: run.text) + (run.style.link?.url == "" ? ["a link to nothing"] : [])
    case .docsLink(let link):
      faults(inText: link.title) + (link.url.isEmpty ? ["a document without a url"] : [])
    case .mention(let person):
      (1...64).contains(person.userID.utf8.count) ? [] : ["a mention of \(person.userID.utf8.count) bytes"]
    }
  }

  private static func faults(inText text: String) -> [String] {
    var faults: [String] = []
    if text.isEmpty { faults.append("an empty text") }
    if text.utf8.contains(0x0A) || text.utf8.contains(0x0D) { faults.append("a line end in a text") }
    return faults
  }

  private static func faults(in image: ContentImageItem) -> [String] {
    image.src == nil && image.fileToken == nil ? ["an image of nothing"] : []
  }

  private static func isCode(_ line: ContentParagraph) -> Bool {
    line.elements.allSatisfy { element in
      if case .textRun(let run) = element { run.style.backColor == .codeShade } else { false }
    }
  }

  private static func edgeText(_ element: ContentParagraphElement?) -> String? {
    switch element {
    case .textRun(let run): run.text
    case .docsLink, .mention, nil: nil
    }
  }
}
