import ContentBlocks
import MarkdownTranslator

/// Two states of a record as Markdown, in the note's own words wherever the note says the same.
///
/// A rendered record is not the note that it was made of: bullets, blank lines and escapes are others. In a merge by
/// lines each of these would be a change of the writer's, and a conflict beside every change of someone else's. So the
/// note is cut into pieces that can be read alone, and each piece is compared by what it says.
struct NoteAlignment {
  /// The record as this machine saw it last. Of a note that nobody touched it is the note.
  let base: String
  /// The record as it is now.
  let theirs: String

  /// - Parameters:
  ///   - note: the text of the note or of a section.
  ///   - old: the record as this machine saw it last.
  ///   - now: the record as it is.
  /// - Returns: nil when no such text says what the record says.
  init?(
    note: String, old: ContentBlock, now: ContentBlock, pictures: PictureLines,
    softBreaks: ConversionOptions.SoftBreaks?
  ) {
    guard old.blocks.count + now.blocks.count <= Self.maxBlocks,
      let reading = NoteReading(of: note, images: old.images.map(\.image), softBreaks: softBreaks),
      let chunks = reading.chunks(of: note)
    else { return nil }
    let own = chunks.flatMap(\.blocks)
    let seen = reading.plain(old)
    let current = reading.plain(now)
    let places = (Self.places(of: own, in: seen), Self.places(of: seen, in: current))
    var start = 0
    var (ranges, currentRanges): ([Int: Range<Int>], [Int: Range<Int>]) = ([:], [:])
    for (index, chunk) in chunks.enumerated() where !chunk.blocks.isEmpty {
      let range = start..<start + chunk.blocks.count
      start = range.upperBound
      guard let place = Self.range(range, in: places.0) else { continue }
      ranges[index] = place
      currentRanges[index] = Self.range(place, in: places.1)
    }
    let render: ([ContentBlockElement]) -> String = { blocks in
      let content = ContentBlock(blocks: blocks)
      return pictures.put(into: MarkdownRenderer().render(content), of: content)
    }
    base = AlignedText(chunks: chunks, ranges: ranges, blocks: old.blocks, render: render).text
    guard let wanted = reading.read(render(now.blocks)) else { return nil }
    // A piece may say something else beside what is new; then those beside it are rendered, too.
    for ring in 0... {
      let text = AlignedText(chunks: chunks, ranges: currentRanges, blocks: now.blocks, render: render).text
      if reading.read(text) == wanted {
        theirs = text
        return
      }
      let kept = currentRanges.keys.filter { index in
        let neighbours =
          [chunks[..<index].lastIndex { !$0.blocks.isEmpty }] + [
            chunks[(index + 1)...].firstIndex { !$0.blocks.isEmpty }
          ]
        return neighbours.allSatisfy { $0.map { currentRanges[$0] != nil } ?? true }
          && Self.follows(neighbours, currentRanges, index, count: now.blocks.count)
      }
      if currentRanges.isEmpty { break }
      let next = currentRanges.filter { kept.contains($0.key) }
      currentRanges = ring == Self.maxRings || next.count == currentRanges.count ? [:] : next
    }
    return nil
  }

  /// More would take long.
  private static let maxBlocks = 4000
  /// How many pieces beside a change are tried before all is rendered.
  private static let maxRings = 4

  /// Whether nothing is between a piece and those beside it.
  private static func follows(
    _ neighbours: [Int?], _ ranges: [Int: Range<Int>], _ index: Int, count: Int
  ) -> Bool {
    guard let own = ranges[index] else { return false }
    let (before, after) = (neighbours[0].flatMap { ranges[$0] }, neighbours[1].flatMap { ranges[$0] })
    return before.map { $0.upperBound == own.lowerBound } ?? (own.lowerBound == 0)
      && after.map { $0.lowerBound == own.upperBound } ?? (own.upperBound == count)
  }

  /// Where the blocks of one text are in another; nil for those that are not.
  private static func places(of old: [ContentBlockElement], in new: [ContentBlockElement]) -> [Int?] {
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var place = 0
    return old.indices.map { index in
      if removed.contains(index) { return nil }
      while inserted.contains(place) { place += 1 }
      defer { place += 1 }
      return place
    }
  }

