import ContentBlocks

// A reply is not a request read back: keys are in alphabetic order, and every run of text has a style,
// an empty one if need be. The example of the update endpoint's document shows both.

extension ContentBlock {
  /// The content as the service writes it into replies.
  var replyJSON: JSONValue { .object(["blocks": .array(blocks.map(\.replyJSON))]) }
}

extension ContentBlockElement {
  fileprivate var replyJSON: JSONValue {
    switch self {
    case .paragraph(let paragraph):
      .object(["paragraph": paragraph.replyJSON, "type": .string("paragraph")])
    case .gallery(let gallery):
      .object([
        "gallery": .object(["imageList": .array([gallery.image.replyJSON])]), "type": .string("gallery"),
      ])
    }
  }
}

extension ContentParagraph {
  fileprivate var replyJSON: JSONValue {
    let elements = JSONValue.array(elements.map(\.replyJSON))
    guard let list else { return .object(["elements": elements]) }
    return .object(["elements": elements, "style": .object(["list": list.replyJSON])])
  }
}

extension ContentList {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("indentLevel", .number(Int64(indentLevel))),
      ("number", number.map { .number(Int64($0)) }),
      ("type", .string(type.rawValue)),
    ])
  }
}

extension ContentParagraphElement {
  fileprivate var replyJSON: JSONValue {
    switch self {
    case .textRun(let run):
      .object([
        "textRun": .object(["style": run.style.replyJSON, "text": .string(run.text)]),
        "type": .string("textRun"),
      ])
    case .docsLink(let link):
      .object([
        "docsLink": .object(["title": .string(link.title), "url": .string(link.url)]),
        "type": .string("docsLink"),
      ])
    case .mention(let mention):
      .object(["person": .object(["openId": .string(mention.userID)]), "type": .string("person")])
    }
  }
}

extension ContentTextStyle {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("backColor", backColor?.replyJSON),
      ("bold", bold ? .boolean(true) : nil),
      ("link", link.map { .object(["url": .string($0.url)]) }),
      ("strikeThrough", strikeThrough ? .boolean(true) : nil),
      ("textColor", textColor?.replyJSON),
    ])
  }
}

extension ContentColor {
  fileprivate var replyJSON: JSONValue {
    .object([
      "alpha": .double(alpha), "blue": .number(Int64(blue)), "green": .number(Int64(green)),
      "red": .number(Int64(red)),
    ])
  }
}

extension ContentImageItem {
  fileprivate var replyJSON: JSONValue {
    .present([
      ("fileToken", fileToken.map { .string($0) }),
      ("height", height.map { .double($0) }),
      ("src", src.map { .string($0) }),
      ("width", width.map { .double($0) }),
    ])
  }
}

extension JSONValue {
  /// An object of those members that have a value.
  fileprivate static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
  }

  /// A finite number, whole ones without a fraction.
  fileprivate static func double(_ number: Double) -> JSONValue {
    if let whole = Int64(exactly: number) { return .number(whole) }
    return .number(JSONNumber(literal: number.description))
  }
}
