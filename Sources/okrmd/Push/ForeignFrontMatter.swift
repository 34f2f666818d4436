import MarkdownTranslator

/// The lines of a note's front matter that are not okrmd's.
struct ForeignFrontMatter {
  private let lines: [Substring]

  init(_ note: [UInt8]) {
    let text = String(decoding: note, as: UTF8.self)
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard (try? FrontMatter.read(from: note)) != nil, let first = all.first, first.isDelimiter,
      let end = all.dropFirst().firstIndex(where: { $0.isDelimiter || $0.trimmed == "..." })
    else {
      lines = []
      return
    }
    var kept: [Substring] = []
    var isOurs = false
    for line in all[1..<end] {
      let isTopLevel = line.first.map { !$0.isWhitespace && $0 != "#" && $0 != "}" && $0 != "-" } ?? false
      if isTopLevel {
        isOurs = line.hasPrefix("okr:") || line.hasPrefix("\"okr\"") || line.hasPrefix("'okr'")
      }
      if !isOurs { kept.append(line) }
    }
    lines = kept
  }

  /// A note with these lines in its front matter; nil when there are none, or it would say something else then.
  func merged(into note: String) -> String? {
    guard !lines.isEmpty, note.hasPrefix("---\n") else { return nil }
    let merged = "---\n" + lines.joined(separator: "\n") + "\n" + note.dropFirst(4)
    guard let before = try? FrontMatter.read(from: Array(note.utf8)),
      let after = try? FrontMatter.read(from: Array(merged.utf8)), before == after
    else { return nil }
    return merged
  }
}

extension Substring {
  fileprivate var isDelimiter: Bool { hasPrefix("---") && trimmed == "---" }
}