  /// Where a range of blocks is as a whole.
  private static func range(_ range: Range<Int>, in places: [Int?]) -> Range<Int>? {
    guard let first = places[range.lowerBound] else { return nil }
    for (offset, index) in range.enumerated() where places[index] != first + offset { return nil }
    return first..<first + range.count
  }
}

/// What a note says, piece by piece.
private struct NoteReading {
  private let converter: MarkdownConverter
  /// What the record calls the pictures that the note names by a file.
  private var tokens: [String: String] = [:]
  private let whole: [ContentBlockElement]

  struct Chunk {
    /// Lines without blank ones at their end, and those blank ones.
    let text, gap: String
    /// None for a comment or a definition.
    let blocks: [ContentBlockElement]
  }

  init?(of note: String, images: [ContentImageItem], softBreaks: ConversionOptions.SoftBreaks?) {
    var options = ConversionOptions()
    options.reportsNotes = false
    options.softBreaks = softBreaks
    converter = MarkdownConverter(options: options)
    guard let content = Self.convert(note, converter) else { return nil }
    let own = content.images.map(\.image)
    if own.count == images.count {
      for (own, image) in zip(own, images) where own.fileToken == nil {
        if let source = own.src, let token = image.fileToken { tokens[source] = tokens[source] ?? token }
      }
    }
    whole = Self.plain(content, tokens)
  }

  private static func convert(_ text: String, _ converter: MarkdownConverter) -> ContentBlock? {
    // Text below a blank line begins with no front matter.
    try? converter.convert("\n" + text).content
  }

  /// What a text says; nil when it cannot be read.
  func read(_ text: String) -> [ContentBlockElement]? {
    Self.convert(text, converter).map { Self.plain($0, tokens) }
  }

  func plain(_ content: ContentBlock) -> [ContentBlockElement] { Self.plain(content, tokens) }

  /// The blocks, pictures by their names alone.
  private static func plain(_ content: ContentBlock, _ tokens: [String: String]) -> [ContentBlockElement] {
    RecordMemory.Version(content: content, rate: nil).content.blocks.map { block in
      guard case .gallery(let gallery) = block else { return block }
      let (token, source) = (gallery.image.fileToken, gallery.image.src ?? "")
      let image = ContentImageItem(
        fileToken: token ?? tokens[source], src: token == nil && tokens[source] == nil ? source : nil,
        checkedWidth: nil, checkedHeight: nil)
      return .gallery(ContentGallery(image: image))
    }
  }

  /// How many bytes may be read to find the pieces.
  private static let maxWork = 32 << 20

  /// The smallest pieces that say alone what they say in the note; nil when it is too long for that.
  func chunks(of note: String) -> [Chunk]? {
    let bytes = Array(note.utf8)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { slice in
      String(decoding: slice, as: UTF8.self) + (slice.endIndex < bytes.count ? "\n" : "")
    }.filter { !$0.isEmpty }
    var candidates = Array(lines.indices.dropFirst())
    if candidates.count * bytes.count > Self.maxWork {
      candidates = candidates.filter { lines[$0 - 1].isBlank && !lines[$0].isBlank }
    }
    guard candidates.count * bytes.count <= Self.maxWork else { return nil }
    let definitions = lines.indices.filter { lines[$0].isDefinition }
    func text(_ range: Range<Int>) -> String {
      lines[range].joined() + "\n\n"
        + definitions.filter { !range.contains($0) }.map { lines[$0] }.joined(separator: "\n")
    }
    var chunks: [Chunk] = []
    var (start, blockStart) = (0, 0)
    func cut(at end: Int, _ blockEnd: Int) {
      let own = lines[start..<end]
      let last = own.lastIndex { !$0.isBlank }
      let gap = own[(last.map { $0 + 1 } ?? start)...].joined()
      let blocks = Array(whole[blockStart..<blockEnd])
      (start, blockStart) = (end, blockEnd)
      if let last {
        chunks.append(Chunk(text: own[...last].joined(), gap: gap, blocks: blocks))
      } else if let before = chunks.popLast() {
        chunks.append(Chunk(text: before.text, gap: before.gap + gap, blocks: before.blocks + blocks))
      }
    }
    for line in candidates {
      guard let before = read(text(0..<line)), before.count >= blockStart, before.count <= whole.count,
        before[...] == whole[..<before.count], let after = read(text(line..<lines.count)),
        after[...] == whole[before.count...]
      else { continue }
      cut(at: line, before.count)
    }
    cut(at: lines.count, whole.count)
    return chunks
  }
}

