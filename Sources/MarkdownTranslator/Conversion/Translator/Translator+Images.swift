import ContentBlocks

/// Images (rules R29 and R30).
extension Translator {
  /// What the note says of an image.
  struct Image {
    var source: [UInt8]
    var alt: [UInt8] = []
    var title: [UInt8] = []
    var width: Double?
    var height: Double?
    var fileToken: String?
  }

  mutating func image(_ node: CommonMarkNode) {
    guard inline.suppressing == nil else { return }
    let place = place(of: node)
    // The size is after a sentinel.
    let (source, size) = sentinel?.split(node.url) ?? (Array(node.url), nil)
    let dimensions = size.flatMap { size in size.withUnsafeBufferPointer { ImageDimensions($0) } }
    let image = Image(
      source: source, alt: plainText(of: node), title: joiningLines(withoutSentinels(node.title)),
      width: dimensions?.width, height: dimensions?.height)
    show(image, at: place)
  }

  mutating func show(_ image: Image, at place: DiagnosticCollector.Place) {
    guard inline.suppressing == nil else { return }
    var image = image
    if image.alt.allSatisfy(\.isASCIISpace) { image.alt = [] }
    if image.title.allSatisfy(\.isASCIISpace) { image.title = [] }
    guard let source = ImageSource(image.source, fileToken: image.fileToken) else {
      diagnostics.report(Self.droppedMessage(image), at: place)
      if !image.title.isEmpty {
        diagnostics.report(.imageTitleDropped, at: place)
      }
      return literalText(image.alt)
    }
    let isOtherFile = image.fileToken == nil && image.source.withUnsafeBufferPointer(ImageSource.isOtherFile)
    if source == .web, isOtherFile {
      diagnostics.report(.imageTypeAsLink(address: String(decoding: image.source, as: UTF8.self)), at: place)
      return showAsLink(image, at: place)
    }
    if options.images == .link {
      guard !image.source.isEmpty else {
        diagnostics.report(.imageWithoutAddress, at: place)
        return literalText(image.alt.isEmpty ? image.title : image.alt)
      }
      return showAsLink(image, at: place)
    }
    if source == .local { lookUp(&image, isOtherFile: isOtherFile, at: place) }
    let item = ContentImageItem(
      fileToken: image.fileToken,
      src: image.source.isEmpty ? nil : String(decoding: image.source, as: UTF8.self),
      checkedWidth: image.width, checkedHeight: image.height)
    if isInCell {
      addImageToCell(item, caption: image.title)
    } else {
      writeGalleryInText(item, caption: image.title)
    }
    if inline.openLinks.isEmpty || inline.openLinks.last?.url.isEmpty == true {
      reportDroppedAlt(image.alt, at: place)
    } else {
      inline.openLinks[inline.openLinks.count - 1].images.append((image.alt, place))
    }
  }

  /// Looks at the file of an image: it gives the size, unless the note does, and the writer learns what is wrong
  /// with it.
  private mutating func lookUp(_ image: inout Image, isOtherFile: Bool, at place: DiagnosticCollector.Place) {
    let path = String(decoding: image.source, as: UTF8.self)
    let file = options.imageFile?(path)
    if case .image(let size) = file, image.width == nil, image.height == nil {
      image.width = Double(size.width)
      image.height = Double(size.height)
    }
    guard image.fileToken == nil else { return }
    switch file {
    case _ where isOtherFile, .unknownType: diagnostics.report(.imageType(path: path), at: place)
    case .missing: diagnostics.report(.imageMissing(path: path), at: place)
    case .image, nil: diagnostics.report(.imageNeedsUpload, at: place)
    }
  }

  /// Ends the line and writes a gallery. In a link the gallery comes before all of the link's text.
  private mutating func writeGalleryInText(_ item: ContentImageItem, caption: [UInt8]) {
    let index = inline.openLinks.count - 1
    guard index >= 0, inline.openLinks[index].link >= 0, inline.openLinks[index].lineNumber == lineNumber
    else {
      endLine()
      writeGallery(item, caption: caption)
      inline.isAfterImage = true
      return
    }
    let softBreak = inline.pendingSoftBreak
    var linkText = line.takeText(since: inline.openLinks[index].mark)
    endLine()
    writeGallery(item, caption: caption)
    inline.isAfterImage = true
    inline.openLinks[index].mark = line.mark()
    inline.openLinks[index].lineNumber = lineNumber
    linkText.visibleCount = line.visibleCount
    line = linkText
    inline.pendingSoftBreak = linkText.isEmpty ? nil : softBreak
  }

