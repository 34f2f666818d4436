import Testing

@testable import ContentBlocks

@Suite struct JSONReaderTests {
  private func read(_ json: String) throws -> JSONValue { try JSONReader.read(json.utf8) }

  private func number(_ literal: String) -> JSONValue { .number(JSONNumber(literal: literal)) }

  @Test func valuesOfEveryType() throws {
    let json = " { \"b\" : [ null , true,false , -1.50e+3 ] ,\r\n\t\"a\":{}, \"\":[] , \"c\":\"x\" } \n"
    #expect(
      try read(json)
        == .object([
          JSONMember(
            key: "b", value: .array([.null, .boolean(true), .boolean(false), number("-1.50e+3")])),
          JSONMember(key: "a", value: .object([])),
          JSONMember(key: "", value: .array([])),
          JSONMember(key: "c", value: .string("x")),
        ]))
  }

  @Test(arguments: ["0", "-0", "10", "0.10", "1e5", "1E-05", "-1.2e+3", "123456789012345678901234567890.5"])
  func numbersKeepTheirLiteral(literal: String) throws {
    #expect(try read(literal) == number(literal))
    #expect(try read("[\(literal)]") == .array([number(literal)]))
  }

  @Test(arguments: [
    (#""""#, ""), (#""a注🙂""#, "a注🙂"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0000\u001F\u00e9\u6CE8""#, "\u{0}\u{1F}é注"), (#""\ud83d\ude42x""#, "🙂x"),
    (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""a\u0022b""#, "a\"b"), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
  ])
  func strings(json: String, text: String) throws {
    guard case .string(let read) = try read(json) else {
      Issue.record("not a string")
      return
    }
    #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(arguments: UInt8(0)..<0x20)
  func controlCharactersStandEscaped(byte: UInt8) throws {
    let quote = UInt8(ascii: "\"")
    let fault = #expect(throws: ContentBlockFault.self) { try JSONReader.read([quote, byte, quote]) }
    #expect(fault?.problem[.english].contains("line 1, column 2: expected `\"` or an escape") == true)
    let hex = byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
    #expect(try read("\"\\u00\(hex)\"") == .string(String(Unicode.Scalar(byte))))
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    #expect(try JSONReader.read([0xEF, 0xBB, 0xBF] + Array("1".utf8)) == number("1"))
  }

  @Test func keysAreComparedByTheirBytes() throws {
    guard case .object(let members) = try read("{\"\u{E9}\":1,\"e\u{301}\":2}") else {
      Issue.record("not an object")
      return
    }
    #expect(members.count == 2)
  }

  @Test(arguments: [
    ("", "$", 1, 1, "expected a value, found the end of the input"),
    ("\u{FEFF}", "$", 1, 1, "expected a value, found the end of the input"),
    ("  \n ", "$", 2, 2, "expected a value, found the end of the input"),
    ("1 2", "$", 1, 3, "expected the end of the input, found `2`"),
    ("{} }", "$", 1, 4, "expected the end of the input, found `}`"),
    ("nul", "$", 1, 1, "expected a value, found `n`"),
    ("True", "$", 1, 1, "expected a value, found `T`"),
    ("truely", "$", 1, 5, "expected the end of the input, found `l`"),
    ("NaN", "$", 1, 1, "expected a value, found `N`"),
    ("'a'", "$", 1, 1, "expected a value, found `'`"),
    ("// x\n1", "$", 1, 1, "expected a value, found `/`"),
    ("\u{1B}[31m", "$", 1, 1, "expected a value, found `\\u{1b}`"),
    ("\u{A0}1", "$", 1, 1, "expected a value, found `\u{A0}`"),
    ("[1,]", "$[1]", 1, 4, "expected a value, found `]`"),
    ("[1 2]", "$", 1, 4, "expected `,` or `]`, found `2`"),
    ("[1", "$", 1, 3, "expected `,` or `]`, found the end of the input"),
    ("[1}", "$", 1, 3, "expected `,` or `]`, found `}`"),
    ("{a:1}", "$", 1, 2, "expected a key in double quotes or `}`, found `a`"),
    ("{", "$", 1, 2, "expected a key in double quotes or `}`, found the end of the input"),
    (#"{"a":1,}"#, "$", 1, 8, "expected a key in double quotes, found `}`"),
    (#"{"a" 1}"#, "$.a", 1, 6, "expected `:`, found `1`"),
    (#"{"a":1 "b":2}"#, "$", 1, 8, "expected `,` or `}`, found `\"`"),
    (#"{"a":[{"b":x}]}"#, "$.a[0].b", 1, 12, "expected a value, found `x`"),
    ("{\n  \"段\": [\n    注]}", "$[\"段\"][0]", 3, 5, "expected a value, found `注`"),
    ("\r\r\n\n x", "$", 4, 2, "expected a value, found `x`"),
    (#""注🙂" x"#, "$", 1, 6, "expected the end of the input, found `x`"),
    ("01", "$", 1, 1, "a number begins with a zero that it does not need"),
    ("-01", "$", 1, 2, "a number begins with a zero that it does not need"),
    ("-", "$", 1, 2, "expected a digit, found the end of the input"),
    ("+1", "$", 1, 1, "expected a value, found `+`"),
    (".5", "$", 1, 1, "expected a value, found `.`"),
    ("5.", "$", 1, 3, "expected a digit, found the end of the input"),
    ("1.e5", "$", 1, 3, "expected a digit, found `e`"),
    ("1e", "$", 1, 3, "expected a digit, found the end of the input"),
    ("1e+-5", "$", 1, 4, "expected a digit, found `-`"),
    ("-Infinity", "$", 1, 2, "expected a digit, found `I`"),
    ("0x1F", "$", 1, 2, "expected the end of the input, found `x`"),
    (#""ab"#, "$", 1, 4, "expected `\"` at the end of the string, found the end of the input"),
    (
      "{\"t\":\"a\nb\"}", "$.t", 1, 8,
      "expected `\"` or an escape such as `\\n` (control characters are escaped in a string), "
        + "found `\\u{a}`"
    ),
    (#""\x""#, "$", 1, 3, "expected one of `\" \\ / b f n r t u` after a backslash, found `x`"),
    (#""\u12g4""#, "$", 1, 6, "expected four hexadecimal digits after `\\u`, found `g`"),
    (#""\u１２３４""#, "$", 1, 4, "expected four hexadecimal digits after `\\u`, found `１`"),
    (#""a\ud83d""#, "$", 1, 3, "half of a surrogate pair is alone in a string"),
    (#""\ud83dx""#, "$", 1, 2, "half of a surrogate pair is alone in a string"),
    (#""\ud83d\n""#, "$", 1, 2, "half of a surrogate pair is alone in a string"),
    (#""\ud83d\u0041""#, "$", 1, 2, "half of a surrogate pair is alone in a string"),
    (#""\ud83d\ud83d""#, "$", 1, 2, "half of a surrogate pair is alone in a string"),
    (#""\ude42""#, "$", 1, 2, "half of a surrogate pair is alone in a string"),
  ])
  func whatIsNotJSON(json: String, path: String, line: Int, column: Int, problem: String) {
    let fault = #expect(throws: ContentBlockFault.self) { try read(json) }
    #expect(fault?.path == path)
    #expect(fault?.problem[.english] == "is not valid JSON at line \(line), column \(column): \(problem)")
  }

  @Test(arguments: [
    (#"{"a":1,"b":2,"a":3}"#, "$.a", "line 1, column 14"),
    ("[{\"x\":\n{\"é\":1,\n \"\\u00e9\":2}}]", "$[0].x[\"é\"]", "line 3, column 2"),
  ])
  func rejectsDuplicateKeys(json: String, path: String, position: String) {
    let fault = #expect(throws: ContentBlockFault.self) { try read(json) }
    #expect(
      fault?.description
        == "\(path): appears twice in its object (again at \(position)); keep one of the two")
  }

  @Test func bytesThatAreNotUTF8() {
    let json = Array("{\n\"注\": \"".utf8) + [0xB0, 0xA1] + Array("\"}".utf8)
    let fault = #expect(throws: ContentBlockFault.self) { try JSONReader.read(json) }
    #expect(
      fault?.description
        == "$: is not UTF-8 at byte offset 10 (line 2, column 7); save it as UTF-8")
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try read(nested(64))
    let fault = #expect(throws: ContentBlockFault.self) { try read(nested(65)) }
    #expect(
      fault?.problem[.english]
        == "is not valid JSON at line 1, column 65: arrays and objects nest deeper than 64")
    #expect(throws: ContentBlockFault.self) { try read(String(repeating: "{\"a\":", count: 100_000)) }
  }
}