/// A record in a note's words where there are some, else rendered.
private struct AlignedText {
  let chunks: [NoteReading.Chunk]
  /// Which blocks of the record pieces of the note say.
  let ranges: [Int: Range<Int>]
  let blocks: [ContentBlockElement]
  let render: ([ContentBlockElement]) -> String

  private enum Piece {
    /// A piece of the note.
    case own(Int)
    case rendered(String, isList: (first: Bool, last: Bool))
  }

  var text: String {
    var pieces: [Piece] = []
    var done = 0
    func flush(until end: Int) {
      let new = Array(blocks[done..<max(done, end)])
      done = max(done, end)
      let text = render(new).trimmed
      if !text.isEmpty {
        // Blank characters at the start of a line are part of it.
        let lines = render(new).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = lines.firstIndex { !$0.isBlank } ?? 0
        let last = lines.lastIndex { !$0.isBlank } ?? 0
        pieces.append(
          .rendered(
            lines[first...last].joined(separator: "\n") + "\n",
            isList: (new.first?.isListItem == true, new.last?.isListItem == true)))
      }
    }
    for (index, chunk) in chunks.enumerated() {
      if chunk.blocks.isEmpty {
        pieces.append(.own(index))
      } else if let range = ranges[index] {
        flush(until: range.lowerBound)
        pieces.append(.own(index))
        done = range.upperBound
      } else {
        let next = chunks.indices.dropFirst(index + 1).lazy.compactMap { ranges[$0] }.first
        flush(until: next?.lowerBound ?? blocks.count)
        // What the record does not know must not get lost with what it changed.
        let comments = chunk.comments
        if !comments.isEmpty { pieces.append(.rendered(comments, isList: (false, false))) }
      }
    }
    flush(until: blocks.count)
    var text = ""
    for (place, piece) in pieces.enumerated() {
      if place > 0 {
        if !text.hasSuffix("\n") { text += "\n" }
        text += gap(between: pieces[place - 1], piece)
      }
      switch piece {
      case .own(let index): text += chunks[index].text
      case .rendered(let lines, _): text += lines
      }
    }
    return text
  }

  private func gap(between before: Piece, _ after: Piece) -> String {
    var (gaps, isList, isOwn): ([String], [Bool], Bool) = ([], [], true)
    switch before {
    case .own(let index):
      if case .own(index + 1) = after { return chunks[index].gap }
      gaps.append(chunks[index].gap)
      isList.append(chunks[index].blocks.last?.isListItem == true)
    case .rendered(_, let list):
      isOwn = false
      isList.append(list.last)
    }
    switch after {
    case .own(let index):
      if index > 0 { gaps.append(chunks[index - 1].gap) }
      isList.append(chunks[index].blocks.first?.isListItem == true)
    case .rendered(_, let list):
      isOwn = false
      isList.append(list.first)
    }
    if isList == [true, true] { return isOwn ? gaps.min { $0.utf8.count < $1.utf8.count } ?? "" : "" }
    let gap = gaps.max { $0.utf8.count < $1.utf8.count } ?? ""
    return gap.isEmpty && !isOwn ? "\n" : gap
  }
}

extension NoteReading.Chunk {
  /// The comments between the words of the piece, which no record holds.
  fileprivate var comments: String {
    let isText = blocks.contains { block in
      guard case .paragraph(let paragraph) = block else { return false }
      return paragraph.elements.contains { element in
        if case .textRun(let run) = element { run.text.contains("<!--") } else { false }
      }
    }
    if isText { return "" }
    return text.matches(of: /(?s)<!--.*?-->/).map { "\($0.output)\n" }.joined()
  }
}

extension ContentBlockElement {
  fileprivate var isListItem: Bool {
    if case .paragraph(let paragraph) = self { paragraph.list != nil } else { false }
  }
}

extension String {
  fileprivate var isBlank: Bool { utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

  /// Whether the line defines where a link leads.
  fileprivate var isDefinition: Bool {
    let start = drop { $0 == " " }
    return start.hasPrefix("[") && !start.hasPrefix("[^") && start.contains("]:")
  }
}
