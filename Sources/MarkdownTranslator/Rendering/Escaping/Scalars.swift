extension Unicode.Scalar {
  var isASCIILetter: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIILetter }
  var isASCIIDigit: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIIDigit }
  var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
  var isASCIIPunctuation: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIIPunctuation }
  var isSpaceOrTab: Bool { self == " " || self == "\t" }
}

extension [Unicode.Scalar] {
  var utf8Bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    for scalar in self { result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
    return result
  }
}
