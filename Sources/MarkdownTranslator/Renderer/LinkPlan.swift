import ContentBlocks

/// How the links of a line are written.
///
/// Neighbouring runs with one URL are one link. Two kinds of links need help, because the converter would
/// make something else of them: a link on white space alone, which would show its URL (rule R24), and
/// plain text that is linked to a Feishu document without being a chip (rule R26). Both keep their meaning
/// when another element stands in the brackets with them; it keeps its own by an HTML link of its own.
struct LinkPlan {
  private(set) var units: [InlineUnit] = []
  /// The elements whose links cannot be written.
  private(set) var lostLinks: [Range<Int>] = []
  /// The elements of all links on white space alone.
  private(set) var invisibleLinks: [Range<Int>] = []

  /// Where the elements of each unit stand, and whether the unit is as it came.
  private var ranges: [Range<Int>] = []
  private var isUntouched: [Bool] = []
  private var result: [InlineUnit?] = []

  init(_ elements: [ContentParagraphElement]) {
    var index = 0
    while index < elements.count {
      let range = Self.group(at: index, in: elements)
      let members = elements[range].map { InlineUnit($0) }
      if let url = elements[index].linkURL {
        units.append(InlineUnit(linkTo: url, around: members))
      } else {
        units += members
      }
      ranges.append(range)
      index = range.upperBound
    }
    guard units.contains(where: { $0.isLink }) else { return }
    isUntouched = units.map { _ in true }
    result = units
    for index in units.indices where isUntouched[index] { plan(index) }
    units = result.compactMap { $0 }
  }

  /// The runs of one link, with the mentions among them; else a single element.
  private static func group(at start: Int, in elements: [ContentParagraphElement]) -> Range<Int> {
    guard let url = elements[start].linkURL else { return start..<start + 1 }
    var end = start + 1
    var next = end
    while next < elements.count {
      if elements[next].linkURL == url {
        end = next + 1
      } else {
        guard case .mention = elements[next] else { break }
      }
      next += 1
    }
    return start..<end
  }

  private mutating func plan(_ index: Int) {
    guard case .link(let url, let members) = units[index].content else { return }
    let isVisible = units[index].isVisible
    if !isVisible { invisibleLinks.append(ranges[index]) }
    if isVisible, !Self.wouldBeChip(url: url, members) { return }
    let neighbours = [index + 1, index - 1].filter { units.indices.contains($0) && isUntouched[$0] }
    if let mention = neighbours.first(where: { units[$0].isMention }) {
      return absorb(units[mention], at: mention, into: index, url: url, members)
    }
    if isVisible, let guarded = guarded(members, at: index) {
      result[index] = InlineUnit(linkTo: url, around: guarded)
      isUntouched[index] = false
      return
    }
    for neighbour in neighbours.reversed() where isVisible || units[neighbour].isVisible {
      guard let pulled = Self.htmlLink(around: units[neighbour]) else { continue }
      return absorb(pulled, at: neighbour, into: index, url: url, members)
    }
    if !isVisible { lostLinks.append(ranges[index]) }
  }

  private mutating func absorb(
    _ unit: InlineUnit, at neighbour: Int, into index: Int, url: String, _ members: [InlineUnit]
  ) {
    let all = neighbour < index ? [unit] + members : members + [unit]
    result[index] = InlineUnit(linkTo: url, around: all)
    result[neighbour] = nil
    isUntouched[index] = false
    isUntouched[neighbour] = false
  }

  /// Whether the converter would take a link for a chip.
  private static func wouldBeChip(url: String, _ members: [InlineUnit]) -> Bool {
    guard members.count == 1, members[0].style == SpanStyle(), case .text(let title) = members[0].content
    else { return false }
    return ContentDocsLink(url: url, title: title).isChip
  }

  /// The text of a link that would be a chip, with a tag that keeps it from being one: a break at the end
  /// of the line, a link without a target within the text, the end of a line where none has begun.
  private func guarded(_ members: [InlineUnit], at index: Int) -> [InlineUnit]? {
    guard case .text(let text) = members[0].content else { return nil }
    func tag(_ text: String) -> InlineUnit { InlineUnit(.tag(text), style: nil) }
    if index == units.count - 1 { return members + [tag("<br>")] }
    if index == 0 { return [tag("<p></p>")] + members }
    guard text.unicodeScalars.count > 1, let first = text.unicodeScalars.first else { return nil }
    let rest = String(text.unicodeScalars.dropFirst())
    return [
      InlineUnit(.text(String(first)), style: SpanStyle()), tag("<a href=\"\"></a>"),
      InlineUnit(.text(rest), style: SpanStyle()),
    ]
  }

  /// A unit with a link of its own that holds in the text of another link.
  private static func htmlLink(around unit: InlineUnit) -> InlineUnit? {
    switch unit.content {
    case .text, .code: InlineUnit(.htmlLink(url: "", [unit]), style: unit.style)
    case .docsLink(let link):
      InlineUnit(
        .htmlLink(url: link.url, [InlineUnit(.text(link.title), style: SpanStyle())]), style: unit.style)
    case .link(let url, let members):
      !unit.isVisible || wouldBeChip(url: url, members)
        ? nil : InlineUnit(.htmlLink(url: url, members), style: unit.style)
    case .mention, .htmlLink, .tag: nil
    }
  }
}

extension ContentParagraphElement {
  /// The URL of a run's link.
  var linkURL: String? {
    if case .textRun(let run) = self { run.style.link?.url } else { nil }
  }
}

extension ContentDocsLink {
  /// Whether a link with this title and URL is read as a document link (rule R26).
  var isChip: Bool {
    var url = url
    guard url.withUTF8({ URLReference.isFeishuDocument($0) }) else { return false }
    let shown = title.trimmingASCIISpace
    return !shown.isEmpty && shown != url && "http://" + shown != url
  }
}
