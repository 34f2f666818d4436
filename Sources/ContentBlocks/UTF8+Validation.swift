extension UTF8 {
  /// The offset of the first byte that is not part of valid UTF-8, counted from 0; nil when all are.
  package static func offsetOfFirstFault(in bytes: [UInt8]) -> Int? {
    // Nearly all input is valid, which the standard library finds out much faster.
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var parser = ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
