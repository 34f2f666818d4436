import ContentBlocks
import NotePage

extension Sandbox {
  /// Someone who has objectives and key results in the sandbox.
  public struct Person: Equatable, Sendable {
    /// The id within one app, `ou_…`.
    public var openID: String
    /// The id within the apps of one developer, `on_…`.
    public var unionID: String
    /// The id within the company.
    public var userID: String
    /// What colleagues call the person.
    public var name: String
    /// The person's OKRs, the newest period first.
    public var okrs: [OKR]

    /// Someone by ids and name.
    public init(openID: String, unionID: String, userID: String, name: String, okrs: [OKR] = []) {
      self.openID = openID
      self.unionID = unionID
      self.userID = userID
      self.name = name
      self.okrs = okrs
    }
  }

  /// The objectives of one person in one period.
  public struct OKR: Equatable, Sendable {
    /// The id of the OKR.
    public var id: String
    /// The id of the period.
    public var periodID: String
    /// What the period is called, such as `2026 年 10 月 - 12 月`.
    public var periodName: LocalizedText
    /// The objectives, in their order.
    public var objectives: [Objective]
    /// Whether others may read it; if not, they see ids only (`permission` 0).
    public var isReadable: Bool

    /// An OKR of a period.
    public init(
      id: String, periodID: String, periodName: LocalizedText, objectives: [Objective] = [],
      isReadable: Bool = true
    ) {
      self.id = id
      self.periodID = periodID
      self.periodName = periodName
      self.objectives = objectives
      self.isReadable = isReadable
    }
  }

  /// An objective and its key results.
  public struct Objective: Equatable, Sendable {
    /// The id of the objective.
    public var id: String
    /// What is to be reached.
    public var text: String
    /// How that is measured, in order.
    public var keyResults: [KeyResult]

    /// An objective with its key results.
    public init(id: String, text: String, keyResults: [KeyResult] = []) {
      self.id = id
      self.text = text
      self.keyResults = keyResults
    }
  }

  /// A key result of an objective.
  public struct KeyResult: Equatable, Sendable {
    /// The id of the key result.
    public var id: String
    /// What is measured.
    public var text: String
    /// The progress as long as no record reports another; nil for none.
    public var rate: ProgressRate?

    /// A key result.
    public init(id: String, text: String, rate: ProgressRate? = nil) {
      self.id = id
      self.text = text
      self.rate = rate
    }
  }

  /// Two people to try the tool with: one with two objectives and five key results in the current quarter and an
  /// empty quarter before it, and a colleague without permission to read.
  ///
  /// - Parameter now: a time within the current quarter, in milliseconds since 1970.
  public static func samplePeople(at now: Int64) -> [Person] {
    let (year, quarter) = UTCTime(milliseconds: now).quarter
    let current = period(year: year, quarter: quarter)
    let previous =
      quarter == 1 ? period(year: year - 1, quarter: 4) : period(year: year, quarter: quarter - 1)
    let chinese = Objective(
      id: "7041430377642082320", text: "让新用户在一分钟内完成注册并登录",
      keyResults: [
        KeyResult(id: "7041430377642082323", text: "登录转化率从 52% 提升到 65%"),
        KeyResult(id: "7041430377642082324", text: "注册流程从 5 步减少到 2 步"),
        KeyResult(id: "7041430377642082325", text: "登录相关客诉每周少于 10 件"),
      ])
    let english = Objective(
      id: "7041430377642082321", text: "Make releases boring",
      keyResults: [
        KeyResult(id: "7041430377642082326", text: "Release every week without a hotfix"),
        KeyResult(id: "7041430377642082327", text: "Cut the build from 14 to 5 minutes"),
      ])
    return [
      Person(
        openID: "ou_5ad573a6411d72b8305fda3a9c15c70e", unionID: "on_40eb65a64ec3a7c1b1a5fd1a0c9d5f5e",
        userID: "wangxm", name: "王小明",
        okrs: [
          OKR(
            id: "7041469619902693396", periodID: current.id, periodName: current.name,
            objectives: [chinese, english]),
          OKR(id: "7041469619902693395", periodID: previous.id, periodName: previous.name),
        ]),
      Person(
        openID: "ou_7d8a6e6df7621556ce0d21922b676706", unionID: "on_8ed6aa67826108097d9ee143816345ff",
        userID: "chenj", name: "陈静 Jing Chen",
        okrs: [
          OKR(id: "7041469619902693397", periodID: current.id, periodName: current.name, isReadable: false)
        ]),
    ]
  }

  private static func period(year: Int64, quarter: Int64) -> (id: String, name: LocalizedText) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let (first, last) = (Int(quarter) * 3 - 2, Int(quarter) * 3)
    return (
      "70\(year)0\(quarter)8563000000000",
      LocalizedText(
        en: "\(months[first - 1]) - \(months[last - 1]) \(year)", zh: "\(year) 年 \(first) 月 - \(last) 月")
    )
  }
}

/// What an id of an objective or a key result leads to.
struct Target {
  let person: Sandbox.Person
  let objective: Sandbox.Objective
  /// Nil when the id is the objective's.
  let keyResult: Sandbox.KeyResult?

  var type: ProgressRecord.TargetType { keyResult == nil ? .objective : .keyResult }
}

extension [Sandbox.Person] {
  /// Whose the id of an objective or a key result is; nil when it is nobody's.
  func target(_ id: String) -> Target? {
    for person in self {
      for objective in person.okrs.flatMap(\.objectives) {
        if objective.id == id { return Target(person: person, objective: objective, keyResult: nil) }
        if let keyResult = objective.keyResults.first(where: { $0.id == id }) {
          return Target(person: person, objective: objective, keyResult: keyResult)
        }
      }
    }
    return nil
  }
}
