import Foundation
import Testing

/// All texts of the program in their two languages, as they are in its sources.
@Suite struct LocalizedTextTests {
  /// The words of a literal, without what is inserted into it, and where it ends.
  private static func words(of source: Substring) -> String {
    var words = ""
    var depth = 0
    var isInString = true
    var rest = source
    while let character = rest.popFirst() {
      if depth == 0 {
        if character == "\"" { break }
        if character == "\\", let next = rest.popFirst() {
          if next == "(" { (depth, isInString) = (1, false) } else { words.append(" ") }
        } else {
          words.append(character)
        }
      } else if character == "\"" {
        isInString.toggle()
      } else if !isInString {
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
        if depth == 0 { isInString = true }
      }
    }
    return words
  }

  private static func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  /// A text has the words of its language: English is no Chinese, though the compiler takes it.
  @Test func everyTextIsInItsLanguage() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let source = try String(contentsOf: file, encoding: .utf8)
      for match in source.matches(of: /\b(en|zh):\s*("""|")/) {
        var text = source[match.range.upperBound...]
        if match.2 == "\"\"\"" {
          text = text[..<(text.firstRange(of: "\"\"\"")?.lowerBound ?? text.endIndex)]
        }
        let words = match.2 == "\"" ? Self.words(of: text) : String(text)
        count += 1
        if match.1 == "en" {
          #expect(
            !Self.isChinese(words.replacing(/“[^”]*”|（.*?）|暂无|正常|风险|延期/, with: "")),
            "\(file.lastPathComponent): \(words)")
        } else if !Self.isChinese(words) {
          // Names of flags and of JSON are the same in all languages; two words in a row are English.
          #expect(words.firstMatch(of: /[a-z]{2,} [a-z]{2,}/) == nil, "\(file.lastPathComponent): \(words)")
        }
      }
    }
    #expect(count > 500)
  }
}
