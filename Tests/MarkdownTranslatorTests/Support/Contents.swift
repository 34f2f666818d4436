import ContentBlocks

@testable import MarkdownTranslator

/// Short ways to write contents.
extension ContentBlock {
  /// Lines and images, one after the other.
  static func of(_ blocks: ContentBlockElement...) -> ContentBlock { ContentBlock(blocks: blocks) }
}

extension ContentBlockElement {
  static func line(_ elements: ContentParagraphElement...) -> Self {
    .paragraph(ContentParagraph(elements: elements))
  }

  static func item(
    _ type: ContentList.ListType, _ level: Int, number: Int32? = nil, _ elements: ContentParagraphElement...
  ) -> Self {
    let list = ContentList(type: type, clampedLevel: level, number: number)
    return .paragraph(ContentParagraph(list: list, elements: elements))
  }

  static func image(
    _ source: String?, token: String? = nil, width: Double? = nil, height: Double? = nil
  ) -> Self {
    .gallery(
      ContentGallery(
        image: ContentImageItem(
          fileToken: token, src: source, checkedWidth: width, checkedHeight: height)))
  }
}

extension ContentParagraphElement: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .run(text) }

  static func run(_ text: String, _ style: ContentTextStyle = ContentTextStyle()) -> Self {
    .textRun(ContentTextRun(text: text, style: style))
  }

  static func bold(_ text: String) -> Self { run(text, ContentTextStyle(bold: true)) }
  static func strike(_ text: String) -> Self { run(text, ContentTextStyle(strikeThrough: true)) }
  static func code(_ text: String) -> Self { run(text, ContentTextStyle(backColor: .codeShade)) }

  static func link(_ text: String, _ url: String, bold: Bool = false) -> Self {
    run(text, ContentTextStyle(bold: bold, link: ContentLink(url: url)))
  }

  static func doc(_ title: String, _ url: String) -> Self {
    .docsLink(ContentDocsLink(url: url, title: title))
  }
  static func person(_ id: String) -> Self { .mention(ContentMention(userID: id)) }
}

extension ContentColor {
  static let pureRed = ContentColor(red: 255, green: 0, blue: 0, hundredths: 100)
}
