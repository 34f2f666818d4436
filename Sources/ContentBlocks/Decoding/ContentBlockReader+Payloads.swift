/// The kind of a block or of an element. It names the one member that holds the rest.
protocol PayloadKind: CaseIterable, Hashable {
  /// What has such a kind, with its article, for messages.
  static var noun: String { get }
  /// The key of the kind.
  static var kindKey: WireKey { get }
  /// The key of the payload.
  var key: WireKey { get }
  func name(in wire: WireFormat) -> String
}

enum BlockKind: String, PayloadKind {
  case paragraph, gallery

  static let noun = "a block"
  static let kindKey = WireKey.blockKind

  var key: WireKey {
    switch self {
    case .paragraph: .paragraph
    case .gallery: .gallery
    }
  }

  func name(in wire: WireFormat) -> String { rawValue }
}

enum ElementKind: String, PayloadKind {
  case textRun, docsLink, mention

  static let noun = "an element"
  static let kindKey = WireKey.elementKind

  var key: WireKey {
    switch self {
    case .textRun: .textRun
    case .docsLink: .docsLink
    case .mention: .mention
    }
  }

  func name(in wire: WireFormat) -> String { self == .mention ? wire.mentionKind : rawValue }
}

extension ContentBlockReader {
  /// The kind of a block or an element, and the payload that goes with it.
  ///
  /// Where kind and payload contradict each other, what is there counts: the only payload decides.
  ///
  /// - Returns: nil when there is neither a known kind nor a payload to tell it by.
  mutating func payload<Kind: PayloadKind>(
    of node: JSONNode, as _: Kind.Type
  ) -> (kind: Kind, payload: JSONNode?)? {
    let kinds = Array(Kind.allCases)
    guard let fields = fields(of: node, [Kind.kindKey] + kinds.map(\.key)) else { return nil }
    let present = kinds.filter { fields[$0.key] != nil }
    let named: Kind? = kind(in: fields)
    if let named {
      let name = named.name(in: wire)
      for kind in present where kind != named {
        refuse("does not belong to \(Kind.noun) of type `\(name)`", at: fields.path(of: kind.key))
      }
      if present.isEmpty {
        refuse("is missing, as this is \(Kind.noun) of type `\(name)`", at: fields.path(of: named.key))
      }
    }
    if let named, present.contains(named) || present.count != 1 {
      return (named, fields[named.key])
    }
    guard let only = present.first, present.count == 1 else { return nil }
    return (only, fields[only.key])
  }

  private mutating func kind<Kind: PayloadKind>(in fields: Fields<WireKey>) -> Kind? {
    guard let node = require(Kind.kindKey, of: fields), let name = string(node) else { return nil }
    if let kind = Kind.allCases.first(where: { $0.name(in: wire) == name }) { return kind }
    if let kind = Kind.allCases.first(where: { $0.name(in: wire.other) == name }) {
      refuse(
        "is `\(name)`, the \(wire.other) name; \(wire) writes `\(kind.name(in: wire))`",
        at: node.path)
      return kind
    }
    let known = Kind.allCases.map { $0.name(in: wire) }.choices(with: "or")
    refuse("must be \(known), not `\(name.excerpt())`", at: node.path)
    return nil
  }
}
