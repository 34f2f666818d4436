/// An image that the service has taken.
///
/// Source: `data` in the reply of the upload endpoint.
public struct UploadedImage: Hashable, Sendable {
  /// Goes into the image's `fileToken`.
  public let fileToken: String
  /// Goes into the image's `src`.
  public let url: String

  /// An image by its token and its address.
  public init(fileToken: String, url: String) {
    self.fileToken = fileToken
    self.url = url
  }
}
