/// The Markdown of a note, by lines, to say where something stands. The lines are found when they are
/// first asked for.
final class SourceText {
  private let text: Bytes
  /// The number of the first line in the note: front matter comes before it.
  let firstLine: Int

  init(_ text: Bytes, firstLine: Int) {
    self.text = text
    self.firstLine = firstLine
  }

  private lazy var lineStarts: [Int] = {
    var starts = [0]
    if text.firstIndex(of: 0x0D, from: 0) == nil {
      while let end = text.firstIndex(of: 0x0A, from: starts[starts.count - 1]) { starts.append(end + 1) }
      return starts
    }
    for index in text.indices
    where text[index] == 0x0A || (text[index] == 0x0D && !text.starts(with: "\n", at: index + 1)) {
      starts.append(index + 1)
    }
    return starts
  }()

  /// A line of the Markdown, from 1, without its line end.
  func line(_ number: Int) -> Bytes? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : text.count
    while end > start, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
    return text.slice(start..<end)
  }

  /// Whether the task marker of an item that starts at a place is `[x]`. The parser takes an open task
  /// for done when `[x]` stands anywhere behind the marker.
  func taskIsDone(line number: Int, column: Int) -> Bool {
    guard let line = line(number),
      let bracket = line.firstIndex(of: UInt8(ascii: "["), from: max(column - 1, 0)),
      bracket + 1 < line.count
    else { return false }
    return line[bracket + 1] | 0x20 == UInt8(ascii: "x")
  }
}
