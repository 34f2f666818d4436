/// The Markdown of a note, by lines, to say where something is. The lines are found when they are
/// first asked for.
final class SourceText {
  private let text: Bytes
  /// The number of the first line in the note: front matter comes before it.
  let firstLine: Int

  /// What was changed in the text before it was parsed.
  let repairs: RepairedNote

  init(_ text: Bytes, firstLine: Int, repairs: RepairedNote = RepairedNote()) {
    self.text = text
    self.firstLine = firstLine
    self.repairs = repairs
  }

  /// The place in the note of a place in the text. All count from 1.
  func positionInNote(line: Int, column: Int) -> SourcePosition {
    let place = repairs.map.original(line: line, column: self.column(column, onLine: line))
    return SourcePosition(line: place.line + firstLine - 1, column: place.column)
  }

  private lazy var lineStarts = text.lineStarts

  /// A line of the Markdown, from 1, without its line end.
  func line(_ number: Int) -> Bytes? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : text.count
    while end > start, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
    return text.slice(start..<end)
  }

  /// The parser replaces U+0000 by a character of three bytes, and counts those.
  private lazy var nulls: [Int] = {
    var found: [Int] = []
    while let next = text.firstIndex(of: 0, from: (found.last ?? -1) + 1) { found.append(next) }
    return found
  }()

  /// Where U+0000 is in a line: offsets in the Markdown, and that of the line.
  private func nulls(inLine number: Int) -> (places: ArraySlice<Int>, start: Int)? {
    guard !nulls.isEmpty, number >= 1, number <= lineStarts.count else { return nil }
    let start = lineStarts[number - 1]
    let end = number < lineStarts.count ? lineStarts[number] : text.count
    return (nulls[nulls.count(below: start)..<nulls.count(below: end)], start)
  }

  /// The length of a line as the parser counts it.
  func parsedLength(ofLine number: Int) -> Int {
    (line(number)?.count ?? 0) + 2 * (nulls(inLine: number)?.places.count ?? 0)
  }

  /// The column of a line that the parser means.
  func column(_ column: Int, onLine number: Int) -> Int {
    guard let (places, start) = nulls(inLine: number) else { return column }
    // How many of them end before the column.
    var before = 0
    var above = places.count
    while before < above {
      let middle = (before + above) / 2
      if places[places.startIndex + middle] - start + 2 * middle + 3 < column {
        before = middle + 1
      } else {
        above = middle
      }
    }
    let result = column - 2 * before
    guard before < places.count else { return result }
    // Inside the next one, its own column.
    return min(result, max(places[places.startIndex + before] - start + 1, 1))
  }
}

extension SourceText {
  /// The number in the marker of a list item; nil when there is none.
  func number(ofItem item: CommonMarkNode) -> Int? {
    guard let line = line(item.startLine) else { return nil }
    let start = max(column(item.startColumn, onLine: item.startLine) - 1, 0)
    let digits = line.slice(from: start).prefix { $0.isASCIIDigit }
    return (1...9).contains(digits.count) ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }
}

extension [Int] {
  /// How many of these sorted numbers are below a limit.
  func count(below limit: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
