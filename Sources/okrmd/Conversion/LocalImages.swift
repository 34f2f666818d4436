import ContentBlocks
import MarkdownTranslator
import OKRClient

/// The images that a note names by path.
struct LocalImages: Sendable {
  /// The folder that relative paths start from.
  let folder: String

  /// How much of a file is read to find its size: enough for a photo's metadata.
  private static let headerLength = 1 << 20

  /// What is found where a source leads.
  func lookUp(_ source: String) -> ImageFile {
    if let size = size(of: source) { return .image(size) }
    guard let (file, _) = try? open(source) else { return .missing }
    file.close()
    return .unknownType
  }

  /// The size of an image; nil when there is no such file or it is no image of a known format.
  func size(of source: String) -> ImageSize? {
    guard let (file, length) = try? open(source) else { return nil }
    defer { file.close() }
    // Most sizes are in the first bytes.
    guard case .success(let start) = file.read(limit: 4095) else { return nil }
    if let size = Self.size(ofImage: start, length: length) { return size }
    guard start.count > 4095, case .success(let rest) = file.read(limit: Self.headerLength) else {
      return nil
    }
    return Self.size(ofImage: start + rest, length: length)
  }

  /// The size of an image that can be uploaded; nil for other bytes, such as a text that begins like an image.
  ///
  /// - Parameters:
  ///   - bytes: the file, or its start.
  ///   - length: how long the file is.
  static func size(ofImage bytes: [UInt8], length: Int) -> ImageSize? {
    ImageSize(bytes).flatMap { ImageHeader.isSound(bytes, $0.format, length: length) ? $0 : nil }
  }

  /// Why an image could not be uploaded; nil when it could.
  func problem(with source: String) -> LocalizedText? {
    let path = source.shown
    do throws(Problem) {
      let bytes = try contents(of: source, limit: UploadImage.maxBytes)
      if bytes.count > UploadImage.maxBytes {
        let limit = UploadImage.maxBytes >> 20
        return LocalizedText(
          en: "\(path): the image is larger than \(limit) MiB; make it smaller",
          zh: "\(path)：图片超过 \(limit) MiB；请缩小")
      }
      if Self.size(ofImage: bytes, length: bytes.count) != nil { return nil }
      return LocalizedText(
        en: "\(path): is not a PNG, JPEG, GIF, BMP or WebP image; only images are uploaded",
        zh: "\(path)：不是 PNG、JPEG、GIF、BMP 或 WebP 图片；只能上传图片")
    } catch {
      switch error {
      case .missing:
        return LocalizedText(
          en: "\(path): no such image; paths start from the folder of the note",
          zh: "\(path)：找不到这张图片；路径从 Markdown 文件所在的文件夹算起")
      case .notRegular:
        return LocalizedText(
          en: "\(path): is not a regular file; only images are uploaded", zh: "\(path)：不是普通文件；只能上传图片")
      case .unreadable(let error):
        return LocalizedText(
          en: "\(path): cannot be read: \(error.text[.english])", zh: "\(path)：无法读取：\(error.text[.chinese])")
      }
    }
  }

  /// Why the file of an image is not one.
  enum Problem: Error {
    case missing
    case notRegular
    case unreadable(SystemError)
  }

  /// The bytes of a file, but not much more than `limit`.
  func contents(of source: String, limit: Int) throws(Problem) -> [UInt8] {
    let (file, length) = try open(source)
    defer { file.close() }
    switch file.read(limit: limit, expecting: length) {
    case .success(let bytes): return bytes
    case .failure(let error): throw .unreadable(error)
    }
  }

  /// Opens the file that a source means, and tells its length.
  private func open(_ source: String) throws(Problem) -> (file: FileDescriptor, length: Int) {
    var problem = Problem.missing
    for path in paths(for: source) {
      let number = openForReading(path)
      guard number >= 0 else {
        if errno != ENOENT, errno != ENOTDIR { problem = .unreadable(SystemError(number: errno)) }
        continue
      }
      let file = FileDescriptor(number)
      var information = stat()
      if fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG {
        return (file, Int(information.st_size))
      }
      file.close()
      throw .notRegular
    }
    throw problem
  }

  /// The paths that a source may mean: as written, else percent-decoded.
  func paths(for source: String) -> [String] {
    var path = source
    if path.lowercased().hasPrefix("file:") {
      path = String(path.dropFirst("file:".count))
      if path.hasPrefix("//") { path = String(path.dropFirst(2).drop { $0 != "/" }) }
    }
    let decoded = path.percentDecoded ?? path
    return (decoded == path ? [path] : [path, decoded]).map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
  }
}

/// Opens a file without waiting, as a pipe would make it, for its other end. (`open` is a method above.)
private func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
