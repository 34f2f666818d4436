/// R24 and R29: `[[page]]` and `[[page|text]]` are their text; `![[file.png]]` and `![[file.png|300]]` are images.
enum Wikilinks {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard text.firstIndex(of: "[[") != nil else { return }
    var scanner = InlineScanner(text, bytes: "")
    while let event = scanner.next() {
      guard case .opens(let start, let isImage) = event, text.starts(with: "[[", at: start),
        let link = Wikilink(at: start, in: text), !edits.labels.contains(text.slice(link.inside)),
        LinkTarget.end(from: link.end, in: text) == nil
      else { continue }
      if isImage, let image = image(link, in: text, edits: &edits) {
        edits.add(TextEdit(range: start - 1..<link.end, bytes: image))
      } else {
        edits.add(.remove((isImage ? start - 1 : start)..<link.shown.lowerBound))
        edits.add(.remove(link.shown.upperBound..<link.end))
        edits.remark(.wikilinkAsText, at: isImage ? start - 1 : start)
      }
      scanner.leaveBracket(to: link.end)
    }
  }

  private static func image(_ link: Wikilink, in text: Bytes, edits: inout InlineEdits) -> [UInt8]? {
    let file = text.slice(link.page)
    guard ImageSource.hasImageExtension(file), !file.contains(where: { "<>\\".utf8.contains($0) }) else {
      return nil
    }
    let label = text.slice(link.shown)
    let size = link.hasLabel ? ImageDimensions(label) : nil
    let alt = link.hasLabel && size == nil ? Array(label) : []
    return Array("![".utf8) + alt + Array("](<".utf8) + Array(file) + edits.marker(for: size)
      + Array(">)".utf8)
  }
}

/// `[[…]]`, or `[[…|…]]`.
private struct Wikilink {
  let inside: Range<Int>
  let page: Range<Int>
  /// The label, or the page.
  let shown: Range<Int>
  /// After the brackets.
  let end: Int

  var hasLabel: Bool { shown != page }

  /// - Parameter start: where `[[` is.
  init?(at start: Int, in text: Bytes) {
    var index = start + 2
    var bar: Int?
    scan: while true {
      guard index < text.count else { return nil }
      switch text[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "["): return nil
      case UInt8(ascii: "]"): break scan
      case UInt8(ascii: "|"): if bar == nil { bar = index }
      default: break
      }
      index += 1
    }
    guard text.starts(with: "]]", at: index) else { return nil }
    inside = start + 2..<index
    page = inside.lowerBound..<(bar ?? index)
    shown = bar.map { $0 + 1..<index } ?? page
    end = index + 2
    guard !page.isEmpty, !shown.isEmpty, text[page.lowerBound] != UInt8(ascii: "^"),
      !text[inside.lowerBound].isASCIISpace, !text[index - 1].isASCIISpace
    else { return nil }
  }
}
