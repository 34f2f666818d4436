import ArgumentParser
import ContentBlocks
import OKRClient

/// `okrmd list`: objectives and key results, with their ids.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: LocalizedText(
      en: "List objectives and key results with their ids.", zh: "列出目标和关键结果及其 ID。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Shows text, percentage, status and id of each, and the last progress records of key results.

        Examples:
          okrmd list
          okrmd list --period all --json
          okrmd list ou_3245842393d09e9428ad4655da6e30b3
        """,
      zh: """
        显示每一项的内容、进度、状态和 ID，以及关键结果最近的进展记录。

        示例：
          okrmd list
          okrmd list --period all --json
          okrmd list ou_3245842393d09e9428ad4655da6e30b3
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "The person's id. Default: who is logged in.", zh: "某人的 ID。默认为当前登录的人。", valueName: "USER"))
  var user: String?

  @OptionGroup var choice: PeriodOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "How many of the last progress records are shown of each.", zh: "每一项显示最近几条进展记录。", valueName: "N"))
  var records = 3

  @Flag(help: ArgumentHelp(en: "Print JSON.", zh: "输出 JSON。"))
  var json = false

  @OptionGroup var sender: SenderOptionGroup

  func validate() throws {
    try NumberFlag.records.check((0...100).contains(records))
    if user?.isEmpty == true { throw ValidationError(en: "USER must not be empty", zh: "USER 不能为空") }
  }

  func run() throws {
    let objectives = try ObjectiveList(sender, user: user, choice, recordCount: records)
    objectives.ids.save()
    if json {
      try Standard.print(objectives.json + "\n")
    } else {
      let text = objectives.text
      try Standard.print(Standard.output.isTerminal ? text.shownLines : text)
    }
  }
}

/// Which period of someone's OKRs is meant.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      en: "The period by its name or a part of it, or all. Default: the current one.",
      zh: "周期名称（可只写一部分），或 all。默认为当前周期。", valueName: "NAME"))
  var period: String?

  func validate() throws {
    if period?.isEmpty == true {
      throw ValidationError(en: "--period must not be empty", zh: "--period 不能为空")
    }
  }

  /// The periods that are meant.
  func chosen(of periods: [Period]) throws(Failure) -> [Period] {
    guard let period else {
      let now = CalendarDay(milliseconds: wallClockMilliseconds())
      return (periods.first { $0.contains(now) } ?? periods.first).map { [$0] } ?? []
    }
    if period == "all" { return periods }
    let chosen = periods.filter { $0.name == period || $0.id == period }
    if !chosen.isEmpty { return chosen }
    let similar = periods.filter { $0.name.contains(period) }
    guard !similar.isEmpty else {
      let names = periods.map(\.name).joined(separator: ", ")
      throw Failure(
        .usage, en: "there is no period '\(period)'; there are: \(names)", zh: "没有周期“\(period)”；现有：\(names)")
    }
    return similar
  }
}

extension Period {
  /// Whether the name, such as `2026 年 10 月 - 12 月`, says that a day is in the period.
  fileprivate func contains(_ day: CalendarDay) -> Bool {
    guard let match = name.firstMatch(of: /(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*[-–~至]\s*(\d{1,2})\s*月)?/),
      let year = Int(match.1), let first = Int(match.2)
    else { return false }
    let last = match.3.flatMap { Int($0) } ?? first
    return year == day.year && first <= day.month && day.month <= last
  }
}

/// A day on this machine's calendar.
struct CalendarDay: CustomStringConvertible {
  let year, month, day: Int

  init(milliseconds: Int64) {
    var time = time_t(milliseconds / 1000)
    var parts = tm()
    localtime_r(&time, &parts)
    (year, month, day) = (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
  }

  var description: String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }
}

/// Someone's objectives, as they were fetched.
struct ObjectiveList: Sendable {
  let periods: [Period]
  /// When the last records were changed, of those that were looked at.
  private let records: [OKRIdentifier: [(id: OKRIdentifier, time: Int64?)]]

