import ContentBlocks

/// HTML that grows.
///
/// Markup can only be what is in the sources (`StaticString`) or other ``HTMLText``; whatever comes from a
/// record goes through ``append(text:)``, ``append(attribute:)`` or ``append(url:)``, which leave no way out.
package struct HTMLText: Equatable, Sendable {
  package private(set) var bytes: [UInt8] = []

  /// Where a text is written, which decides how characters that cannot be seen are shown.
  private enum Place {
    case content, attribute, url
  }

  package init() {}

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func append(markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ html: HTMLText) {
    bytes += html.bytes
  }

  package mutating func append(number: Int) {
    bytes += number.description.utf8
  }

  /// Text between tags, in the page's language.
  package mutating func append(text: LocalizedText, in language: Language) {
    append(text: text[language])
  }

  /// Text between tags. Characters that hide or turn around what is beside them are shown by their number.
  package mutating func append(text: String) {
    append(text, in: .content)
  }

  /// Text within the quotes of an attribute.
  package mutating func append(attribute text: String) {
    append(text, in: .attribute)
  }

  /// A URL within the quotes of an attribute.
  package mutating func append(url: String) {
    append(url, in: .url)
  }

  private mutating func append(_ text: String, in place: Place) {
    var text = text
    text.withUTF8 { text in
      var start = 0
      var index = 0
      while index < text.count {
        if let entity = Self.entity(for: text[index]) {
          bytes += text[start..<index]
          append(markup: entity)
          index += 1
          start = index
        } else if let (scalar, length) = Self.hiddenScalar(at: index, in: text) {
          bytes += text[start..<index]
          append(hidden: scalar, utf8: text[index..<index + length], in: place)
          index += length
          start = index
        } else {
          index += 1
        }
      }
      bytes += text[start...]
    }
  }

  private static func entity(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  /// A control character, or one that changes the direction of the text around it, and its length.
  private static func hiddenScalar(
    at index: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (scalar: UInt32, length: Int)? {
    func byte(_ offset: Int) -> UInt32 { index + offset < text.count ? UInt32(text[index + offset]) : 0 }
    switch byte(0) {
    case 0x09, 0x0A: return nil
    case 0..<0x20, 0x7F: return (byte(0), 1)
    case 0xC2 where (0x80..<0xA0).contains(byte(1)): return (byte(1), 2)
    case 0xD8 where byte(1) == 0x9C: return (0x061C, 2)
    case 0xE2 where byte(1) == 0x80 && (0xAA...0xAE).contains(byte(2)): return (0x1F80 + byte(2), 3)
    case 0xE2 where byte(1) == 0x81 && (0xA6...0xA9).contains(byte(2)): return (0x1FC0 + byte(2), 3)
    default: return nil
    }
  }

  private mutating func append(
    hidden scalar: UInt32, utf8: Slice<UnsafeBufferPointer<UInt8>>, in place: Place
  ) {
    func hexadecimal(_ value: UInt32, digits: Int) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    switch place {
    case .content:
      append(markup: "<span class=\"control\">U+")
      bytes += hexadecimal(scalar, digits: 4).utf8
      append(markup: "</span>")
    case .attribute:
      bytes += "U+\(hexadecimal(scalar, digits: 4))".utf8
    case .url:
      for byte in utf8 { bytes += "%\(hexadecimal(UInt32(byte), digits: 2))".utf8 }
    }
  }
}

/// The kinds of images that the upload endpoint takes, told by how their files begin. Names prove nothing.
package enum ImageFormat: CaseIterable, Sendable {
  case jpeg, png, gif, bmp, webp, ico, tiff, heic

  /// - Returns: nil when the bytes are not an image of a known format.
  package init?(_ bytes: [UInt8]) {
    guard let format = Self.allCases.first(where: { $0.matches(bytes) }) else { return nil }
    self = format
  }

  package var mediaType: String {
    switch self {
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .gif: "image/gif"
    case .bmp: "image/bmp"
    case .webp: "image/webp"
    case .ico: "image/x-icon"
    case .tiff: "image/tiff"
    case .heic: "image/heic"
    }
  }

  private func matches(_ bytes: [UInt8]) -> Bool {
    func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    switch self {
    case .jpeg: return bytes.starts(with: [0xFF, 0xD8, 0xFF])
    case .png: return bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .gif: return has("GIF87a") || has("GIF89a")
    // Two letters alone are too little; the size of the second header is one of a few.
    case .bmp: return has("BM") && bytes.count > 17 && [12, 40, 52, 56, 64, 108, 124].contains(bytes[14])
    case .webp: return has("RIFF") && has("WEBP", at: 8)
    case .ico: return bytes.starts(with: [0, 0, 1, 0]) && bytes.count > 22
    case .tiff: return has("II*\0") || has("MM\0*")
    case .heic:
      let brands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
      return has("ftyp", at: 4) && brands.contains { has($0, at: 8) }
    }
  }
}
