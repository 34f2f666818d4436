/// A line: elements side by side, and how the line is marked and indented.
public struct ContentParagraph: Equatable, Sendable {
  /// The list style of the line; nil for a plain line.
  public var list: ContentList?
  /// What the line shows. An empty line has none.
  public var elements: [ContentParagraphElement]

  /// A line; plain and empty by default.
  public init(list: ContentList? = nil, elements: [ContentParagraphElement] = []) {
    self.list = list
    self.elements = elements
  }
}

/// One element of a line.
public enum ContentParagraphElement: Equatable, Sendable {
  /// A run of text in one style.
  case textRun(ContentTextRun)
  /// A link to a Feishu document, shown as a chip with its title.
  case docsLink(ContentDocsLink)
  /// A mention of a person, shown as their name.
  case mention(ContentMention)
}

/// A link to a Feishu document.
public struct ContentDocsLink: Equatable, Sendable {
  /// The address of the document.
  public var url: String
  /// The title that the chip shows.
  public var title: String

  /// A link to a document, with its title.
  public init(url: String, title: String) {
    self.url = url
    self.title = title
  }
}

/// A mention of a person.
public struct ContentMention: Equatable, Sendable {
  /// The person's id, of the kind that the request names in `user_id_type` (an open id by default).
  public var userID: String

  /// A mention of the person with this id.
  public init(userID: String) {
    self.userID = userID
  }
}