  init(
    _ sender: SenderOptionGroup, user: String?, _ choice: PeriodOptions, recordCount: Int
  ) throws(Failure) {
    let connection = try Connection(sender)
    let deadline = ContinuousClock.now + sender.timeout.duration
    Context.current.signals.watch()
    Context.current.signals.means(en: "nothing was written", zh: "未写入任何内容")
    let service = try Service(connection, until: deadline, warn: { Failure.warn($0) })
    if user == nil, service.isApp { throw Self.ofNobody }
    let userIDType = sender.userIDType
    let all = try service.run(until: deadline, countsPace: true) { client async throws(Failure) in
      var id = user
      if id == nil { id = try await Self.ownID(client, userIDType) }
      guard let id else { return [Period]?.none }
      do throws(ServiceError) {
        return try await client.objectives(of: id)
      } catch {
        throw Failure(error)
      }
    }
    guard let all else {
      throw Failure(
        .notPermitted, en: "the service does not tell your \(userIDType.rawValue); leave --user-id-type out",
        zh: "服务端没有返回你的 \(userIDType.rawValue)；请去掉 --user-id-type")
    }
    periods = try choice.chosen(of: all)
    if !periods.isEmpty, periods.allSatisfy({ !$0.isReadable }) {
      throw Failure(
        .notPermitted, en: "no permission to see these objectives; ask for it in Feishu",
        zh: "没有查看这些目标的权限；请在飞书中申请")
    }
    records = try Self.records(of: periods, recordCount, service, until: deadline)
  }

  private static let ofNobody = Failure(
    .usage, en: "an app's token belongs to nobody; name the person: okrmd list USER, or run 'okrmd login'",
    zh: "应用的令牌不属于任何人；请写明某人的 ID：okrmd list USER，或运行 okrmd login")

  /// The id of the person whose token it is; nil when the service does not tell it.
  private static func ownID(_ client: ServiceClient, _ type: UserIDType) async throws(Failure) -> String? {
    let failure: ServiceError
    do throws(ServiceError) {
      return try await client.identify().id(type)
    } catch {
      failure = error
    }
    // The service refuses an app's token here as it refuses one that has expired. Only the first may read records.
    guard failure.kind == .unauthorized, let id = OKRIdentifier("1") else { throw Failure(failure) }
    do throws(ServiceError) {
      _ = try await client.read(id)
    } catch {
      if error.code == nil || error.kind == .unauthorized { throw Failure(failure) }
    }
    throw ofNobody
  }

  /// The last records of all objectives and key results, the newest first.
  private static func records(
    of periods: [Period], _ count: Int, _ service: Service, until deadline: ContinuousClock.Instant
  ) throws(Failure) -> [OKRIdentifier: [(id: OKRIdentifier, time: Int64?)]] {
    let objectives = periods.flatMap(\.objectives)
    let references =
      objectives.map { ($0.id, $0.records, $0.recordsUpdated) }
      + objectives.flatMap(\.keyResults).map { ($0.id, $0.records, $0.recordsUpdated) }
    var result: [OKRIdentifier: [(id: OKRIdentifier, time: Int64?)]] = [:]
    guard count > 0 else { return result }
    var times: [OKRIdentifier: Int64] = [:]
    // Of a single record the list tells when it was changed.
    for (_, records, updated) in references where records.count == 1 { times[records[0].id] = updated }
    // Ids grow with time.
    let wanted = references.map { owner, records, _ in
      (owner, records.map(\.id).sorted { (Int64($0.text) ?? 0) > (Int64($1.text) ?? 0) }.prefix(count))
    }
    let ids = wanted.flatMap { Array($0.1) }.filter { times[$0] == nil }
    if !ids.isEmpty {
      let read = try service.run(until: deadline, countsPace: true) { client async throws(Failure) in
        try await Self.times(of: ids, client)
      }
      times.merge(read) { $1 }
    }
    for (owner, ids) in wanted { result[owner] = ids.map { ($0, times[$0]) } }
    return result
  }

