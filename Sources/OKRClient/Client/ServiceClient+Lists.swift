import ContentBlocks

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
      result += values.compactMap { Period($0) }.filter { ids.insert($0.id).inserted }
      offset += Self.pageSize
      guard offset < envelope.data?["total"]?.wholeNumber ?? 0, !values.isEmpty else { break }
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
