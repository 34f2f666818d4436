import ContentBlocks

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
