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

/// A colour. All four parts are always written.
public struct ContentColor: Hashable, Sendable {
  /// Each channel, 0…255.
  public let red, green, blue: UInt8
  /// The opacity, 0 (invisible) … 1 (opaque).
  public let alpha: Double

  /// - Throws: ``ContentBlockFault`` when a channel is outside 0…255 or alpha outside 0…1.
  public init(red: Int, green: Int, blue: Int, alpha: Double = 1) throws(ContentBlockFault) {
    self.red = try Self.channel(red, name: "red")
    self.green = try Self.channel(green, name: "green")
    self.blue = try Self.channel(blue, name: "blue")
    guard alpha >= 0, alpha <= 1 else {
      throw ContentBlockFault(
        path: "alpha",
        LocalizedText(en: "must be a number from 0 to 1, not \(alpha)", zh: "必须是 0 到 1 的数字，而不是 \(alpha)"))
    }
    self.alpha = alpha
  }

  /// A colour whose parts are known to be in range; `hundredths` is the opacity, clamped to 0…100.
  package init(red: UInt8, green: UInt8, blue: UInt8, hundredths: Int) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = Double(min(max(hundredths, 0), 100)) / 100
  }

  private static func channel(_ value: Int, name: String) throws(ContentBlockFault) -> UInt8 {
    guard let channel = UInt8(exactly: value) else {
      throw ContentBlockFault(
        path: name,
        LocalizedText(
          en: "must be a whole number from 0 to 255, not \(value)", zh: "必须是 0 到 255 的整数，而不是 \(value)"))
    }
    return channel
  }
}
