import MarkdownTranslator

/// The images that a note names by path.
struct LocalImages: Sendable {
  /// The folder that relative paths start from.
  let folder: String

  /// How much of a file is read to find its size: enough for a photo's metadata.
  private static let headerLength = 1 << 20

  /// The size of an image; nil when there is no such file or it is no image of a known format.
  func size(of source: String) -> ImageSize? {
    for path in paths(for: source) {
      let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard number >= 0 else { continue }
      let file = FileDescriptor(number)
      defer { file.close() }
      var information = stat()
      guard fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
      // Most sizes stand in the first bytes.
      guard case .success(let start) = file.read(limit: 4095) else { return nil }
      if let size = ImageSize(start) { return size }
      guard start.count > 4095, case .success(let rest) = file.read(limit: Self.headerLength) else {
        return nil
      }
      return ImageSize(start + rest)
    }
    return nil
  }

  /// The paths that a source may mean: as written, else percent-decoded.
  private func paths(for source: String) -> [String] {
    var path = source
    if path.lowercased().hasPrefix("file:") {
      path = String(path.dropFirst("file:".count))
      if path.hasPrefix("//") { path = String(path.dropFirst(2).drop { $0 != "/" }) }
    }
    let decoded = Self.percentDecoded(path)
    return (decoded == path ? [path] : [path, decoded]).map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
  }

  private static func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? text
  }
}
