import ContentBlocks

/// Images: in Markdown if the address says it all, else as an HTML tag (rules R18, R29, R30).
enum ImageMarkup {
  static func bytes(for image: ContentImageItem) -> [UInt8] {
    var text: [Unicode.Scalar] = []
    if let source = image.src, image.fileToken == nil, image.width == nil, image.height == nil {
      text = Array("![](".unicodeScalars) + MarkupText.target(source) + [")"]
    } else {
      text = Array("<img".unicodeScalars)
      let attributes = [
        ("src", image.src), ("width", image.width.map { decimal($0) }),
        ("height", image.height.map { decimal($0) }), ("data-file-token", image.fileToken),
      ]
      for case (let name, let value?) in attributes {
        text += " \(name)=\"".unicodeScalars
        text += MarkupText.attribute(value)
        text.append("\"")
      }
      text.append(">")
    }
    return text.utf8Bytes
  }

  /// A size without an exponent, which the mapping would not read.
  static func decimal(_ size: Double) -> String {
    let parts = size.description.split(separator: "e", maxSplits: 1)
    var digits = String(parts[0])
    var point = digits.prefix { $0 != "." }.count
    digits.removeAll { $0 == "." }
    point += parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
    let whole = digits.prefix(point)
    var fraction = digits.dropFirst(point)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
