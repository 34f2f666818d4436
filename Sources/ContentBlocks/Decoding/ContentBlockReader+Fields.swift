/// A key that the reader looks for, with its name in each wire format.
protocol DocumentKey: Hashable {
  func name(in wire: WireFormat) -> String
}

extension WireKey: DocumentKey {
  func name(in wire: WireFormat) -> String { wire.name(of: self) }
}

extension ContentBlockReader {
  /// The members of an object by what they mean. Members that are `null` are left out.
  struct Fields<Key: DocumentKey> {
    let path: JSONPath
    /// The format that the object is read in.
    let wire: WireFormat
    fileprivate var own: [Key: JSONNode] = [:]
    fileprivate var foreign: [Key: JSONNode] = [:]

    subscript(key: Key) -> JSONNode? { own[key] ?? foreign[key] }

    /// The format whose name a member has.
    func wire(of key: Key) -> WireFormat {
      own[key] == nil && foreign[key] != nil ? wire.other : wire
    }

    /// Where a member stands, or would stand.
    func path(of key: Key) -> JSONPath {
      self[key]?.path ?? .member(of: path, key: key.name(in: wire))
    }
  }

  /// Reads an object that has these keys. Names of the other format are refused and yet read;
  /// unknown names are refused by a strict reading and ignored by a lenient one.
  ///
  /// - Returns: nil when the value is not an object.
  mutating func fields<Key: DocumentKey>(of node: JSONNode, _ keys: [Key]) -> Fields<Key>? {
    guard let members = node.members else {
      refuseType(of: node, expected: "an object")
      return nil
    }
    var fields = Fields<Key>(path: node.path, wire: wire)
    for (name, member) in members {
      if let key = keys.first(where: { $0.name(in: wire) == name }) {
        if member.value != .null { fields.own[key] = member }
      } else if let key = keys.first(where: { $0.name(in: wire.other) == name }) {
        refuse(
          "is the \(wire.other) name; \(wire) writes `\(key.name(in: wire))`", at: member.path)
        if member.value != .null { fields.foreign[key] = member }
      } else if mode == .strict {
        let known = keys.map { $0.name(in: wire) }.choices(with: "and")
        refuse("is not a key of this object, which can have \(known)", at: member.path)
      }
    }
    return fields
  }

  /// The value of a member that has to be there; reports it when it is not.
  mutating func require<Key>(_ key: Key, of fields: Fields<Key>) -> JSONNode? {
    if let node = fields[key] { return node }
    refuse("is missing", at: fields.path(of: key))
    return nil
  }
}
