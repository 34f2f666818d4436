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
