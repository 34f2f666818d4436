import ContentBlocks

/// Puts one line together: pieces of text in their styles, document links and mentions.
///
/// The text of all pieces is in one buffer, in order, so that white space at the edges can be
/// trimmed and neighbours in equal style become one run when the line is finished (rules R3, R10).
///
/// Copies share the buffer: a line is moved, and only one copy of it is written to.
struct LineAssembler {
  /// A place in the line that can be gone back to.
  struct Mark {
    fileprivate let pieces: Int
    fileprivate let text: Int
  }

  /// A stretch of the buffer.
  struct Piece {
    enum Kind {
      case text
      /// The text is the title, the link of the style the target.
      case docsLink
      case mention
    }

    var kind: Kind
    var range: Range<Int>
    var style: RunStyle
  }

  private var pieces: [Piece] = []
  private let text = ByteBuffer()
  /// The text after the last mark is not joined with the text before it.
  private var barrier = 0
  /// Counts what a reader sees: mentions and text that is not white space alone. It continues from line to line, to
  /// tell whether something was put in between two moments.
  var visibleCount = 0

  var isEmpty: Bool { pieces.isEmpty }

  /// The last character of the line, whatever its piece.
  var lastScalar: UInt32? {
    let bytes = text.bytes
    return pieces.isEmpty || bytes.isEmpty ? nil : bytes.scalar(before: bytes.count)
  }

  /// Whether the line would be empty once its edges are trimmed.
  var isBlank: Bool {
    pieces.allSatisfy { $0.kind == .text && text.bytes.slice($0.range).allSatisfy(\.isSpaceOrTab) }
  }

  // MARK: Putting in

  @inline(__always)
  mutating func append(_ bytes: Bytes, style: RunStyle) {
    append(bytes, style: style, kind: .text)
    if bytes.contains(where: { !$0.isASCIISpace }) { visibleCount += 1 }
  }

  mutating func append(_ bytes: [UInt8], style: RunStyle) {
    bytes.withUnsafeBufferPointer { append($0, style: style) }
  }

  mutating func appendMention(_ id: Bytes) {
    append(id, style: RunStyle(), kind: .mention)
    visibleCount += 1
  }

  @inline(__always)
  private mutating func append(_ bytes: Bytes, style: RunStyle, kind: Piece.Kind) {
    guard !bytes.isEmpty else { return }
    let start = text.count
    text.append(bytes)
    if kind == .text, pieces.count > barrier, pieces[pieces.count - 1].kind == .text,
      pieces[pieces.count - 1].style == style
    {
      pieces[pieces.count - 1].range = pieces[pieces.count - 1].range.lowerBound..<text.count
    } else {
      pieces.append(Piece(kind: kind, range: start..<text.count, style: style))
    }
  }

  /// Puts plain text before all that the line holds.
  mutating func prepend(_ bytes: some Collection<UInt8>) {
    let content = saved(since: Mark(pieces: 0, text: 0))
    clear()
    append(Array(bytes), style: RunStyle())
    append(content)
  }

  // MARK: Since a mark

  /// Whether nothing was put in since a mark.
  func isAt(_ mark: Mark) -> Bool {
    pieces.count == mark.pieces && text.count == mark.text
  }

  /// The end of the line as it is now. What comes after is a piece of its own.
  mutating func mark() -> Mark {
    barrier = pieces.count
    return Mark(pieces: pieces.count, text: text.count)
  }

  /// Takes back all that was put in since a mark.
  mutating func goBack(to mark: Mark) {
    pieces.removeLast(pieces.count - mark.pieces)
    text.truncate(to: mark.text)
    barrier = min(barrier, pieces.count)
  }

  /// Takes out all that was put in since a mark. What is a whole line already is not copied: a link may hold
  /// many images, and each takes out the text before it.
  mutating func takeText(since mark: Mark) -> LineAssembler {
    var taken = LineAssembler()
    if mark.pieces == 0, mark.text == 0 {
      taken.visibleCount = visibleCount
      swap(&self, &taken)
      taken.barrier = 0
    } else {
      taken.append(saved(since: mark))
      goBack(to: mark)
    }
    return taken
  }

  /// The text since a mark.
  func withText<Result>(since mark: Mark, _ body: (Bytes) -> Result) -> Result {
    body(text.bytes.slice(from: mark.text))
  }

  /// The piece that was put in since a mark; nil when there are none or several.
  func onlyPiece(since mark: Mark) -> Piece? {
    pieces.count == mark.pieces + 1 ? pieces.last : nil
  }

  /// Makes the one text piece since a mark a document link.
  mutating func makeDocsLink(since mark: Mark) {
    guard mark.pieces < pieces.count else { return }
    pieces[mark.pieces].kind = .docsLink
    barrier = pieces.count
  }

  // MARK: Trimming

