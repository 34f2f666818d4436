/// Makes a ContentBlock of JSON values, and collects what is wrong with them on the way.
///
/// One traversal serves both modes: each fault has a way to go on, and the mode only decides whether
/// the fault is an error. So a strict reading finds all faults, not just the first.
struct ContentBlockReader {
  let mode: ContentBlockDecoder.Mode
  let namesPeopleByUserID: Bool
  /// The format that is read.
  var wire: WireFormat
  /// The number of the first indent level in this document, in each format: 0 or 1.
  var firstLevel: [WireFormat: Int] = [:]
  private(set) var faults: [ContentBlockFault] = []
  /// What is lost from the record that is being read.
  var notShown: [NotShown] = []

  /// Whether the format is the caller's choice.
  let isWireGiven: Bool

  init(decoder: ContentBlockDecoder, wire: WireFormat) {
    isWireGiven = decoder.wire != nil
    mode = decoder.mode
    namesPeopleByUserID = decoder.namesPeopleByUserID
    self.wire = wire
  }

  // MARK: Faults

  /// Reports what no reading can make up for.
  mutating func fail(_ problem: LocalizedText, at path: JSONPath) {
    faults.append(ContentBlockFault(path: "\(path)", problem))
  }

  mutating func fail(_ fault: ContentBlockFault) { faults.append(fault) }

  /// Reports what is not a reason to refuse the document.
  mutating func warn(_ problem: LocalizedText, at path: JSONPath) {
    faults.append(ContentBlockFault(path: "\(path)", problem, severity: .warning))
  }

  /// Reports what a strict reading refuses and a lenient one continues without, though nothing is lost by it.
  mutating func refuse(_ problem: LocalizedText, at path: JSONPath) {
    switch mode {
    case .strict: fail(problem, at: path)
    case .lenient: warn(problem, at: path)
    }
  }

  /// Reports a value that is refused by a strict reading, and not shown as it is by a lenient one.
  mutating func lose(_ node: JSONNode, _ problem: LocalizedText) {
    let value = node.value.canonical
    // To a strict reading, `{}` in the place of a text is a fault all the same.
    if mode == .lenient, value == nil { return }
    refuse(problem, at: node.path)
    notShown.append(NotShown(path: "\(node.path)", problem: problem, value: value?.text ?? node.value.text))
  }

  mutating func loseType(of node: JSONNode, expected: LocalizedText) {
    lose(node, Self.problem(expected: expected, found: node.value.typeName))
  }

