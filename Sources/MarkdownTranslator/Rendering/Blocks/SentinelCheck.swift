import ContentBlocks

/// Whether the converter will find a sentinel for a note, which rules R32 and R33 need: a white-space
/// character that the note does not use.
enum SentinelCheck {
  static func leavesSentinel(_ content: ContentBlock) -> Bool {
    var unused = Set(Sentinel.candidates.map(\.value))
    for block in content.blocks {
      for text in texts(of: block) {
        // Nearly all text holds none: form feed and U+1680 to U+205F.
        for scalar in text.unicodeScalars where scalar.value == 0x0C || scalar.value >= 0x1680 {
          if scalar.value <= 0x205F { unused.remove(scalar.value) }
        }
      }
      if unused.isEmpty { return false }
    }
    return true
  }

  private static func texts(of block: ContentBlockElement) -> [String] {
    switch block {
    case .gallery(let gallery): [gallery.image.src, gallery.image.fileToken].compactMap { $0 }
    case .paragraph(let line):
      line.elements.flatMap { (element) -> [String] in
        switch element {
        case .textRun(let run): [run.text] + (run.style.link.map { [$0.url] } ?? [])
        case .docsLink(let link): [link.url, link.title]
        case .mention: []
        }
      }
    }
  }
}
