import TestSupport

/// As much of a PNG as tells it from other files.
let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

extension RunningSandbox {
  /// Uploads an image.
  ///
  /// - Parameter fileName: what is after the name of the form's part.
  func upload(
    _ bytes: [UInt8] = pngSignature, fileName: String = #"; filename="a.png""#, targetID: String = "1",
    targetType: String = "2"
  ) async throws -> RawHTTPClient.Reply {
    try await upload(parts: [
      Self.field("target_id", targetID), Self.field("target_type", targetType),
      ("Content-Type: image/png\r\ncontent-disposition: form-data; name=\"data\"\(fileName)", bytes),
    ])
  }

  /// Uploads a form; each part is its headers' text and its bytes.
  func upload(
    parts: [(head: String, bytes: [UInt8])], type: String = "multipart/form-data; boundary=XX"
  ) async throws -> RawHTTPClient.Reply {
    let body = parts.map { Array("--XX\r\n\($0.head)\r\n\r\n".utf8) + $0.bytes + [13, 10] }.joined()
    return try await send(
      "POST", Self.uploadPath, headers: ["Content-Type": type],
      body: Array(body) + Array("--XX--\r\n".utf8))
  }

  /// A part of a form that is text.
  static func field(_ name: String, _ value: String) -> (head: String, bytes: [UInt8]) {
    (#"Content-Disposition: form-data; name="\#(name)""#, Array(value.utf8))
  }
}
