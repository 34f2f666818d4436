/// How text reaches the line (rules R22, R23, R27).
extension Translator {
  /// Text of the note.
  @inline(__always)
  mutating func text(_ bytes: Bytes) {
    guard inline.suppressing == nil, !bytes.isEmpty else { return }
    if inline.html.isPreformatted {
      inline.dropsLineEnd = false
      // A line end in here was an entity; those of the note are soft breaks.
      return line.append(cleaned(bytes), style: inline.style)
    }
    if let isSuperscript = inline.html.script { return scriptText(bytes, isSuperscript: isSuperscript) }
    text(bytes, in: inline.style)
  }

  /// Text in a style of its own.
  @inline(__always)
  mutating func text(_ bytes: Bytes, in style: RunStyle) {
    if Self.needsCare(bytes) {
      careful(bytes, style: style)
    } else {
      plain(bytes, style: style)
    }
  }

  /// Whether text may hold a mention, a line end from an entity, a sentinel, which starts with a tab, or what the
  /// parser makes of U+FFFF.
  @inline(__always)
  private static func needsCare(_ bytes: Bytes) -> Bool {
    for byte in bytes where byte < 0x20 || byte == UInt8(ascii: "@") || byte >= 0xFE { return true }
    return false
  }

  @inline(__always)
  private mutating func plain(_ bytes: Bytes, style: RunStyle) {
    guard !bytes.isEmpty else { return }
    guard inline.pendingSoftBreak != nil else { return line.append(bytes, style: style) }
    // White space after a break in a cell is at the edge of a line.
    let bytes = isInCell ? bytes.withoutLeadingSpace : bytes
    guard !bytes.isEmpty else { return }
    resolveSoftBreak(before: bytes.scalar(at: 0).value)
    line.append(bytes, style: style)
  }

  /// Text that may hold mentions; those in code stay as they are.
  private mutating func careful(_ bytes: Bytes, style: RunStyle) {
    cleaned(bytes).withUnsafeBufferPointer { text in
      var start = 0
      var index = 0
      while findsMentions, let at = text.firstIndex(of: UInt8(ascii: "@"), from: index) {
        let end: Int
        if let idEnd = MentionID.end(ofMentionAt: at, in: text) {
          plain(text.slice(start..<at), style: style)
          mention(text.slice(at + 2..<idEnd - 1))
          end = idEnd
        } else if let (id, nameEnd) = options.addressBook.person(mentionedAt: at, in: text) {
          plain(text.slice(start..<at), style: style)
          Array(id.utf8).withUnsafeBufferPointer { mention($0) }
          end = nameEnd
        } else {
          if let block = inline.block, let name = options.addressBook.unknownName(after: at, in: text) {
            diagnostics.report(unknownName: name, onLine: inline.lineOffset, of: block)
          }
          index = at + 1
          continue
        }
        start = end
        index = end
      }
      plain(text.slice(from: start), style: style)
    }
  }

  /// Neither code nor links nor addresses hold mentions; a link that is dropped is not one.
  private var findsMentions: Bool {
    !inline.html.isCode && inline.style.link == RunStyle.noLink && inline.openLinks.last?.isAutolink != true
  }

  private mutating func mention(_ id: Bytes) {
    if inline.pendingSoftBreak != nil { resolveSoftBreak(before: UInt32(UInt8(ascii: "@"))) }
    line.appendMention(id)
  }

  /// Text in which nothing is looked for: alternative text, captions, addresses.
  mutating func literalText(_ bytes: [UInt8]) {
    literalText(bytes, style: inline.style)
  }

  mutating func literalText(_ bytes: [UInt8], style: RunStyle) {
    bytes.withUnsafeBufferPointer { literalText($0, style: style) }
  }

  private mutating func literalText(_ bytes: Bytes, style: RunStyle) {
    guard inline.suppressing == nil else { return }
    cleaned(bytes).withUnsafeBufferPointer { plain($0, style: style) }
  }

  /// Text without sentinels and with a space for each line end, since a line holds none.
  func cleaned(_ bytes: Bytes) -> [UInt8] {
    var text = withoutSentinels(bytes)
    for index in text.indices where text[index] == 0x0A || text[index] == 0x0D { text[index] = 0x20 }
    return text
  }

  /// Text without sentinels, as UTF-8: for the entities of U+FFFE and U+FFFF the parser writes a byte FE or FF.
  func withoutSentinels(_ bytes: Bytes) -> [UInt8] {
    let text = sentinel?.removed(from: bytes) ?? Array(bytes)
    guard text.contains(where: { $0 >= 0xFE }) else { return text }
    return text.flatMap { $0 >= 0xFE ? Array("\u{FFFD}".utf8) : [$0] }
  }

  mutating func changeStrong(by change: Int) {
    inline.strongDepth += change
    inline.updateStyle()
  }

  mutating func changeStrikethrough(by change: Int) {
    inline.strikethroughDepth += change
    inline.updateStyle()
  }

  /// A code span (rule R23).
  mutating func code(_ node: CommonMarkNode) {
    guard inline.suppressing == nil else { return }
    literalText(node.literal, style: inline.codeStyle)
    inline.lineOffset += max(0, node.lineEndCount)
  }

  /// Emphasis is not supported (rule R22).
  mutating func emphasis(_ node: CommonMarkNode) {
    guard inline.suppressing == nil else { return }
    report(.emphasisDropped, at: node)
  }

  /// Reports something about a node of the current block.
  mutating func report(_ message: DiagnosticMessage, at node: CommonMarkNode) {
    diagnostics.report(message, at: place(of: node))
  }

  func place(of node: CommonMarkNode) -> DiagnosticCollector.Place {
    guard let block = inline.block else { return .block(node) }
    return .inline(node, in: block, lineOffset: inline.lineOffset)
  }
}

/// Text without any style, on one line: titles, alternative texts.
extension Translator {
  /// The text in a node, without any style.
  func plainText(of root: CommonMarkNode) -> [UInt8] {
    var result: [UInt8] = []
    guard var node = root.firstChild else { return result }
    while true {
      switch node.kind {
      case .text, .code: result += withoutSentinels(node.literal)
      case .footnoteReference: result += Array("[\(node.literal.string)]".utf8)
      case .softBreak, .lineBreak: result.append(UInt8(ascii: "\n"))
      default: break
      }
      if let child = node.firstChild {
        node = child
        continue
      }
      while node.next == nil {
        guard let parent = node.parent, parent != root else { return joiningLines(result) }
        node = parent
      }
      guard let next = node.next else { return joiningLines(result) }
      node = next
    }
  }

  /// The text on one line: a line end is a soft break (rule R10).
  func joiningLines(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "\n")) || text.contains(UInt8(ascii: "\r")) else { return text }
    var result: [UInt8] = []
    for part in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      part.withUnsafeBufferPointer { part in
        guard !part.isEmpty else { return }
        let joins = result.withUnsafeBufferPointer { left in
          left.isEmpty
            || EastAsian.joinsWithoutSpace(left.scalar(before: left.count), part.scalar(at: 0).value)
        }
        if !joins { result.append(UInt8(ascii: " ")) }
        result += part
      }
    }
    return result
  }
}
