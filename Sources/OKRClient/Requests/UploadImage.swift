/// An image file to be handed over.
public struct UploadImage: Equatable, Sendable {
  public let bytes: [UInt8]
  /// The format's usual extension, such as `png`; it is part of the name that the service sees.
  public let fileExtension: String

  public init(bytes: [UInt8], fileExtension: String) {
    self.bytes = bytes
    self.fileExtension = fileExtension
  }

  /// The largest file that is handed over, in bytes.
  public static let mostBytes = 10 << 20

  var mediaType: String { "image/\(fileExtension)" }
}
