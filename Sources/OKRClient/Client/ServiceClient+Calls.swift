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
    guard let token = envelope.data?["file_token"]?.string, !token.isEmpty else {
      throw wrongReply(.upload, reply, LocalizedText(en: "the reply names no file token", zh: "响应中没有图片令牌"))
    }
    guard let url = envelope.data?["url"]?.string else {
      throw wrongReply(
        .upload, reply, LocalizedText(en: "the reply names no address of the image", zh: "响应中没有图片地址"))
    }
    return UploadedImage(fileToken: token, url: url)
  }

  private func change(_ request: APIRequest) async throws(ServiceError) -> ChangeReply {
    let (reply, envelope) = try await perform(request)
    return ChangeReply(envelope, userIDType: options.userIDType, logID: logID(of: reply))
  }
}

/// Who someone is, and what they are working on.
extension ServiceClient {
  /// Who the token belongs to. An app's own token belongs to nobody, and is refused.
  ///
  /// - Throws: ``ServiceError``.
  public func identify() async throws(ServiceError) -> Person {
    let (reply, envelope) = try await perform(.identify())
    guard let person = Person(envelope.data) else {
      throw wrongReply(.identify, reply, LocalizedText(en: "the reply names no person", zh: "响应中没有用户信息"))
    }
    return person
  }

  /// As many as the service returns at once.
  private static let pageSize = 10
  /// More periods than anyone has.
  private static let maxPeriods = 1000

  /// Someone's objectives and key results, one entry a period, the newest first.
  ///
  /// - Parameters:
  ///   - user: the person's id, of the kind in ``Options/userIDType``.
  ///   - language: of the names of periods; Chinese by default.
  ///   - periods: the ids of at most ten periods; nil for all.
  /// - Throws: ``ServiceError``.
  public func objectives(
    of user: String, language: Language = .chinese, periods: [String]? = nil
  ) async throws(ServiceError) -> [Period] {
    var result: [Period] = []
    var ids: Set<String> = []
    var offset = 0
    while offset < Self.maxPeriods {
      let request = APIRequest.list(
        of: user, userIDType: options.userIDType, offset: offset, limit: Self.pageSize, language: language,
        periods: periods ?? [])
      let (reply, envelope) = try await perform(request)
      guard case .array(let values)? = envelope.data?["okr_list"] else {
        // Someone without OKRs may have no list.
        if let data = envelope.data, case .object = data, data["okr_list"] ?? .null == .null { return result }
        throw wrongReply(.list, reply, LocalizedText(en: "the reply holds no list", zh: "响应中没有列表"))
      }
      // A period that was added meanwhile shifts the pages, and one comes twice.
      let new = values.compactMap { Period($0) }.filter { ids.insert($0.id).inserted }
      result += new
      offset += Self.pageSize
      guard offset < envelope.data?["total"]?.wholeNumber ?? 0, !new.isEmpty else { break }
    }
    return result
  }
}

extension APIRequest {
  /// Asks who the token belongs to.
  static func identify() -> APIRequest { APIRequest(.identify, .get, path: "/open-apis/authen/v1/user_info") }

  /// Asks for a page of someone's OKRs.
  static func list(
    of user: String, userIDType: UserIDType, offset: Int, limit: Int, language: Language, periods: [String]
  ) -> APIRequest {
    var query = [
      "user_id_type=\(userIDType.rawValue)", "offset=\(offset)", "limit=\(limit)",
      "lang=\(language == .chinese ? "zh_cn" : "en_us")",
    ]
    query += periods.map { "period_ids=\($0.percentEncoded)" }
    return APIRequest(
      .list, .get, path: "/open-apis/okr/v1/users/\(user.percentEncoded)/okrs",
      query: query.joined(separator: "&"))
  }
}
