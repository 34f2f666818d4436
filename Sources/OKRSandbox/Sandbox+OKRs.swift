import ContentBlocks
import NotePage

/// Who someone is, and which objectives and key results they have.
extension Sandbox {
  func describeUser(_ caller: AccessTokens.Token?) throws(ServiceError) -> HTTPReply {
    guard let person = configuration.people.first(where: { $0.openID == caller?.openID }) else {
      throw .unknownToken(isUserToken: true)
    }
    return .success(
      .object([
        "en_name": .string(person.userID), "name": .string(person.name), "open_id": .string(person.openID),
        "tenant_key": .string("sandbox"), "union_id": .string(person.unionID),
        "user_id": .string(person.userID),
      ]))
  }

  private enum PeriodLanguage: String, CaseIterable {
    case chinese = "zh_cn"
    case english = "en_us"

    var language: Language { self == .chinese ? .chinese : .english }
  }

  func listOKRs(of id: String, _ request: Request) throws(ServiceError) -> HTTPReply {
    let query = try QueryItems(request.query)
    let idType = try query.userIDType()
    let offset = try query.number("offset", in: 0...Int.max)
    let limit = try query.number("limit", in: 1...10)
    let language = try query.choice("lang", default: PeriodLanguage.chinese).language
    let periods = query.values("period_ids")
    guard periods.count <= 10 else {
      throw .invalidField(
        "period_ids", value: periods.joined(separator: ", "), "period_ids can name 10 periods")
    }
    guard let id = QueryItems.decoded(id), idType.canName(id) else {
      throw .userNotFound("'\(id.prefix(80))' is not a valid \(idType.rawValue)")
    }
    guard let person = configuration.people.first(where: { idType.id(of: $0) == id }) else {
      throw .userNotFound("nobody here has the \(idType.rawValue) \(id.prefix(80))")
    }
    let okrs = person.okrs.filter { periods.isEmpty || periods.contains($0.periodID) }
    let page = okrs.dropFirst(offset).prefix(limit)
    return .success(
      .object([
        "okr_list": .array(page.map { json(of: $0, in: language) }), "total": .number(Int64(okrs.count)),
      ]))
  }

  private func json(of okr: OKR, in language: Language) -> JSONValue {
    guard okr.isReadable else {
      return .object([
        "id": .string(okr.id), "period_id": .string(okr.periodID), "permission": .number(0),
      ])
    }
    return .object([
      "confirm_status": .number(okr.objectives.isEmpty ? 0 : 2), "id": .string(okr.id),
      "name": .string(okr.periodName[language]),
      "objective_list": .array(okr.objectives.map(json)), "period_id": .string(okr.periodID),
      "permission": .number(1),
    ])
  }

  private func json(of objective: Objective) -> JSONValue {
    let records = records(of: objective.id)
    return .object([
      "content": .string(objective.text), "deadline": .string("0"), "id": .string(objective.id),
      "kr_list": .array(objective.keyResults.map(json)), "mentioned_user_list": .array([]),
      "permission": .number(1), "progress_rate": json(of: records.compactMap(\.rate).first),
      "progress_record_last_updated_time": updateTime(of: records),
      "progress_record_list": list(of: records), "progress_report": .string(""), "score": .number(0),
      "weight": .number(100),
    ])
  }

  private func json(of keyResult: KeyResult) -> JSONValue {
    let records = records(of: keyResult.id)
    return .object([
      "content": .string(keyResult.text), "deadline": .string("0"), "id": .string(keyResult.id),
      "kr_weight": .number(100),
      "progress_rate": json(of: records.compactMap(\.rate).first ?? keyResult.rate),
      "progress_record_last_updated_time": updateTime(of: records),
      "progress_record_list": list(of: records), "score": .number(0), "weight": .number(100),
    ])
  }

  /// The records of an objective or a key result, the newest first.
  private func records(of targetID: String) -> [ProgressRecord] {
    records.filter { $0.source?.targetID == targetID }
  }

  private func list(of records: [ProgressRecord]) -> JSONValue {
    .array(records.map { .object(["id": .string($0.id)]) })
  }

  private func updateTime(of records: [ProgressRecord]) -> JSONValue {
    .string(records.first?.modifyTime.description ?? "0")
  }

  /// A rate as lists show it: its status is a string there.
  private func json(of rate: ProgressRate?) -> JSONValue {
    let percent = rate?.percent?.description ?? "0"
    let status = rate?.status ?? ProgressStatus.none
    return .object([
      "percent": .number(JSONNumber(literal: percent)),
      "status": .string(status.rawValue.description),
    ])
  }
}
