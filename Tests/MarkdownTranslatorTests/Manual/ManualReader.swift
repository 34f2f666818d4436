import ContentBlocks
import ConversionOracles
import MarkdownTranslator

/// Finds the cases of the mapping manual.
struct ManualReader {
  /// All cases, in the order of the manual.
  static func cases() throws -> [ManualCase] {
    try cases(in: PackageFolder.text(of: "Documentation/mapping.md"))
  }

  static func cases(in manual: String) throws -> [ManualCase] {
    var result: [ManualCase] = []
    // The case that may still get expectations.
    var pending: ManualCase?
    func finish() throws {
      guard let current = pending else { return }
      guard !current.expectations.isEmpty else {
        throw ManualFault(line: current.line, problem: "this input has no expected result directly after it")
      }
      result.append(current)
      pending = nil
    }
    for block in try FencedBlock.all(in: manual) {
      let line = block.line
      if let input = try input(of: block) {
        try finish()
        // A note of no lines is empty; any other ends in a line end.
        guard let source = StandIns.resolved(block.text.isEmpty ? "" : block.text + "\n") else {
          throw ManualFault(line: line, problem: "a stand-in is not understood")
        }
        pending = ManualCase(topic: topic(of: block.heading), line: line, input: input, source: source)
      } else if let form = try form(of: block) {
        guard block.followsBlock, pending != nil else {
          throw ManualFault(line: line, problem: "this expected result has no input directly before it")
        }
        pending?.expectations.append(.init(form: form, line: line + 1, text: block.text))
      } else {
        try finish()
      }
    }
    try finish()
    return result
  }

  /// A rule's number, such as `R7`, or the whole heading when it is not a rule's.
  private static func topic(of heading: String) -> String {
    guard let word = heading.split(separator: " ").first, word.first == "R", Int(word.dropFirst()) != nil
    else { return heading }
    return String(word)
  }

  // MARK: Info strings

  private static func input(of block: FencedBlock) throws -> ManualCase.Input? {
    switch block.words.first {
    case "markdown": .markdown(try options(in: block))
    case "json" where block.words.dropFirst().first == "input": .json
    default: nil
    }
  }

  private static func form(of block: FencedBlock) throws -> ManualCase.Form? {
    let words = block.words.dropFirst()
    switch block.words.first {
    case "lines":
      var form = ManualCase.LineForm()
      for word in words {
        switch word {
        case "diagnostics": form.showsDiagnostics = true
        case "messages": (form.showsDiagnostics, form.showsMessages) = (true, true)
        case "front-matter": form.showsFrontMatter = true
        case "sections": form.showsSections = true
        default: throw ManualFault(line: block.line, problem: "unknown word \(word)")
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
        default: throw ManualFault(line: block.line, problem: "unknown word \(word)")
        }
      }
      return .json(wire, layout)
    default:
      return nil
    }
  }

  private static func options(in block: FencedBlock) throws -> ConversionOptions {
    var options = ConversionOptions()
    var files: [String: ImageFile] = [:]
    for word in block.words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : ""
      let isUnderstood: Bool
      switch parts[0] {
      case "tables": isUnderstood = set(&options.tables, to: .init(rawValue: value))
      case "images": isUnderstood = set(&options.images, to: .init(rawValue: value))
      case "soft-breaks":
        options.softBreaks = ConversionOptions.SoftBreaks(rawValue: value)
        isUnderstood = options.softBreaks != nil
      case "no-docs-links":
        options.docsLinks = false
        isUnderstood = parts.count == 1
      case "link-base":
        options.linkBase = value
        isUnderstood = ConversionOptions.isLinkBase(value)
      case "max-bytes":
        isUnderstood = set(&options.limits, to: Int(value).map { ConversionLimits(inputBytes: $0) })
      case let name where name.hasPrefix("file:"):
        let file = value == "text" ? .unknownType : size(value).map { ImageFile.image($0) }
        files[String(name.dropFirst(5))] = file
        isUnderstood = file != nil
      case let name where name.hasPrefix("person:"):
        options.people[String(name.dropFirst(7))] = value
        isUnderstood = !value.isEmpty
      default: isUnderstood = false
      }
      guard isUnderstood else { throw ManualFault(line: block.line, problem: "unknown option \(word)") }
    }
    let known = files
    if !known.isEmpty { options.imageFile = { known[$0] ?? .missing } }
    return options
  }

  private static func set<Value>(_ target: inout Value, to value: Value?) -> Bool {
    guard let value else { return false }
    target = value
    return true
  }

  /// The size of a picture that is only imagined: `640x480`.
  private static func size(_ text: String) -> ImageSize? {
    let numbers = text.split(separator: "x").compactMap { UInt16($0) }
    guard numbers.count == 2 else { return nil }
    let sides = numbers.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    return ImageSize(Array("GIF89a".utf8) + sides)
  }
}
