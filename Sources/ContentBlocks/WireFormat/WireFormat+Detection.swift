extension WireFormat {
  /// The format that most keys of a document belong to. Keys that both formats have do not count; of
  /// two formats with equally many the one seen first is taken, and v1 when there is no such key.
  static func detected(in value: JSONValue) -> WireFormat {
    var counts: [WireFormat: Int] = [:]
    var first: WireFormat?
    var rest = [value]
    while let value = rest.popLast() {
      switch value {
      case .object(let members):
        for member in members {
          guard let wire = only(having: member.key) else { continue }
          counts[wire, default: 0] += 1
          first = first ?? wire
        }
        rest += members.reversed().map(\.value)
      case .array(let elements):
        rest += elements.reversed()
      default:
        break
      }
    }
    let v1 = counts[.v1, default: 0]
    let v2 = counts[.v2, default: 0]
    return v1 == v2 ? first ?? .v1 : v1 > v2 ? .v1 : .v2
  }

  /// The one format that has a key of this name; nil when none or both do.
  private static func only(having name: String) -> WireFormat? {
    let isV1 = WireFormat.v1.names.contains(name)
    let isV2 = WireFormat.v2.names.contains(name)
    return isV1 == isV2 ? nil : isV1 ? .v1 : .v2
  }

  private var names: Set<String> {
    switch self {
    case .v1: Self.namesOfV1
    case .v2: Self.namesOfV2
    }
  }

  private static let namesOfV1 = Set(WireKey.allCases.map(\.names.v1))
  private static let namesOfV2 = Set(WireKey.allCases.map(\.names.v2))
}
