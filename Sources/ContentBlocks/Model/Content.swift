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

/// An image: a file that was uploaded to Feishu, a web address, or both.
public struct ContentImageItem: Equatable, Sendable {
  /// The token that the upload call returned; nil when the image was not uploaded.
  public let fileToken: String?
  /// The address of the image; nil when only the token is known.
  public let src: String?
  /// The size in pixels, finite and not negative; nil when it is not known.
  public let width, height: Double?

  /// - Throws: ``ContentBlockFault`` when a size is negative or not finite.
  public init(
    fileToken: String? = nil, src: String? = nil, width: Double? = nil, height: Double? = nil
  ) throws(ContentBlockFault) {
    for (name, size) in [("width", width), ("height", height)] {
      if let size, !(size >= 0 && size.isFinite) {
        throw ContentBlockFault(path: name, Self.sizeProblem(found: "\(size)"))
      }
    }
    self.init(fileToken: fileToken, src: src, checkedWidth: width, checkedHeight: height)
  }

  static func sizeProblem(found: String) -> LocalizedText {
    LocalizedText(
      en: "must be a number of pixels from 0, not \(found)", zh: "必须是不小于 0 的像素数，而不是 \(found)")
  }

  /// An image whose sizes are known to be finite and not negative.
  package init(fileToken: String?, src: String?, checkedWidth: Double?, checkedHeight: Double?) {
    self.fileToken = fileToken
    self.src = src
    self.width = checkedWidth
    self.height = checkedHeight
  }
}

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

/// How a line is marked and how far it is indented.
public struct ContentList: Hashable, Sendable {
  /// The marker of a line.
  public enum ListType: String, CaseIterable, Sendable {
    /// A number, or a letter or Roman numeral on deeper levels.
    case number
    /// A bullet.
    case bullet
    /// A task that is not done.
    case checkBox
    /// A task that is done.
    case checkedBox
    /// No marker: the line is only indented.
    case indent
  }

  /// The levels of indentation, as both wire formats count them.
  public static let levels = 1...16

  /// The marker of the line.
  public let type: ListType
  /// The level of indentation, 1…16.
  public let indentLevel: Int
  /// The number that the line shows; only on `.number`, and nil when the source gave none.
  public let number: Int32?

  /// - Throws: ``ContentBlockFault`` when the level is outside 1…16, or a list that is not numbered
  ///   is given a number.
  public init(type: ListType, indentLevel: Int, number: Int32? = nil) throws(ContentBlockFault) {
    guard Self.levels.contains(indentLevel) else {
      throw ContentBlockFault(
        path: "indentLevel",
        LocalizedText(
          en: "must be a whole number from 1 to 16, not \(indentLevel)",
          zh: "必须是 1 到 16 的整数，而不是 \(indentLevel)"))
    }
    if number != nil, type != .number {
      throw ContentBlockFault(path: "number", Self.strayNumberProblem(on: type))
    }
    self.init(type: type, clampedLevel: indentLevel, number: number)
  }

  static func strayNumberProblem(on type: ListType) -> LocalizedText {
    LocalizedText(
      en: "does not belong on a list of type `\(type.rawValue)`", zh: "不适用于 `\(type.rawValue)` 类型的列表")
  }

  /// A list style at the nearest level that there is.
  package init(type: ListType, clampedLevel: Int, number: Int32? = nil) {
    self.type = type
    self.indentLevel = min(max(clampedLevel, Self.levels.lowerBound), Self.levels.upperBound)
    self.number = type == .number ? number : nil
  }
}

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
  /// The background colour; nil for none.
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
