/// An image that was uploaded.
public struct UploadedImage: Equatable, Sendable {
  /// What the upload endpoint answered as `file_token`.
  public let fileToken: String
  /// The name of the file as the form gave it.
  public let fileName: String
  /// The id of the objective or key result that it was uploaded for.
  public let targetID: String
  /// Which of the two that is.
  public let targetType: ProgressRecord.TargetType
  /// The file, as it was sent.
  public let bytes: [UInt8]
  let format: ImageFormat
}
