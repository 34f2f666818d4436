/// A part of HTML.
enum HTMLToken {
  /// Text between tags, as written.
  case text(Range<Int>)
  /// The inside of a CDATA section: text that is taken literally.
  case characterData(Range<Int>)
  case tag(HTMLTag)
  /// A comment, a declaration or a processing instruction.
  case invisible
}

/// A start or end tag.
struct HTMLTag {
  /// The name in lower case.
  let name: String
  let isEnd: Bool
  /// Whether it is a start tag that ends in `/>`, and so has no content.
  let closesItself: Bool
  /// The attributes in order, names in lower case, values with entities resolved.
  let attributes: [(name: String, value: String)]

  init(name: String, isEnd: Bool, closesItself: Bool = false, attributes: [(name: String, value: String)]) {
    self.name = name
    self.isEnd = isEnd
    self.closesItself = closesItself
    self.attributes = attributes
  }

  /// The value of an attribute; of several with one name the first counts, as in HTML.
  subscript(name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// The value of an attribute without white space at its edges; nil when nothing is left of it.
  func text(_ name: String) -> String? {
    let value = self[name]?.trimmingASCIISpace ?? ""
    return value.isEmpty ? nil : value
  }
}