  /// When records were changed. The list is of use without that, so what cannot be read is a warning.
  private static func times(
    of ids: [OKRIdentifier], _ client: ServiceClient
  ) async throws(Failure) -> [OKRIdentifier: Int64] {
    var times: [OKRIdentifier: Int64] = [:]
    var missingCount = 0
    var problem: Failure?
    for id in ids {
      do throws(ServiceError) {
        times[id] = try await client.read(id).modifyTime.flatMap { Int64($0) }
      } catch {
        if error.kind == .unauthorized || error.kind == .configuration { throw Failure(error) }
        missingCount += 1
        problem = problem ?? Failure(error)
      }
    }
    if let problem {
      Failure.warn(
        LocalizedText(
          en: "no dates of \(counted(missingCount, "record")): \(problem.text[.english])",
          zh: "\(missingCount) 条进展没有日期：\(problem.text[.chinese])"))
    }
    return times
  }

  /// All ids of the list. A record is called by what it belongs to, and its date.
  var ids: ListedIDs {
    var ids = ListedIDs()
    func addRecords(of id: OKRIdentifier, _ title: String) {
      for record in records[id] ?? [] {
        let date = record.time.map { "\(CalendarDay(milliseconds: $0)) " } ?? ""
        ids.add(record.id, date + title, to: .records)
      }
    }
    for objective in periods.flatMap(\.objectives) {
      ids.add(objective.id, objective.content, to: .objectives)
      addRecords(of: objective.id, objective.content)
      for keyResult in objective.keyResults {
        ids.add(keyResult.id, keyResult.content, to: .keyResults)
        addRecords(of: keyResult.id, keyResult.content)
      }
    }
    return ids
  }

  // MARK: As text

  var text: String {
    guard !periods.isEmpty, periods.contains(where: { !$0.objectives.isEmpty }) else {
      return LocalizedText(en: "no objectives in this period\n", zh: "该周期没有目标\n").localized
    }
    var lines: [String] = []
    for period in periods {
      lines.append(period.name.isEmpty ? period.id : period.name)
      for (index, objective) in period.objectives.enumerated() {
        let number = "O\(index + 1)"
        lines.append("  " + line(number, objective.content, objective.progressRate, objective.id))
        lines += recordLines(of: objective.id, indentation: "    ")
        for (index, keyResult) in objective.keyResults.enumerated() {
          lines.append(
            "    " + line("KR\(index + 1)", keyResult.content, keyResult.progressRate, keyResult.id))
          lines += recordLines(of: keyResult.id, indentation: "      ")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ number: String, _ content: String, _ rate: ProgressRate?, _ id: OKRIdentifier) -> String
  {
    var parts = ["\(number) \(content.oneLine)"]
    if let percent = rate?.percent { parts.append("\(percent)%") }
    if let status = rate?.status, status != .none { parts.append(status.label.localized.lowercased()) }
    parts.append(id.text)
    return parts.joined(separator: "  ")
  }

  private func recordLines(of id: OKRIdentifier, indentation: String) -> [String] {
    (records[id] ?? []).map { record in
      indentation + "- " + (record.time.map { "\(CalendarDay(milliseconds: $0))  " } ?? "") + record.id.text
    }
  }

  // MARK: As JSON

  var json: String {
    JSONValue.array(
      periods.map { period in
        .object([
          "id": .string(period.id), "name": .string(period.name),
          "objectives": .array(
            period.objectives.map { objective in
              .object(
                members(objective.id, objective.content, objective.progressRate) + [
                  JSONMember(
                    key: "key_results",
                    value: .array(
                      objective.keyResults.map { .object(members($0.id, $0.content, $0.progressRate)) }))
                ])
            }),
        ])
      }
    ).text
  }

  private func members(_ id: OKRIdentifier, _ content: String, _ rate: ProgressRate?) -> [JSONMember] {
    let shown = records[id] ?? []
    return [
      JSONMember(key: "id", value: .string(id.text)), JSONMember(key: "content", value: .string(content)),
      JSONMember(key: "percent", value: rate?.percent.map { .number(JSONNumber(literal: "\($0)")) } ?? .null),
      JSONMember(key: "status", value: rate?.status.map { .string("\($0)") } ?? .null),
      JSONMember(
        key: "records",
        value: .array(
          shown.map {
            .object(["id": .string($0.id.text), "modify_time": $0.time.map { .string("\($0)") } ?? .null])
          })),
    ]
  }
}

extension String {
  /// The text on one line, without what steers a terminal.
  var oneLine: String {
    split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ").shown
  }
}
