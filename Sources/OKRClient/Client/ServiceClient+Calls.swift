import ContentBlocks

/// The calls that can be asked for.
extension ServiceClient {
  /// Replaces a record.
  ///
  /// - Parameters:
  ///   - id: the record's id.
  ///   - body: the JSON of ``/ContentBlocks/ContentBlock/requestBody(progressRate:wire:layout:)`` in the v1
  ///     notation.
  /// - Throws: ``ServiceError``, after all that could be tried.
  public func update(_ id: OKRIdentifier, body: [UInt8]) async throws(ServiceError) -> ChangeReply {
    try await change(.update(id, body: body, userIDType: options.userIDType))
  }

  /// Reads a record.
  ///
  /// - Throws: ``ServiceError``, after all that could be tried; also when the reply holds another record or
  ///   none.
  public func read(_ id: OKRIdentifier) async throws(ServiceError) -> ProgressRecord {
    let request = APIRequest.read(id, userIDType: options.userIDType)
    let (reply, envelope) = try await perform(request)
    guard let record = ProgressRecord(reply: envelope.withContent, userIDType: options.userIDType),
      record.id == id
    else {
      throw wrongReply(.read, reply, LocalizedText(en: "the reply holds no such record", zh: "响应中没有这条记录"))
    }
    return record
  }

  /// Makes a new record. It is never made twice: a call whose fate is unknown is not repeated.
  ///
  /// - Throws: ``ServiceError``. If it ``ServiceError/mayHaveArrived``, look for the record before you
  ///   call again.
  public func create(_ record: NewRecord) async throws(ServiceError) -> ChangeReply {
    try await change(.create(record, userIDType: options.userIDType))
  }

  /// Uploads an image. A call whose fate is unknown is not repeated.
  ///
  /// - Parameters:
  ///   - image: the file.
  ///   - target: the objective or key result whose records may show it.
  /// - Returns: what the content names the image by.
  /// - Throws: ``ServiceError``.
  public func upload(
    _ image: UploadImage, to target: OKRTarget
  ) async throws(ServiceError) -> UploadedImage {
    let (reply, envelope) = try await perform(.upload(image, to: target))
    guard let token = envelope.data?["file_token"]?.string, !token.isEmpty,
      let url = envelope.data?["url"]?.string
    else {
      throw wrongReply(.upload, reply, LocalizedText(en: "the reply names no file token", zh: "响应中没有图片令牌"))
    }
    return UploadedImage(fileToken: token, url: url)
  }

  private func change(_ request: APIRequest) async throws(ServiceError) -> ChangeReply {
    let (reply, envelope) = try await perform(request)
    return ChangeReply(envelope, userIDType: options.userIDType, logID: logID(of: reply))
  }
}
