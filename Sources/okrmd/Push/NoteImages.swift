import ContentBlocks
import MarkdownTranslator
import OKRClient

/// The images on this machine that a note shows.
struct NoteImages {
  /// A file, by the name that the note gives it.
  struct File {
    let source: String
    /// Of its content.
    let digest: String
    let format: ImageSize.Format
    let byteCount: Int
  }

  /// One for each name in the note, in its order.
  private(set) var files: [File] = []
  private let images: LocalImages
  private let note: String

  /// Reads the files. A note must not be able to send anything but images.
  ///
  /// - Throws: when one is missing, or is no image.
  init(in content: ContentBlock, of input: InputFile) throws(Failure) {
    images = LocalImages(folder: input.folder)
    note = input.name
    var sources: Set<String> = []
    for case .gallery(let gallery) in content.blocks {
      guard let source = gallery.image.localSource, sources.insert(source).inserted else { continue }
      let bytes = try read(source)
      guard let size = ImageSize(bytes) else {
        throw Failure(
          .data, "\(note): \(source): is no PNG, JPEG, GIF, BMP or WebP image; only images are uploaded")
      }
      files.append(
        File(
          source: source, digest: SHA256.digest(of: bytes), format: size.format, byteCount: bytes.count))
    }
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
      throw Failure(.tryAgain, "\(note): \(file.source): was changed just now; push again")
    }
    return UploadImage(bytes: bytes, fileExtension: file.format.rawValue)
  }

  private func read(_ source: String) throws(Failure) -> [UInt8] {
    let limit = UploadImage.mostBytes
    let bytes: [UInt8]
    do throws(LocalImages.Problem) {
      bytes = try images.contents(of: source, limit: limit)
    } catch {
      switch error {
      case .missing:
        throw Failure(
          .noInput, "\(note): \(source): no such image; paths start from the folder of the note")
      case .notRegular:
        throw Failure(.data, "\(note): \(source): is no regular file; only images are uploaded")
      case .unreadable(let error):
        throw Failure(.inputOutput, "\(note): \(source): cannot be read: \(error.words)")
      }
    }
    guard bytes.count <= limit else {
      throw Failure(.data, "\(note): \(source): is larger than \(limit >> 20) MiB; make the image smaller")
    }
    return bytes
  }

  /// The content with images that were uploaded in place of those on this machine.
  func replacing(in content: ContentBlock, by uploaded: (File) -> UploadedImage?) -> ContentBlock {
    var replacements: [String: UploadedImage] = [:]
    for file in files { replacements[file.source] = uploaded(file) }
    var content = content
    for (index, block) in content.blocks.enumerated() {
      guard case .gallery(let gallery) = block, let source = gallery.image.localSource,
        let replacement = replacements[source]
      else { continue }
      let image = ContentImageItem(
        fileToken: replacement.fileToken, src: replacement.url, checkedWidth: gallery.image.width,
        checkedHeight: gallery.image.height)
      content.blocks[index] = .gallery(ContentGallery(image: image))
    }
    return content
  }

  /// The content with the digest of each image in place of its name: the same for the same images, wherever
  /// they lie.
  func withDigests(in content: ContentBlock) -> ContentBlock {
    replacing(in: content) { UploadedImage(fileToken: $0.digest, url: "") }
  }
}
