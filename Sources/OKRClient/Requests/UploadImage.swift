/// An image file to be handed over.
public struct UploadImage: Equatable, Sendable {
  /// The file, whole. No more than ``mostBytes`` should be sent; that is not checked.
  public let bytes: [UInt8]
  /// The format's usual extension, such as `png`; it is part of the name that the service sees.
  public let fileExtension: String

  /// An image by its file.
  ///
  /// - Parameters:
  ///   - bytes: the file, whole.
  ///   - fileExtension: the format's usual extension, without a dot.
  public init(bytes: [UInt8], fileExtension: String) {
    self.bytes = bytes
    self.fileExtension = fileExtension
  }

  /// The largest file that is handed over, in bytes.
  public static let mostBytes = 10 << 20

  var mediaType: String { "image/\(fileExtension)" }
}
