/// A fenced code block of a manual.
struct FencedBlock {
  /// The line on which it opens, from 1.
  let line: Int
  /// The words of its info string.
  let words: [String]
  /// Its lines; the last one without a line end.
  let text: String
  /// Whether only empty lines are between the fenced block before and this one.
  let followsBlock: Bool
  /// The heading of the third level or above that it is under.
  let heading: String

  /// All blocks of a manual, in its order.
  static func all(in manual: String) throws -> [FencedBlock] {
    var result: [FencedBlock] = []
    var heading = ""
    var followsBlock = false
    var open: (line: Int, ticks: Int, words: [String], text: [Substring])?
    for (index, line) in manual.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let ticks = line.prefix { $0 == "`" }.count
      let rest = line.dropFirst(ticks)
      if let current = open {
        if ticks >= current.ticks, rest.isEmpty {
          result.append(
            FencedBlock(
              line: current.line, words: current.words, text: current.text.joined(separator: "\n"),
              followsBlock: followsBlock, heading: heading))
          open = nil
          followsBlock = true
        } else {
          open?.text.append(line)
        }
      } else if ticks >= 3 {
        open = (index + 1, ticks, rest.split(separator: " ").map(String.init), [])
      } else {
        if line.hasPrefix("#"), !line.hasPrefix("####") {
          heading = String(line.drop { $0 == "#" }.drop { $0 == " " })
        }
        if !line.isEmpty { followsBlock = false }
      }
    }
    if let open { throw ManualFault(line: open.line, problem: "this fenced block is not closed") }
    return result
  }
}
