/// How a text that a reader must see is compared with the text that is shown, from the strictest way to the loosest.
package enum TextComparison: Int {
  /// The same characters.
  case exact
  /// In the same order, with others in between.
  case ordered
  /// Each as often at least: the header of a table is in each of its rows.
  case unordered
  /// In the same order, with some left out, in any letter case: what the parser takes for text is markup in part.
  case fewer
  /// Not at all: some of the text may go by the rules.
  case none

  /// Does nothing when the comparison is looser already. What may have more and fewer characters is not compared.
  package mutating func loosen(to other: Self) {
    if self == .fewer && other != .exact && other != .fewer
      || other == .fewer && self != .exact && self != .fewer
    {
      self = .none
    } else if other.rawValue > rawValue {
      self = other
    }
  }

  package func accepts(_ text: String, for expected: String) -> Bool {
    let shown = Array(text.unicodeScalars)
    switch self {
    case .exact:
      return expected.unicodeScalars.elementsEqual(shown)
    case .ordered: return Self.holds(shown, expected.unicodeScalars)
    case .fewer:
      return Self.holds(Array(expected.lowercased().unicodeScalars), text.lowercased().unicodeScalars)
    case .unordered:
      var counts: [Unicode.Scalar: Int] = [:]
      for scalar in shown { counts[scalar, default: 0] += 1 }
      for scalar in expected.unicodeScalars { counts[scalar, default: 0] -= 1 }
      return counts.values.allSatisfy { $0 >= 0 }
    case .none:
      return true
    }
  }

  /// Whether a text has all these characters in their order.
  private static func holds(_ text: [Unicode.Scalar], _ part: String.UnicodeScalarView) -> Bool {
    var rest = text[...]
    return part.allSatisfy { scalar in
      guard let place = rest.firstIndex(of: scalar) else { return false }
      rest = rest[(place + 1)...]
      return true
    }
  }
}
