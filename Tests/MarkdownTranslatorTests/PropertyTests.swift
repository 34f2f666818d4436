import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// What holds for every note. A seed that fails is named by the test:
///
///     var random = RandomNote(seed: 17)
///     print(random.note())
@Suite struct PropertyTests {
  private static let options: [ConversionOptions] = {
    var other = ConversionOptions()
    other.tables = .rows
    other.images = .link
    other.softBreaks = .line
    other.docsLinks = false
    other.linkBase = "https://base.example/a/"
    return [ConversionOptions(), other]
  }()

  private func note(_ seed: Int) -> String {
    var random = RandomNote(seed: seed)
    return random.note()
  }

  @Test(arguments: 0..<1500)
  func invariantsHold(seed: Int) throws {
    let note = note(seed)
    for options in Self.options {
      let content = try MarkdownConverter(options: options).convert(note).content
      #expect(Invariants.faults(in: content) == [], "seed \(seed): \(note.debugDescription)")
    }
  }

  @Test(arguments: 2000..<2200)
  func jsonReadsBack(seed: Int) {
    let note = note(seed)
    for options in Self.options {
      let faults = JSONChecks.faults(in: Array(note.utf8), converter: MarkdownConverter(options: options))
      #expect(faults == [], "seed \(seed): \(note.debugDescription)")
    }
  }

  @Test(arguments: 3000..<3200)
  func theSameEachTime(seed: Int) throws {
    let note = note(seed)
    let first = try MarkdownConverter().convert(note)
    for _ in 0..<3 {
      #expect(try MarkdownConverter().convert(note) == first, "seed \(seed): \(note.debugDescription)")
    }
  }

  @Test(arguments: 4000..<5000)
  func diagnosticsPointIntoTheNote(seed: Int) throws {
    let note = note(seed)
    let diagnostics = try MarkdownConverter().convert(note).diagnostics
    #expect(PositionChecks.faults(in: diagnostics, of: note) == [], "seed \(seed): \(note.debugDescription)")
  }

  @Test(arguments: 5000..<5500)
  func noTextIsLost(seed: Int) throws {
    let note = note(seed)
    let content = try MarkdownConverter().convert(note).content
    #expect(TextChecks.faults(in: content, of: note) == [], "seed \(seed): \(note.debugDescription)")
  }

  /// Line ends of another kind make none, nor do a byte order mark and front matter of others.
  @Test(arguments: 6000..<6500)
  func variationsMakeNoDifference(seed: Int) throws {
    let note = note(seed)
    let conversion = try MarkdownConverter().convert(note)
    let faults = VariationChecks.faults(in: note, conversion: conversion)
    #expect(faults == [], "seed \(seed): \(note.debugDescription)")
  }

  /// The request body holds the content and the rate.
  @Test(arguments: 8000..<8100)
  func requestBodies(seed: Int) throws {
    let note = Array(("---\nokr: {percent: 1.5, status: risk}\n---\n" + note(seed)).utf8)
    let conversion = try MarkdownConverter().convert(note)
    let rate = ProgressRate(percent: ProgressPercent(hundredths: 150), status: .risk)
    let body = try MarkdownConverter().convertToJSON(note, layout: .pretty, asRequestBody: true).json
    #expect(body == conversion.content.requestBody(progressRate: rate, layout: .pretty))
    let document = try ContentBlockDecoder().decodeDocument(body)
    #expect(document.content == conversion.content && document.progressRate == rate)
  }

  /// Sentinels never reach the output: white space that the note does not use is not in it.
  @Test(arguments: 9000..<9500)
  func noSentinelIsLeft(seed: Int) throws {
    let note = note(seed).filter { !"\u{0C}\t".contains($0) }
    guard !note.contains("&#12;"), !note.contains("&#9;") else { return }
    let json = try MarkdownConverter().convertToJSON(Array(note.utf8)).json
    // An escaped backslash before a letter is not an escape of that letter.
    let text = String(decoding: json, as: UTF8.self).replacing("\\\\", with: "")
    #expect(!text.contains("\\f") && !text.contains("\\t"), "seed \(seed): \(note.debugDescription)")
  }

  /// The notes are as nasty as they are meant to be: all kinds of lines and diagnostics come up.
  @Test func notesCoverEverything() throws {
    var codes: Set<Diagnostic.Code> = []
    var kinds: Set<String> = []
    for seed in 0..<600 {
      let conversion = try MarkdownConverter().convert(note(seed))
      codes.formUnion(conversion.diagnostics.map(\.code))
      kinds.formUnion(
        LineNotation.render(conversion.content).map { String($0.prefix { $0 != ":" && $0 != " " }) })
    }
    let expected: Set<Diagnostic.Code> = [
      .headingFlattened, .quoteAsIndent, .codeBlockFlattened, .ruleAsText, .tableFlattened,
      .footnoteFlattened,
      .emphasisDropped, .titleDropped, .altDropped, .linkDropped, .imageNeedsUpload, .imageDropped,
      .htmlDropped,
      .footnoteDropped,
    ]
    #expect(expected.subtracting(codes).isEmpty)
    #expect(
      kinds.isSuperset(of: ["plain", "indent", "bullet", "number", "checkBox", "checkedBox", "gallery"]))
  }
}
