import ContentBlocks
import MarkdownTranslator
import OKRClient

/// The images on this machine that a note shows.
struct NoteImages {
  /// A file, by the name that the note gives it.
  struct File: Sendable {
    let source: String
    /// Of its content.
    let digest: String
    let format: ImageSize.Format
    let byteCount: Int
  }

  /// One for each name in the note, in its order.
  private(set) var files: [File] = []
  /// By the bytes of the names: two that differ only in their Unicode normalization are two files.
  private var indexOfName: [[UInt8]: Int] = [:]
  private let images: LocalImages

  /// Reads the files. A note must not be able to send anything but images.
  ///
  /// - Throws: when one is missing, or is not an image.
  init(in content: ContentBlock, of input: InputFile) throws(Failure) {
    images = LocalImages(folder: input.folder)
    for (_, image) in content.images {
      guard let source = image.localSource, indexOfName[Array(source.utf8)] == nil else { continue }
      let bytes = try read(source)
      guard let size = LocalImages.size(ofImage: bytes, length: bytes.count) else {
        throw Failure(
          .data, en: "\(source): is not a PNG, JPEG, GIF, BMP or WebP image; only images are uploaded",
          zh: "\(source)：不是 PNG、JPEG、GIF、BMP 或 WebP 图片；只能上传图片")
      }
      indexOfName[Array(source.utf8)] = files.count
      files.append(
        File(source: source, digest: SHA256.digest(of: bytes), format: size.format, byteCount: bytes.count))
    }
  }

  /// The file of an image; nil for one that is not on this machine.
  func file(of image: ContentImageItem) -> File? {
    image.localSource.flatMap { indexOfName[Array($0.utf8)] }.map { files[$0] }
  }

  /// The files without those that have the same content as an earlier one.
  var distinctFiles: [File] {
    var digests: Set<String> = []
    return files.filter { digests.insert($0.digest).inserted }
  }

  /// The image to be uploaded.
  ///
  /// - Throws: when the file is not what it was a moment ago.
  func upload(of file: File) throws(Failure) -> UploadImage {
    let bytes = try read(file.source)
    guard SHA256.digest(of: bytes) == file.digest else {
      throw Failure(
        .tryAgain, en: "\(file.source): was changed just now; push again",
        zh: "\(file.source)：刚刚被修改；请重新推送")
    }
    return UploadImage(bytes: bytes, fileExtension: file.format.rawValue)
  }

  private func read(_ source: String) throws(Failure) -> [UInt8] {
    let limit = UploadImage.maxBytes
    let bytes: [UInt8]
    do throws(LocalImages.Problem) {
      bytes = try images.contents(of: source, limit: limit)
    } catch {
      switch error {
      case .missing:
        throw Failure(
          .noInput, en: "\(source): no such image; paths start from the folder of the note",
          zh: "\(source)：找不到这张图片；路径从 Markdown 文件所在的文件夹算起")
      case .notRegular:
        throw Failure(
          .data, en: "\(source): is not a regular file; only images are uploaded",
          zh: "\(source)：不是普通文件；只能上传图片")
      case .unreadable(let error):
        throw Failure(
          .inputOutput, en: "\(source): cannot be read: \(error.text[.english])",
          zh: "\(source)：无法读取：\(error.text[.chinese])")
      }
    }
    guard bytes.count <= limit else {
      throw Failure(
        .data, en: "\(source): is larger than \(limit >> 20) MiB; make the image smaller",
        zh: "\(source)：超过 \(limit >> 20) MiB；请缩小图片")
    }
    return bytes
  }

  /// The content with images that were uploaded in place of those on this machine.
  func replacing(in content: ContentBlock, by uploaded: (File) -> UploadedImage?) -> ContentBlock {
    let replacements = files.map(uploaded)
    var content = content
    for (place, image) in content.images {
      guard let source = image.localSource, let index = indexOfName[Array(source.utf8)],
        let replacement = replacements[index]
      else { continue }
      content.blocks[place] = .gallery(
        ContentGallery(
          image: ContentImageItem(
            fileToken: replacement.fileToken, src: replacement.url, checkedWidth: image.width,
            checkedHeight: image.height)))
    }
    return content
  }

  /// The content with the digest of each image in place of its name: the same for the same images, wherever
  /// they lie.
  func withDigests(in content: ContentBlock) -> ContentBlock {
    replacing(in: content) { UploadedImage(fileToken: $0.digest, url: "") }
  }
}

/// The images that were uploaded before, by their content and by what they belong to.
struct ImageMemory: Sendable {
  let baseURL: String
  /// Nil to remember nothing.
  let folder: UserFolder?

  /// The image that was uploaded from these bytes; nil when there is none.
  func image(digest: String, target: OKRTarget) -> UploadedImage? {
    guard let root = folder?.read(fileName(digest, target)).flatMap({ try? JSONReader.read($0) }),
      root["content"]?.string == digest, root["base_url"]?.string == baseURL,
      let token = root["file_token"]?.string, !token.isEmpty, let url = root["url"]?.string
    else { return nil }
    return UploadedImage(fileToken: token, url: url)
  }

  func remember(_ image: UploadedImage, digest: String, target: OKRTarget) throws(Failure) {
    let value = JSONValue.object([
      "base_url": .string(baseURL), "content": .string(digest), "file_token": .string(image.fileToken),
      "url": .string(image.url),
    ])
    try folder?.write(value.text + "\n", to: fileName(digest, target))
  }

  /// Forgets an image that the service does not take any more.
  func forget(digest: String, target: OKRTarget) { folder?.remove(fileName(digest, target)) }

  private func fileName(_ digest: String, _ target: OKRTarget) -> String {
    UserFolder.fileName(in: "images", for: "\(baseURL) \(target) \(digest)", suffix: ".json")
  }
}
