import ContentBlocks
import Testing

@testable import OKRSandbox

@Suite struct LineNumberingTests {
  /// Numbers that a record does not say go on from those before them.
  @Test func numbersGoOn() throws {
    var numbering = LineNumbering()
    func next(_ type: ContentList.ListType?, _ level: Int = 1, _ number: Int32? = nil) throws -> Int32? {
      numbering.number(of: try type.map { try ContentList(type: $0, indentLevel: level, number: number) })
    }
    #expect(try next(.number) == 1)
    #expect(try next(.number) == 2)
    #expect(try next(.number, 2) == 1)
    #expect(try next(.indent, 2) == nil)
    #expect(try next(.number, 2) == 2)
    #expect(try next(.number) == 3)
    #expect(try next(.number, 2) == 1)
    #expect(try next(.number, 1, 9) == 9)
    #expect(try next(.number) == 10)
    #expect(try next(.bullet) == nil)
    #expect(try next(.number) == 1)
    #expect(try next(nil) == nil)
    #expect(try next(.number) == 1)
    #expect(try next(.number, 1, .max) == .max)
    #expect(try next(.number) == .max)
  }
}
