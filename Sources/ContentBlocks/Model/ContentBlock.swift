/// A rich-text document in Feishu's ContentBlock format: a flat sequence of blocks, one line each.
///
/// There is no nesting. What looks nested in Feishu is carried by a line's ``ContentList`` alone.
/// Source: the "ContentBlock" table of the format document.
public struct ContentBlock: Equatable, Sendable {
  /// The lines and images, top to bottom.
  public var blocks: [ContentBlockElement]

  /// A document of these blocks; empty by default.
  public init(blocks: [ContentBlockElement] = []) {
    self.blocks = blocks
  }
}

/// One block of a ``ContentBlock``.
public enum ContentBlockElement: Equatable, Sendable {
  /// A line of text.
  case paragraph(ContentParagraph)
  /// One image on a row of its own. Feishu shows galleries in progress records only.
  case gallery(ContentGallery)
}

/// A gallery. Feishu squeezes several images of one gallery into a single narrow row, so a gallery
/// here can hold only one; a gallery of several is read as several galleries (rule R4).
public struct ContentGallery: Equatable, Sendable {
  /// The one image of the gallery.
  public var image: ContentImageItem

  /// A gallery of one image.
  public init(image: ContentImageItem) {
    self.image = image
  }
}
