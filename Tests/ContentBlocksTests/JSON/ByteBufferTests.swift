import Foundation
import Testing

@testable import ContentBlocks

@Suite struct ByteBufferTests {
  private func escaped(_ text: String) -> String {
    let output = ByteBuffer(capacity: 0)
    var text = text
    text.withUTF8 { output.appendEscaped($0) }
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// What appendEscaped does, one character at a time.
  private func reference(_ text: String) -> String {
    text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": return "\\\""
      case "\\": return "\\\\"
      case "\u{8}": return "\\b"
      case "\t": return "\\t"
      case "\n": return "\\n"
      case "\u{C}": return "\\f"
      case "\r": return "\\r"
      case _ where scalar.value < 0x20: return String(format: "\\u%04x", Int(scalar.value))
      default: return String(scalar)
      }
    }.joined()
  }

  @Test func everyCharacterOfASCII() {
    for value in UInt8(0)...127 {
      let text = "a\(Unicode.Scalar(value))b"
      #expect(escaped(text) == reference(text))
    }
    #expect(escaped("\u{0}\u{1}\u{1F}\u{7F}") == "\\u0000\\u0001\\u001f\u{7F}")
    #expect(escaped("/<>&'") == "/<>&'")
  }

  @Test func nothingAboveASCIIIsEscaped() {
    let text = "é注意：🙂\u{2028}\u{FEFF}\u{80}"
    #expect(escaped(text) == text)
  }

  @Test func everyPlaceAroundTheBlocksOf16Bytes() {
    for length in 0...50 {
      let plain = String(repeating: "x", count: length)
      #expect(escaped(plain) == plain)
      for place in 0..<length {
        for special in ["\"", "\u{1}"] {
          let text = String(plain.prefix(place)) + special + String(plain.dropFirst(place + 1))
          #expect(escaped(text) == reference(text))
        }
      }
      let all = String(repeating: "\u{2}", count: length)
      #expect(escaped(all) == reference(all))
    }
  }

  @Test func charactersOfSeveralBytesAcrossTheBlocksOf16Bytes() {
    for length in 0...20 {
      let text = String(repeating: "x", count: length) + "注\"🙂\\意" + String(repeating: "好", count: 9)
      #expect(escaped(text) == reference(text))
    }
  }

  @Test func growingKeepsWhatWasWritten() {
    let output = ByteBuffer(capacity: 0)
    let part = "0123456789\n"
    for _ in 0..<1000 {
      var part = part
      part.withUTF8 { output.appendEscaped($0) }
      output.append(UInt8(ascii: "|"))
    }
    let expected = String(repeating: "0123456789\\n|", count: 1000)
    #expect(String(decoding: output.bytes, as: UTF8.self) == expected)
    output.removeAll()
    #expect(output.bytes.isEmpty)
  }

  @Test(arguments: [
    (0, "0"), (9, "9"), (10, "10"), (-1, "-1"), (Int.min, "-9223372036854775808"),
  ])
  func integers(integer: Int, text: String) {
    let output = ByteBuffer()
    output.append(integer)
    #expect(String(decoding: output.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (458.0, "458"), (0.1, "0.1"), (0.33, "0.33"), (372.5, "372.5"),
    (1e15, "1000000000000000"), (-0x1p53, "-9007199254740992"), (0x1p54 - 2, "18014398509481982"),
    (0x1p54, "1.8014398509481984e+16"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
    (0.1 + 0.2, "0.30000000000000004"),
  ])
  func numbersAreShortAndExact(number: Double, text: String) throws {
    let output = ByteBuffer()
    output.append(number)
    #expect(String(decoding: output.bytes, as: UTF8.self) == text)
    #expect(try JSONReader.read(output.bytes) == .number(JSONNumber(literal: text)))
    #expect(JSONNumber(literal: text).double == number)
  }
}
