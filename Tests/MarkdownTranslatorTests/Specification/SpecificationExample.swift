import Foundation
import Testing

/// An example of the GFM specification.
struct SpecificationExample: Sendable, CustomTestStringConvertible {
  let number: Int
  /// The line of `spec.txt` on which the example starts.
  let line: Int
  let markdown: String

  var testDescription: String { "example \(number), spec.txt:\(line)" }

  /// Where Debian's package `cmark-gfm` puts the specification.
  static let file = "/usr/share/doc/cmark-gfm/spec.txt.gz"

  /// All examples; none when the specification is not installed, which ``SpecificationTests`` reports.
  static let all: [SpecificationExample] = (try? read()) ?? []

  static func read() throws -> [SpecificationExample] {
    guard FileManager.default.isReadableFile(atPath: file) else { throw NotInstalled(what: file) }
    let text = try Subprocess.output(of: "/usr/bin/gzip", ["-dc", file])
    return examples(in: String(decoding: text, as: UTF8.self))
  }

  /// Examples are between lines of 32 backticks; a line `.` parts Markdown from HTML, `→` is a tab.
  static func examples(in specification: String) -> [SpecificationExample] {
    let fence = String(repeating: "`", count: 32)
    var examples: [SpecificationExample] = []
    var markdown: [Substring]?
    var start = 0
    for (index, line) in specification.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix(fence + " example") {
        markdown = []
        start = index + 1
      } else if line == ".", let lines = markdown {
        let text = lines.map { $0 + "\n" }.joined().replacingOccurrences(of: "→", with: "\t")
        examples.append(SpecificationExample(number: examples.count + 1, line: start, markdown: text))
        markdown = nil
      } else {
        markdown?.append(line)
      }
    }
    return examples
  }
}

/// Something of Debian's package `cmark-gfm` is missing.
struct NotInstalled: Error, CustomStringConvertible {
  let what: String

  var description: String { "\(what) is missing; install it with: apt-get install cmark-gfm" }
}