  /// Writes a gallery and its caption, a line of its own.
  mutating func writeGallery(_ item: ContentImageItem, caption: [UInt8]) {
    writeWaitingLabel()
    for var text in [item.src, item.fileToken].compactMap(\.self) {
      textLeft -= text.withUTF8(\.escapedLength)
    }
    guard textLeft >= 0 else { return }
    sink.gallery(item)
    if sink.passedLimits != passedLimits { notePassedLimits(onLine: inline.lineOffset) }
    if !items.isEmpty { items[items.count - 1].hasGallery = true }
    guard !caption.isEmpty else { return }
    // What is seen outside a link around the image.
    let visibleCount = line.visibleCount
    caption.withUnsafeBufferPointer { text($0, in: RunStyle()) }
    // Also where code around the image keeps its edges.
    _ = line.trimLine()
    endLine()
    line.visibleCount = visibleCount
  }

  mutating func reportDroppedAlt(_ alt: [UInt8], at place: DiagnosticCollector.Place) {
    guard !alt.isEmpty else { return }
    diagnostics.report(.altDropped, at: place)
  }

  /// The image as a link whose text is its alternative text, its title or its address.
  private mutating func showAsLink(_ image: Image, at place: DiagnosticCollector.Place) {
    let text = !image.alt.isEmpty ? image.alt : !image.title.isEmpty ? image.title : image.source
    if !image.alt.isEmpty, !image.title.isEmpty {
      diagnostics.report(.imageTitleDropped, at: place)
    }
    // A link holds no other link.
    guard inline.openLinks.isEmpty else { return literalText(text) }
    openLink(to: image.source, place: place, isHTML: false)
    literalText(text)
    closeMarkdownLink()
  }

  private static func droppedMessage(_ image: Image) -> DiagnosticMessage {
    let scheme = image.source.withUnsafeBufferPointer { URLReference.scheme(of: $0) }
    return scheme.map { .imageDropped(scheme: $0) } ?? .imageWithoutSource
  }
}

/// Where an image comes from.
enum ImageSource {
  /// An address on the web.
  case web
  /// A path or a `file:` URL.
  case local
  /// Known by its file token alone.
  case uploaded

  /// Files that are given as images but are of no kind that Feishu shows (rule R30).
  private static let otherFiles: Set<String> = [
    "mp4", "mov", "avi", "mkv", "webm", "mp3", "wav", "m4a", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx",
    "zip", "rar", "7z", "gz",
  ]

  private static let imageFiles: Set<String> = [
    "png", "jpg", "jpeg", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff", "heic", "heif", "avif",
  ]

  /// Whether a path or URL ends like that of a video, a document or an archive.
  static func isOtherFile(_ source: Bytes) -> Bool {
    // The host of a URL is not a file.
    let path = source.firstIndex(of: "://").map { source.slice(from: $0 + 3) } ?? source
    let hasPath = path.count == source.count || path.contains(UInt8(ascii: "/"))
    return hasPath && URLReference.fileExtension(of: path).map(otherFiles.contains) ?? false
  }

  /// Whether a path ends like that of an image, whether Feishu shows such or not.
  static func hasImageExtension(_ path: Bytes) -> Bool {
    URLReference.fileExtension(of: path).map(imageFiles.contains) ?? false
  }

  /// - Returns: nil when the image cannot be shown (rule R30).
  init?(_ source: [UInt8], fileToken: String?) {
    if source.isEmpty {
      guard fileToken != nil else { return nil }
      self = .uploaded
      return
    }
    switch source.withUnsafeBufferPointer({ URLReference.scheme(of: $0) }) {
    case nil, "file": self = .local
    case "http", "https": self = .web
    default: return nil
    }
  }
}

extension ContentImageItem {
  /// The path or `file:` URL of an image that has not been uploaded; nil for any other image (rule R30).
  public var localSource: String? {
    guard fileToken == nil, let src, ImageSource(Array(src.utf8), fileToken: nil) == .local else {
      return nil
    }
    return src
  }
}
