/// Makes a ContentBlock of JSON values, and collects what is wrong with them on the way.
///
/// One traversal serves both modes: each fault has a way to go on, and the mode only decides whether
/// the fault is an error. So a strict reading finds all faults, not just the first.
struct ContentBlockReader {
  let wire: WireFormat
  let mode: ContentBlockDecoder.Mode
  private(set) var faults: [ContentBlockFault] = []

  init(wire: WireFormat, mode: ContentBlockDecoder.Mode) {
    self.wire = wire
    self.mode = mode
  }

  /// Reports what no reading can make up for.
  mutating func fail(_ problem: String, at path: JSONPath) {
    faults.append(ContentBlockFault(path: "\(path)", problem))
  }

  /// Reports what a strict reading refuses and a lenient one goes on without.
  mutating func refuse(_ problem: String, at path: JSONPath) {
    switch mode {
    case .strict: fail(problem, at: path)
    case .lenient: warn(problem, at: path)
    }
  }

  /// Reports what is no reason to refuse the document.
  mutating func warn(_ problem: String, at path: JSONPath) {
    faults.append(ContentBlockFault(path: "\(path)", problem, severity: .warning))
  }

  mutating func refuseType(of node: JSONNode, expected: String) {
    refuse("must be \(expected), not \(node.value.typeName)", at: node.path)
  }

  mutating func elements(of node: JSONNode?) -> [JSONNode]? {
    guard let node else { return nil }
    if let elements = node.elements { return elements }
    refuseType(of: node, expected: "an array")
    return nil
  }

  mutating func string(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    if case .string(let string) = node.value { return string }
    refuseType(of: node, expected: "a string")
    return nil
  }

  mutating func boolean(_ node: JSONNode?) -> Bool? {
    guard let node else { return nil }
    if case .boolean(let boolean) = node.value { return boolean }
    refuseType(of: node, expected: "true or false")
    return nil
  }

  /// A whole number within a range; the nearest one in it when the number is refused.
  mutating func wholeNumber(_ node: JSONNode?, in range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number) = node.value else {
      refuseType(of: node, expected: expected)
      return nil
    }
    if let whole = number.wholeNumber.flatMap({ Int(exactly: $0) }), range.contains(whole) {
      return whole
    }
    refuse("must be \(expected), not \(number.literal.excerpt())", at: node.path)
    return number.double.nearestWhole(in: range)
  }

  /// A number. One that is not allowed is refused and yet returned: the caller makes up for it.
  ///
  /// - Returns: nil when the value is not a number.
  mutating func number(
    _ node: JSONNode?, where isAllowed: (Double) -> Bool, expected: String
  ) -> JSONNumber? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else {
      refuseType(of: node, expected: expected)
      return nil
    }
    if !isAllowed(number.double) {
      refuse("must be \(expected), not \(number.literal.excerpt())", at: node.path)
    }
    return number
  }
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
