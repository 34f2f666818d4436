import ContentBlocks

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Borrowed UTF-8 text. It points into the note or into the parser's memory and must not outlive them.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// A part of the text.
  @inline(__always)
  func slice(_ range: Range<Int>) -> Bytes {
    Bytes(rebasing: self[range])
  }

  func slice(from start: Int) -> Bytes {
    slice((start < count ? start : count)..<count)
  }

  func hasPrefix(_ prefix: StaticString) -> Bool {
    starts(with: prefix, at: 0)
  }

  @inline(__always)
  func starts(with text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index >= 0, count - index >= length else { return false }
    for offset in 0..<length where self[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  func hasSuffix(_ suffix: Bytes) -> Bool {
    guard count >= suffix.count, let base = baseAddress, let other = suffix.baseAddress else {
      return suffix.isEmpty
    }
    return memcmp(base + count - suffix.count, other, suffix.count) == 0
  }

  var withoutByteOrderMark: Bytes { hasPrefix("\u{FEFF}") ? slice(from: 3) : self }

  /// The text without ASCII white space at its edges.
  var trimmed: Bytes {
    var start = 0
    var end = count
    while start < end, self[start].isASCIISpace { start += 1 }
    while end > start, self[end - 1].isASCIISpace { end -= 1 }
    return slice(start..<end)
  }

  /// The text without spaces and tabs at its start.
  var withoutLeadingSpace: Bytes {
    slice(from: firstIndex { !$0.isSpaceOrTab } ?? count)
  }

  /// Where a byte is, searching from `start`.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let base = baseAddress, start < count else { return nil }
    guard let found = memchr(base + start, Int32(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Where the first byte of a kind is, searching from `start`; the end when there is none.
  @inline(__always)
  func firstIndex(from start: Int, where isSought: (UInt8) -> Bool) -> Int {
    var index = start
    while index < count, !isSought(self[index]) { index += 1 }
    return index
  }

  /// Where a text is, searching from `start`.
  func firstIndex(of text: StaticString, from start: Int = 0) -> Int? {
    var index = start
    let first = text.utf8Start[0]
    while let found = firstIndex(of: first, from: index) {
      if starts(with: text, at: found) { return found }
      index = found + 1
    }
    return nil
  }

  /// Where the lines start. They end with LF, CRLF or CR.
  var lineStarts: [Int] {
    var found = [0]
    if firstIndex(of: 0x0D, from: 0) == nil {
      while let end = firstIndex(of: 0x0A, from: found[found.count - 1]) { found.append(end + 1) }
      return found
    }
    for index in indices
    where self[index] == 0x0A || (self[index] == 0x0D && !starts(with: "\n", at: index + 1)) {
      found.append(index + 1)
    }
    return found
  }

  /// The character that starts at an index, and its length. The text is valid UTF-8.
  @inline(__always)
  func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(self[index])
    if first < 0x80 { return (first, 1) }
    func next(_ offset: Int) -> UInt32 {
      index + offset < count ? UInt32(self[index + offset] & 0x3F) : 0
    }
    if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
    return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
  }

  /// The character that ends before an index.
  @inline(__always)
  func scalar(before index: Int) -> UInt32 {
    var start = index - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start).value
  }

  var string: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
  @inline(__always)
  var isASCIISpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

  @inline(__always)
  var isSpaceOrTab: Bool { self == 0x20 || self == 0x09 }

  @inline(__always)
  var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

  @inline(__always)
  var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }

  @inline(__always)
  var isASCIIPunctuation: Bool {
    (self >= 0x21 && self <= 0x2F) || (self >= 0x3A && self <= 0x40) || (self >= 0x5B && self <= 0x60)
      || (self >= 0x7B && self <= 0x7E)
  }

  var lowercasedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension String {
  /// The text without ASCII white space at its edges.
  var trimmingASCIISpace: String {
    var text = self
    return text.withUTF8 { $0.trimmed.string }
  }
}
