/// R25: a target that would be dropped and has none of `. / # ? :` was none. `[登录](已上线)` stays as written.
enum MissingTargets {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard !edits.hasLinkBase, text.firstIndex(of: "](") != nil else { return }
    var scanner = InlineScanner(text, bytes: "")
    while let event = scanner.next() {
      guard case .closes(let close, let opener, let end?) = event, !opener.isImage,
        let url = LinkTarget.url(from: close + 1, in: text), !url.isEmpty
      else { continue }
      let target = text.slice(url)
      guard !target.contains(where: { "./#?:".utf8.contains($0) }) else { continue }
      let shown = text.slice(opener.position + 1..<close).trimmed
      if MentionID.isLinkTarget(target), shown.hasPrefix("@") { continue }
      edits.add(.escape(at: opener.position))
      edits.add(.escape(at: close))
      scanner.index = end
    }
  }
}
