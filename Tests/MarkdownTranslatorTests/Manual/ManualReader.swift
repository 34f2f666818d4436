import ContentBlocks
import ConversionOracles
import Foundation
import MarkdownTranslator

/// Finds the cases of the mapping manual.
struct ManualReader {
  /// Something in the manual that is no proper case. Nothing is passed over in silence.
  struct Fault: Error, CustomStringConvertible {
    let line: Int
    let problem: String

    var description: String { "Documentation/mapping.md:\(line): \(problem)" }
  }

  /// A fenced block of the manual.
  private struct Fence {
    let line: Int
    let words: [String]
    let text: String
    /// Whether only empty lines stand between the fenced block before and this one.
    let followsFence: Bool
    let topic: String
  }

  /// All cases, in the order of the manual.
  static func cases() throws -> [ManualCase] {
    let file = URL(filePath: #filePath).appending(path: "../../../../Documentation/mapping.md").standardized
    return try cases(in: String(contentsOf: file, encoding: .utf8))
  }

  static func cases(in manual: String) throws -> [ManualCase] {
    var result: [ManualCase] = []
    // The case that may still get expectations.
    var pending: ManualCase?
    func finish(before line: Int) throws {
      guard let current = pending else { return }
      guard !current.expectations.isEmpty else {
        throw Fault(line: current.line, problem: "this input has no expected result directly behind it")
      }
      result.append(current)
      pending = nil
    }
    for fence in try fences(in: manual) {
      let line = fence.line
      if let input = try input(of: fence) {
        try finish(before: line)
        // A note of no lines is empty; any other ends in a line end.
        guard let source = StandIns.resolved(fence.text.isEmpty ? "" : fence.text + "\n") else {
          throw Fault(line: line, problem: "a stand-in is not understood")
        }
        pending = ManualCase(topic: fence.topic, line: line, input: input, source: source)
      } else if let form = try form(of: fence) {
        guard fence.followsFence, pending != nil else {
          throw Fault(line: line, problem: "this expected result has no input directly before it")
        }
        pending?.expectations.append(.init(form: form, line: line + 1, text: fence.text))
      } else {
        try finish(before: line)
      }
    }
    try finish(before: .max)
    return result
  }

  // MARK: Fenced blocks

  private static func fences(in manual: String) throws -> [Fence] {
    var result: [Fence] = []
    var topic = ""
    var followsFence = false
    var open: (line: Int, ticks: Int, words: [String], text: [Substring])?
    for (index, line) in manual.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let ticks = line.prefix { $0 == "`" }.count
      let rest = line.dropFirst(ticks)
      if let current = open {
        if ticks >= current.ticks, rest.isEmpty {
          result.append(
            Fence(
              line: current.line, words: current.words, text: current.text.joined(separator: "\n"),
              followsFence: followsFence, topic: topic))
          open = nil
          followsFence = true
        } else {
          open?.text.append(line)
        }
      } else if ticks >= 3 {
        open = (index + 1, ticks, rest.split(separator: " ").map(String.init), [])
      } else {
        if let heading = heading(line) { topic = heading }
        if !line.isEmpty { followsFence = false }
      }
    }
    if let open { throw Fault(line: open.line, problem: "this fenced block is not closed") }
    return result
  }

  /// The topic that a heading of the third level or above opens: a rule's number, or the heading itself.
  private static func heading(_ line: Substring) -> String? {
    guard line.hasPrefix("#"), !line.hasPrefix("####") else { return nil }
    let title = line.drop { $0 == "#" }.drop { $0 == " " }
    guard let word = title.split(separator: " ").first, word.first == "R", Int(word.dropFirst()) != nil else {
      return String(title)
    }
    return String(word)
  }

  // MARK: Info strings

  private static func input(of fence: Fence) throws -> ManualCase.Input? {
    switch fence.words.first {
    case "markdown": .markdown(try options(in: fence))
    case "json" where fence.words.dropFirst().first == "input": .json
    default: nil
    }
  }

  private static func form(of fence: Fence) throws -> ManualCase.Form? {
    let words = fence.words.dropFirst()
    switch fence.words.first {
    case "lines":
      var form = ManualCase.LineForm()
      for word in words {
        switch word {
        case "diagnostics": form.showsDiagnostics = true
        case "messages": (form.showsDiagnostics, form.showsMessages) = (true, true)
        case "front-matter": form.showsFrontMatter = true
        default: throw Fault(line: fence.line, problem: "unknown word \(word)")
        }
      }
      return .lines(form)
    case "json":
      var wire = WireFormat.v1
      var layout = JSONLayout.compact
      for word in words {
        switch word {
        case "v2": wire = .v2
        case "pretty": layout = .pretty
        default: throw Fault(line: fence.line, problem: "unknown word \(word)")
        }
      }
      return .json(wire, layout)
    default:
      return nil
    }
  }

  private static func options(in fence: Fence) throws -> ConversionOptions {
    var options = ConversionOptions()
    var sizes: [String: ImageSize] = [:]
    for word in fence.words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : ""
      let isUnderstood: Bool
      switch parts[0] {
      case "tables": isUnderstood = set(&options.tables, to: .init(rawValue: value))
      case "images": isUnderstood = set(&options.images, to: .init(rawValue: value))
      case "soft-breaks": isUnderstood = set(&options.softBreaks, to: .init(rawValue: value))
      case "no-docs-links":
        options.docsLinks = false
        isUnderstood = parts.count == 1
      case "link-base":
        options.linkBase = value
        isUnderstood = ConversionOptions.isLinkBase(value)
      case "max-bytes":
        isUnderstood = set(&options.limits, to: Int(value).map { ConversionLimits(inputBytes: $0) })
      case let name where name.hasPrefix("file:"):
        isUnderstood = set(&sizes[String(name.dropFirst(5))], to: size(value))
      default: isUnderstood = false
      }
      guard isUnderstood else { throw Fault(line: fence.line, problem: "unknown option \(word)") }
    }
    let known = sizes
    options.imageSize = { known[$0] }
    return options
  }

  private static func set<Value>(_ target: inout Value, to value: Value?) -> Bool {
    guard let value else { return false }
    target = value
    return true
  }

  /// The size of a picture that is only imagined: `640x480`.
  private static func size(_ text: String) -> ImageSize?? {
    let numbers = text.split(separator: "x").compactMap { UInt16($0) }
    guard numbers.count == 2 else { return nil }
    let sides = numbers.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    return ImageSize(Array("GIF89a".utf8) + sides)
  }
}