  /// Trims spaces and tabs at the edges of what was put in since a mark; true when something is left.
  mutating func trim(since mark: Mark) -> Bool {
    trimEdges(from: mark.pieces)
    barrier = min(barrier, pieces.count)
    guard mark.pieces < pieces.count else {
      text.truncate(to: mark.text)
      return false
    }
    text.truncate(to: pieces[pieces.count - 1].range.upperBound)
    // What was trimmed at the start must not keep the text apart from what is before it.
    let gap = pieces[mark.pieces].range.lowerBound - mark.text
    if gap > 0 {
      text.remove(mark.text..<mark.text + gap)
      for index in mark.pieces..<pieces.count {
        let range = pieces[index].range
        pieces[index].range = range.lowerBound - gap..<range.upperBound - gap
      }
    }
    return true
  }

  private mutating func trimEdges(from first: Int) {
    while pieces.count > first, let last = pieces.last, last.kind == .text {
      let range = trimmed(last.range)
      if !range.isEmpty {
        pieces[pieces.count - 1].range = last.range.lowerBound..<range.upperBound
        break
      }
      pieces.removeLast()
    }
    var leading = first
    while leading < pieces.count, pieces[leading].kind == .text {
      let range = pieces[leading].range
      let start = trimmed(range).lowerBound
      if start < range.upperBound {
        pieces[leading].range = start..<range.upperBound
        break
      }
      leading += 1
    }
    if leading > first { pieces.removeSubrange(first..<leading) }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    let bytes = text.bytes
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, bytes[start].isSpaceOrTab { start += 1 }
    while end > start, bytes[end - 1].isSpaceOrTab { end -= 1 }
    return start..<end
  }

  /// Trims the whole line; false when nothing is left of it.
  mutating func trimLine() -> Bool {
    trimEdges(from: 0)
    return !pieces.isEmpty
  }

  // MARK: The end of a line

  /// Hands the line to a sink and starts a new one.
  ///
  /// - Parameter left: how many bytes of text and addresses may still be written, escaped as in JSON. When it falls below zero, the
  ///   rest of the line is left out.
  mutating func finish(
    into sink: inout some LineSink, list: ContentList?, links: LinkTable, left: inout Int
  ) {
    sink.beginLine(list, isEmpty: pieces.isEmpty)
    let bytes = text.bytes
    var index = 0
    while index < pieces.count, left >= 0 {
      let piece = pieces[index]
      index += 1
      switch piece.kind {
      case .text:
        var end = piece.range.upperBound
        while index < pieces.count, pieces[index].kind == .text, pieces[index].range.lowerBound == end,
          Self.areEqual(pieces[index].style, piece.style, links: links)
        {
          end = pieces[index].range.upperBound
          index += 1
        }
        let run = bytes.slice(piece.range.lowerBound..<end)
        let url = links.url(piece.style.link)
        left -= run.escapedLength + (url?.escapedLength ?? 0)
        if left >= 0 { sink.textRun(run, style: piece.style, link: url) }
      case .docsLink:
        guard let url = links.url(piece.style.link) else { continue }
        left -= bytes.slice(piece.range).escapedLength + url.escapedLength
        if left >= 0 { sink.docsLink(url: url, title: bytes.slice(piece.range)) }
      case .mention:
        left -= piece.range.count
        if left >= 0 { sink.mention(bytes.slice(piece.range)) }
      }
    }
    if !pieces.isEmpty { sink.endLine() }
    clear()
  }

  /// Takes out all that the line holds.
  mutating func clear() {
    pieces.removeAll(keepingCapacity: true)
    text.removeAll()
    barrier = 0
  }

  private static func areEqual(_ left: RunStyle, _ right: RunStyle, links: LinkTable) -> Bool {
    if left == right { return true }
    var adopted = left
    adopted.link = right.link
    return adopted == right && links.areSame(left.link, right.link)
  }

  // MARK: Copies

  /// Pieces with a buffer of their own, to be put in later. So a table's header cell labels each cell below it.
  struct Saved {
    fileprivate var pieces: [Piece] = []
    fileprivate var text: [UInt8] = []

    var isEmpty: Bool { pieces.isEmpty }

    /// The same in bold. The title of a document link is linked text then (rule R26).
    var bold: Saved {
      var result = self
      for index in result.pieces.indices where result.pieces[index].kind != .mention {
        result.pieces[index].kind = .text
        result.pieces[index].style.bold = true
      }
      return result
    }

    var lastScalar: UInt32? {
      text.withUnsafeBufferPointer { $0.isEmpty ? nil : $0.scalar(before: $0.count) }
    }
  }

  /// A copy of what was put in since a mark.
  func saved(since mark: Mark) -> Saved {
    let pieces = pieces[min(mark.pieces, pieces.count)...]
    guard let start = pieces.first?.range.lowerBound else { return Saved() }
    return Saved(
      pieces: pieces.map { piece in
        var moved = piece
        moved.range = piece.range.lowerBound - start..<piece.range.upperBound - start
        return moved
      },
      text: Array(text.bytes.slice(from: start)))
  }

  /// Puts in what was saved. It is not counted as visible again.
  mutating func append(_ saved: Saved) {
    saved.text.withUnsafeBufferPointer { bytes in
      for piece in saved.pieces {
        append(bytes.slice(piece.range), style: piece.style, kind: piece.kind)
      }
    }
  }
}
