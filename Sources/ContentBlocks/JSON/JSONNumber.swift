/// A JSON number by its literal, so that no digit is lost to binary floating point.
package struct JSONNumber: Equatable, Sendable {
  /// The number as it was written, in the grammar of RFC 8259 section 6.
  let literal: String

  package init(literal: String) {
    self.literal = literal
  }

  /// The nearest binary number; infinite when the literal is out of its range.
  var double: Double { Double(literal) ?? .nan }

  /// The number when it is whole and fits, however it was written: `2`, `2.0` and `20e-1` alike.
  var wholeNumber: Int64? { multiplied(byTenToThe: 0) }

  /// The number times a power of ten, when that is exactly a whole number and fits; nil otherwise.
  func multiplied(byTenToThe power: Int) -> Int64? {
    let parts = literal.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa.joined().utf8.drop(while: { $0 == UInt8(ascii: "-") })
      .drop(while: { $0 == UInt8(ascii: "0") })
    if digits.isEmpty { return 0 }

    // An exponent of more digits than that makes the number far too large or far too small.
    guard let written = parts.count == 2 ? Int32(parts[1]) : 0 else { return nil }
    var exponent = Int(written) + power - (mantissa.count == 2 ? mantissa[1].utf8.count : 0)
    while exponent < 0, digits.last == UInt8(ascii: "0") {
      digits = digits.dropLast()
      exponent += 1
    }
    guard (0...19).contains(exponent), digits.count <= 19 else { return nil }

    var result: Int64 = 0
    let isNegative = literal.hasPrefix("-")
    for digit in Array(digits) + Array(repeating: UInt8(ascii: "0"), count: exponent) {
      let value = Int64(digit - UInt8(ascii: "0"))
      let (product, overflows) = result.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(isNegative ? -value : value)
      if overflows || overflowsToo { return nil }
      result = sum
    }
    return result
  }
}