  /// `must be …, not …`
  static func problem(expected: LocalizedText, found: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: "must be \(expected[.english]), not \(found[.english])",
      zh: "必须是\(expected[.chinese])，而不是\(found[.chinese])")
  }

  static func problem(expected: LocalizedText, found number: JSONNumber) -> LocalizedText {
    let found = number.literal.excerpt()
    return problem(expected: expected, found: LocalizedText(en: found, zh: " \(found)"))
  }

  // MARK: Simple values

  mutating func elements(of node: JSONNode?) -> [JSONNode]? {
    guard let node else { return nil }
    if let elements = node.elements { return elements }
    loseType(of: node, expected: LocalizedText(en: "an array", zh: "数组"))
    return nil
  }

  mutating func string(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    if case .string(let string) = node.value { return string }
    loseType(of: node, expected: LocalizedText(en: "a string", zh: "字符串"))
    return nil
  }

  mutating func boolean(_ node: JSONNode?) -> Bool? {
    guard let node else { return nil }
    if case .boolean(let boolean) = node.value { return boolean }
    loseType(of: node, expected: LocalizedText(en: "true or false", zh: " true 或 false"))
    return nil
  }

  /// A whole number within a range; the nearest one in it when the number is refused.
  mutating func wholeNumber(_ node: JSONNode?, in range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    let expected = LocalizedText(
      en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      zh: " \(range.lowerBound) 到 \(range.upperBound) 的整数")
    guard case .number(let number) = node.value else {
      loseType(of: node, expected: expected)
      return nil
    }
    if let whole = number.wholeNumber.flatMap({ Int(exactly: $0) }), range.contains(whole) {
      return whole
    }
    lose(node, Self.problem(expected: expected, found: number))
    return number.double.nearestWhole(in: range)
  }

  /// A number. One that is not allowed is refused and yet returned: the caller makes up for it.
  ///
  /// - Returns: nil when the value is not a number.
  mutating func number(
    _ node: JSONNode?, where isAllowed: (Double) -> Bool, expected: LocalizedText
  ) -> JSONNumber? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else {
      loseType(of: node, expected: expected)
      return nil
    }
    if !isAllowed(number.double) { lose(node, Self.problem(expected: expected, found: number)) }
    return number
  }

  // MARK: Objects

  /// The members of an object by what they mean. Members that are `null` are left out.
  struct Fields<Key: DocumentKey> {
    let node: JSONNode
    /// The format that the object is read in.
    let wire: WireFormat
    fileprivate var own: [Key: JSONNode] = [:]
    fileprivate var foreign: [Key: JSONNode] = [:]

    subscript(key: Key) -> JSONNode? { own[key] ?? foreign[key] }

    /// The format whose name a member has.
    func wire(of key: Key) -> WireFormat {
      own[key] == nil && foreign[key] != nil ? wire.other : wire
    }

    /// Where a member is, or would be.
    func path(of key: Key) -> JSONPath {
      self[key]?.path ?? .member(of: node.path, key: key.name(in: wire))
    }
  }

  /// Reads an object that has these keys. Names of the other format are refused and yet read;
  /// unknown names are refused by a strict reading and not shown by a lenient one.
  ///
  /// - Parameter allowsOthers: whether unknown names are ignored, as around the content of a reply.
  /// - Returns: nil when the value is not an object.
  mutating func fields<Key: DocumentKey>(
    of node: JSONNode, _ keys: [Key], allowsOthers: Bool = false
  ) -> Fields<Key>? {
    guard let members = node.members else {
      loseType(of: node, expected: LocalizedText(en: "an object", zh: "对象"))
      return nil
    }
    var fields = Fields<Key>(node: node, wire: wire)
    for (name, member) in members {
      if let key = keys.first(where: { $0.name(in: wire) == name }) {
        if member.value != .null { fields.own[key] = member }
      } else if let key = keys.first(where: { $0.name(in: wire.other) == name }) {
        let ownName = key.name(in: wire)
        refuse(
          LocalizedText(
            en: "is the \(wire.other) name; \(wire) writes `\(ownName)`",
            zh: "是 \(wire.other) 的键名；\(wire) 写作 `\(ownName)`"), at: member.path)
        if member.value != .null { fields.foreign[key] = member }
      } else if !allowsOthers {
        loseUnknown(member, known: keys.map { $0.name(in: wire) })
      }
    }
    return fields
  }

  private mutating func loseUnknown(_ member: JSONNode, known: [String]) {
    let known = known.enumeration
    switch mode {
    case .strict:
      lose(
        member,
        LocalizedText(
          en: "is not a key of this object, which can have \(known[.english])",
          zh: "不是此对象的键，可用的键有 \(known[.chinese])"))
    case .lenient:
      lose(member, LocalizedText(en: "is not known, so it is not shown", zh: "无法识别，因此不显示"))
    }
  }

  /// The value of a member that has to be there; reports it when it is not.
  mutating func require<Key>(_ key: Key, of fields: Fields<Key>) -> JSONNode? {
    if let node = fields[key] { return node }
    refuse(LocalizedText(en: "is missing", zh: "缺失"), at: fields.path(of: key))
    return nil
  }
}

/// A key that the reader looks for, with its name in each wire format.
protocol DocumentKey: Hashable {
  func name(in wire: WireFormat) -> String
}

extension WireKey: DocumentKey {
  func name(in wire: WireFormat) -> String { wire.name(of: self) }
}

extension JSONNode {
  /// Whether the value is as good as absent: null, false, an object of nothing else.
  var isAbsent: Bool { value.canonical == nil }
}

extension Double {
  /// The nearest number in a range.
  func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }

  /// The nearest whole number in a range within ±2⁵³; halves go away from zero.
  func nearestWhole(in range: ClosedRange<Int>) -> Int {
    let nearest = clamped(to: Double(range.lowerBound)...Double(range.upperBound))
    // Not `rounded()`: it would need libm, which a program without Foundation does not link.
    return Int(nearest < 0 ? nearest - 0.5 : nearest + 0.5)
  }
}
