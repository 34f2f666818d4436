import ContentBlocks

/// How the links of a line are written.
///
/// Neighbouring runs with one URL are one link. Two kinds of links need help, because the converter would
/// make something else of them: a link on white space alone, which would show its URL (rule R24), and
/// plain text that is linked to a Feishu document without being a chip (rule R26). Both keep their meaning
/// when another element is in the brackets with them; it keeps its own by an HTML link of its own.
struct LinkPlan {
  /// The inlines of the line, its links among them.
  private(set) var nodes: [InlineNode] = []
  /// The elements whose links cannot be written.
  private(set) var lostLinks: [Range<Int>] = []
  /// The elements of all links on white space alone.
  private(set) var invisibleLinks: [Range<Int>] = []

  /// Where the elements of each inline are, and whether the inline is as it came.
  private var ranges: [Range<Int>] = []
  private var isUntouched: [Bool] = []
  private var result: [InlineNode?] = []

  init(_ elements: [ContentParagraphElement]) {
    var index = 0
    while index < elements.count {
      let range = Self.group(at: index, in: elements)
      let members = elements[range].map { InlineNode($0) }
      if let url = elements[index].linkURL {
        nodes.append(InlineNode(linkTo: url, around: members))
      } else {
        nodes += members
      }
      ranges.append(range)
      index = range.upperBound
    }
    guard nodes.contains(where: { $0.isLink }) else { return }
    isUntouched = nodes.map { _ in true }
    result = nodes
    for index in nodes.indices where isUntouched[index] { plan(index) }
    nodes = result.compactMap { $0 }
  }

  /// The runs of one link; else a single element. (In the text of a link nobody is mentioned, rule R27.)
  private static func group(at start: Int, in elements: [ContentParagraphElement]) -> Range<Int> {
    guard let url = elements[start].linkURL else { return start..<start + 1 }
    let end = elements[start...].firstIndex { $0.linkURL != url } ?? elements.count
    return start..<end
  }

  private mutating func plan(_ index: Int) {
    guard case .link(let url, let members) = nodes[index].content else { return }
    let isVisible = nodes[index].isVisible
    if !isVisible { invisibleLinks.append(ranges[index]) }
    if isVisible, !Self.wouldBeChip(url: url, members) { return }
    let neighbours = [index + 1, index - 1].filter { nodes.indices.contains($0) && isUntouched[$0] }
    if isVisible, let guarded = guarded(members, at: index) {
      result[index] = InlineNode(linkTo: url, around: guarded)
      isUntouched[index] = false
      return
    }
    for neighbour in neighbours.reversed() where isVisible || nodes[neighbour].isVisible {
      guard let pulled = Self.htmlLink(around: nodes[neighbour]) else { continue }
      return absorb(pulled, at: neighbour, into: index, url: url, members)
    }
    if !isVisible { lostLinks.append(ranges[index]) }
  }

  private mutating func absorb(
    _ node: InlineNode, at neighbour: Int, into index: Int, url: String, _ members: [InlineNode]
  ) {
    let all = neighbour < index ? [node] + members : members + [node]
    result[index] = InlineNode(linkTo: url, around: all)
    result[neighbour] = nil
    isUntouched[index] = false
    isUntouched[neighbour] = false
  }

  /// Whether the converter would take a link for a chip.
  private static func wouldBeChip(url: String, _ members: [InlineNode]) -> Bool {
    guard members.count == 1, members[0].style == SpanStyle(), case .text(let title) = members[0].content
    else { return false }
    return ContentDocsLink(url: url, title: title).isChip
  }

  /// The text of a link that would be a chip, with a tag that keeps it from being one: a break at the end
  /// of the line, a link without a target within the text, the end of a line where none has begun.
  private func guarded(_ members: [InlineNode], at index: Int) -> [InlineNode]? {
    guard case .text(let text) = members[0].content else { return nil }
    func tag(_ text: String) -> InlineNode { InlineNode(.tag(text), style: nil) }
    if index == nodes.count - 1 { return members + [tag("<br>")] }
    if index == 0 { return [tag("<p></p>")] + members }
    guard text.unicodeScalars.count > 1, let first = text.unicodeScalars.first else { return nil }
    let rest = String(text.unicodeScalars.dropFirst())
    return [
      InlineNode(.text(String(first)), style: SpanStyle()), tag("<a href=\"\"></a>"),
      InlineNode(.text(rest), style: SpanStyle()),
    ]
  }

  /// An inline with a link of its own that holds in the text of another link.
  private static func htmlLink(around node: InlineNode) -> InlineNode? {
    switch node.content {
    case .text, .code: InlineNode(.htmlLink(url: "", [node]), style: node.style)
    case .docsLink(let link):
      InlineNode(
        .htmlLink(url: link.url, [InlineNode(.text(link.title), style: SpanStyle())]), style: node.style)
    case .link(let url, let members):
      !node.isVisible || wouldBeChip(url: url, members)
        ? nil : InlineNode(.htmlLink(url: url, members), style: node.style)
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
