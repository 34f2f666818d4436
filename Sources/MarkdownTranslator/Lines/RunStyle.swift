import ContentBlocks

/// The style of a run while a line is put together: the parts of a ``ContentTextStyle`` in 16 bytes.
struct RunStyle: Equatable {
  var bold = false
  var strikeThrough = false
  var backColor = PackedColor.none
  var textColor = PackedColor.none
  /// The number of a link in the block's ``LinkTable``; negative for none.
  var link: Int32 = Self.noLink

  static let noLink: Int32 = -1

  var isPlainButForLink: Bool {
    !bold && !strikeThrough && backColor == .none && textColor == .none
  }
}

/// A colour in four bytes: three channels and the opacity in hundredths.
struct PackedColor: Equatable {
  private var value: UInt32

  static let none = PackedColor(value: .max)
  static let codeShade = PackedColor(ContentColor.codeShade)
  static let highlight = PackedColor(ContentColor.highlight)

  private init(value: UInt32) {
    self.value = value
  }

  init(_ color: ContentColor) {
    let hundredths = UInt32((color.alpha * 100).rounded())
    value = UInt32(color.red) << 24 | UInt32(color.green) << 16 | UInt32(color.blue) << 8 | hundredths
  }

  var color: ContentColor? {
    if self == .none { return nil }
    return ContentColor(
      red: UInt8(value >> 24), green: UInt8(value >> 16 & 255), blue: UInt8(value >> 8 & 255),
      hundredths: Int(value & 255))
  }
}

/// The targets of the links in a block, by number.
struct LinkTable {
  private let text = ByteBuffer()
  private var ranges: [Range<Int>] = []

  /// The number of a target; the one before it when both are the same.
  mutating func add(_ url: Bytes) -> Int32 {
    if let last = ranges.last, text.bytes.slice(last).elementsEqual(url) { return Int32(ranges.count - 1) }
    ranges.append(text.count..<text.count + url.count)
    text.append(url)
    return Int32(ranges.count - 1)
  }

  /// Forgets all links: no line under construction has one.
  mutating func removeAll() {
    ranges.removeAll(keepingCapacity: true)
    text.removeAll()
  }

  func areSame(_ left: Int32, _ right: Int32) -> Bool {
    if left == right { return true }
    guard let left = url(left), let right = url(right) else { return false }
    return left.elementsEqual(right)
  }

  /// The target with a number, until the table changes; nil for ``RunStyle/noLink``.
  func url(_ link: Int32) -> Bytes? {
    link >= 0 ? text.bytes.slice(ranges[Int(link)]) : nil
  }

  func equals(_ link: Int32, _ url: Bytes) -> Bool {
    self.url(link)?.elementsEqual(url) ?? false
  }
}
