/// Galleries.
extension ContentBlockReader {
  /// The images of a gallery.
  mutating func images(_ node: JSONNode) -> [ContentImageItem] {
    guard let fields = fields(of: node, [WireKey.images]),
      let array = require(.images, of: fields), let images = elements(of: array)
    else { return [] }
    if images.isEmpty { refuse("holds no image", at: array.path) }
    if images.count > 1 {
      warn(
        "holds \(images.count) images, which Feishu squeezes into one row; "
          + "give each image a gallery of its own",
        at: array.path)
    }
    return images.compactMap { image($0) }
  }

  private mutating func image(_ node: JSONNode) -> ContentImageItem? {
    let keys: [WireKey] = [.fileToken, .src, .width, .height]
    guard let fields = fields(of: node, keys) else { return nil }
    let fileToken = string(fields[.fileToken])
    let src = string(fields[.src])
    let width = size(fields[.width])
    let height = size(fields[.height])
    if fields[.fileToken] == nil, fields[.src] == nil {
      let names = [WireKey.fileToken, .src].map { $0.name(in: wire) }.choices(with: "or")
      refuse("shows no image; it needs \(names)", at: node.path)
    }
    guard fileToken != nil || src != nil else { return nil }
    return ContentImageItem(
      fileToken: fileToken, src: src, checkedWidth: width, checkedHeight: height)
  }

  private mutating func size(_ node: JSONNode?) -> Double? {
    let isSize = { (size: Double) in size >= 0 && size.isFinite }
    let size = number(node, where: isSize, expected: "a number of pixels from 0")?.double
    return size.flatMap { isSize($0) ? $0 : nil }
  }
}
