/// A run of text in one style.
public struct ContentTextRun: Equatable, Sendable {
  /// The text: at least one character, no line end.
  public var text: String
  /// How the text looks, and where a click on it leads.
  public var style: ContentTextStyle

  /// A run of text; plain by default. The text is not checked.
  public init(text: String, style: ContentTextStyle = ContentTextStyle()) {
    self.text = text
    self.style = style
  }
}

/// The style of a text run. The default is plain text.
public struct ContentTextStyle: Hashable, Sendable {
  /// Whether the text is bold.
  public var bold: Bool
  /// Whether the text is struck through.
  public var strikeThrough: Bool
  /// The colour behind the text; nil for none.
  public var backColor: ContentColor?
  /// The colour of the text; nil for the reader's default.
  public var textColor: ContentColor?
  /// Where a click on the text leads; nil for no link.
  public var link: ContentLink?

  /// A style; plain by default.
  public init(
    bold: Bool = false, strikeThrough: Bool = false, backColor: ContentColor? = nil,
    textColor: ContentColor? = nil, link: ContentLink? = nil
  ) {
    self.bold = bold
    self.strikeThrough = strikeThrough
    self.backColor = backColor
    self.textColor = textColor
    self.link = link
  }

  /// Whether the text carries no style at all. Such a run is written without a `style` (rule R1).
  public var isPlain: Bool { self == ContentTextStyle() }
}

/// The target of a link.
public struct ContentLink: Hashable, Sendable {
  /// The address, as it is written into the JSON. It is not checked.
  public var url: String

  /// A link to an address.
  public init(url: String) {
    self.url = url
  }
}
