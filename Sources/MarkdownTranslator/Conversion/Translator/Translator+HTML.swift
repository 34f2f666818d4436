/// HTML, in blocks and within text (rule R18): its text, and which of its tags are tags. What each tag does is
/// in `Translator+HTMLTags.swift`.
extension Translator {
  /// An HTML block is a block of text.
  mutating func htmlBlock(_ node: CommonMarkNode) {
    beginBlock(node)
    let html = node.literal
    let outline = htmlOutline(for: node)
    for token in outline.tokens(of: node) {
      let part = html.slice(token.range)
      switch token.kind {
      case .text: htmlText(part)
      case .characterData: htmlText(part, resolvesEntities: false)
      case .invisible: break
      case .tag(let index):
        if outline.tags[index].isText {
          htmlText(part, resolvesEntities: false)
        } else {
          handle(index, in: outline, at: .html(node, offset: token.range.lowerBound))
        }
      }
    }
    endBlock()
  }

  /// A tag, a comment or the like within text.
  mutating func htmlInline(_ node: CommonMarkNode) {
    let html = node.literal
    let outline = htmlOutline(for: node)
    let lineOffset = inline.lineOffset
    for token in outline.tokens(of: node) {
      let part = html.slice(token.range)
      switch token.kind {
      case .text: text(part)
      case .characterData: literalText(Array(part))
      case .invisible: break
      case .tag(let index):
        let entry = outline.tags[index]
        if entry.isText {
          reportUnclosed(entry, at: place(of: node))
          textOfTag(part)
        } else {
          handle(index, in: outline, at: place(of: node))
        }
      }
    }
    inline.lineOffset = lineOffset + html.count { $0 == UInt8(ascii: "\n") }
  }

  /// A tag that is text. Its line ends are those of the text around it.
  private mutating func textOfTag(_ tag: Bytes) {
    var start = 0
    while let end = tag.firstIndex(of: UInt8(ascii: "\n"), from: start) {
      literalText(Array(tag.slice(start..<end)))
      softBreak()
      start = end + 1
      while start < tag.count, tag[start].isSpaceOrTab { start += 1 }
    }
    literalText(Array(tag.slice(from: start)))
  }

  /// Reports a `<pre>`, `<script>` or `<style>` that has no end in its line of text (rule R40).
  private mutating func reportUnclosed(_ entry: HTMLOutline.Tag, at place: DiagnosticCollector.Place) {
    guard !entry.tag.isEnd, inline.suppressing == nil,
      entry.element?.meaning == .preformatted || entry.element?.meaning == .raw
    else { return }
    diagnostics.report(
      .htmlUnclosed(opener: "<\(entry.tag.name)>", closer: "</\(entry.tag.name)>"), at: place)
  }

  private mutating func htmlOutline(for node: CommonMarkNode) -> HTMLOutline {
    if let outline, outline.holds(node) { return outline }
    let read = HTMLOutline(treeOf: node)
    outline = read
    return read
  }

  // MARK: Text

  /// Text of an HTML block: white space collapses, entities are resolved.
  private mutating func htmlText(_ text: Bytes, resolvesEntities: Bool = true) {
    guard inline.suppressing == nil else { return }
    if inline.html.isPreformatted { return preformatted(text, resolvesEntities: resolvesEntities) }
    var index = 0
    while index < text.count {
      let start = index
      if text[index].isASCIISpace {
        while index < text.count, text[index].isASCIISpace { index += 1 }
        collapsedSpace(hasLineEnd: text[start..<index].contains { $0 == 0x0A })
      } else {
        while index < text.count, !text[index].isASCIISpace { index += 1 }
        let word = text.slice(start..<index)
        if !resolvesEntities {
          literalText(Array(word))
        } else if word.contains(UInt8(ascii: "&")) {
          CommonMarkText.resolvingEntities(in: word).withUnsafeBufferPointer { self.text($0) }
        } else {
          self.text(word)
        }
      }
    }
  }

  private mutating func collapsedSpace(hasLineEnd: Bool) {
    guard let last = line.lastScalar, last != 0x20, inline.pendingSoftBreak == nil else { return }
    if hasLineEnd {
      noteSoftBreak(isInText: false)
    } else {
      line.append([UInt8(ascii: " ")], style: inline.style)
    }
  }

  /// Text inside `<pre>`: each line is a line of code (rule R15).
  private mutating func preformatted(_ text: Bytes, resolvesEntities: Bool) {
    var start = 0
    if inline.dropsLineEnd, text.first == UInt8(ascii: "\n") { start = 1 }
    inline.dropsLineEnd = false
    while true {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start)
      let part = text.slice(start..<(end ?? text.count))
      let resolved = resolvesEntities ? CommonMarkText.resolvingEntities(in: part) : Array(part)
      resolved.withUnsafeBufferPointer { part in
        if isInCell, !part.isEmpty { resolvePendingBreak(before: part) }
        line.append(cleaned(part), style: inline.style)
      }
      guard let end else { return }
      endCodeLine()
      start = end + 1
    }
  }

  /// Text that a tag puts in the place of its element.
  mutating func insertedText(_ text: String) {
    guard inline.suppressing == nil, !text.isEmpty else { return }
    Array(text.utf8).withUnsafeBufferPointer { self.text($0) }
  }

  /// Text within `sup` or `sub` whose characters have such a form in Unicode.
  mutating func scriptText(_ bytes: Bytes, isSuperscript: Bool) {
    literalText(ScriptText.converted(bytes, isSuperscript: isSuperscript))
  }

  // MARK: Dropped tags

  /// Reports a tag without a meaning: once for each name, and each time when something is lost with it.
  mutating func reportDropped(_ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    let refers = ["src", "href", "url", "id", "token"].contains { tag[$0] != nil }
    let isFirst = droppedTags.insert(tag.name).inserted
    if refers {
      diagnostics.report(.htmlReferenceDropped(tag: tag.name), at: place)
    } else if isFirst {
      diagnostics.report(.htmlDropped(tag: tag.name), at: place)
    }
  }
}
