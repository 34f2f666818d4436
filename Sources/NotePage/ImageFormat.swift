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
