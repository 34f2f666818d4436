import ContentBlocks
import NotePage

/// The names and values of a query, or of a form (`application/x-www-form-urlencoded`), decoded.
struct QueryItems {
  private let items: [(name: String, value: String)]

  /// - Throws: the error to answer with when something in it cannot be decoded.
  init(_ text: some StringProtocol) throws(ServiceError) {
    var items: [(name: String, value: String)] = []
    for item in text.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "")
      else {
        throw .invalidField(String(parts[0].prefix(40)), value: String(item), "is not percent-encoded UTF-8")
      }
      items.append((name, value))
    }
    self.items = items
  }

  /// All values of a name, in their order.
  func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The one value of a name; nil when there is none.
  func value(_ name: String) throws(ServiceError) -> String? {
    let values = values(name)
    guard values.count < 2 else {
      throw .invalidField(name, value: values.joined(separator: ", "), "\(name) appears twice")
    }
    return values.first
  }

  /// A whole number within a range, which has to be there.
  func number(_ name: String, in range: ClosedRange<Int>) throws(ServiceError) -> Int {
    guard let text = try value(name) else { throw .invalidField(name, "\(name) is required") }
    guard let number = Int(text), range.contains(number), text == number.description else {
      let limits =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .invalidField(name, value: text, "\(name) must be a whole number \(limits)")
    }
    return number
  }

  /// One of the names of an enumeration; a default when it is not there.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, default defaultChoice: Choice
  ) throws(ServiceError) -> Choice where Choice.RawValue == String {
    guard let text = try value(name) else { return defaultChoice }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalidField(name, value: text, "\(name) must be one of \(known)")
    }
    return choice
  }

  /// The kind of ids by which the request names people: its `user_id_type`, an open id unless it says otherwise.
  func userIDType() throws(ServiceError) -> UserIDType { try choice("user_id_type", default: .openID) }

  /// Undoes the encoding of a form; `+` is a space. Nil for what cannot be decoded.
  static func decoded(_ text: some StringProtocol) -> String? {
    String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
      .percentDecoded
  }
}

extension UserIDType {
  /// Whether someone may have such an id: only the shape can be wrong.
  func canName(_ id: String) -> Bool {
    switch self {
    case .openID: id.hasPrefix("ou_") && id.count > 3
    case .unionID: id.hasPrefix("on_") && id.count > 3
    case .userID: !id.isEmpty
    }
  }

  /// The id of this kind that a person has.
  func id(of person: Sandbox.Person) -> String {
    switch self {
    case .openID: person.openID
    case .unionID: person.unionID
    case .userID: person.userID
    }
  }
}
