import ContentBlocks
import MarkdownTranslator

/// Everything that holds for reading ContentBlock JSON, whatever its bytes are.
package enum ContentOracle {
  /// What does not hold; empty when all does.
  package static func faults(in json: [UInt8]) -> [String] {
    var faults: [String] = []
    for wire in [nil, .v1, .v2] as [WireFormat?] {
      let strict = ContentBlockDecoder(wire: wire)
      let lenient = ContentBlockDecoder(wire: wire, mode: .lenient)
      let name = wire.map { "\($0)" } ?? "detected"
      faults += consistencyFaults(of: strict, reading: json).map { "\(name), strict: \($0)" }
      faults += consistencyFaults(of: lenient, reading: json).map { "\(name), lenient: \($0)" }
      if let document = try? strict.decodeDocument(json), (try? lenient.decodeDocument(json)) != document {
        faults.append("\(name): read strictly, and another when read leniently")
      }
    }
    return faults
  }

  /// A document can be decoded if and only if none of its faults is an error.
  private static func consistencyFaults(of decoder: ContentBlockDecoder, reading json: [UInt8]) -> [String] {
    let errors = decoder.faults(in: json).filter { $0.severity == .error }
    do {
      let document = try decoder.decodeDocument(json)
      return (errors.isEmpty ? [] : ["decoded in spite of \(errors)"]) + faults(in: document)
    } catch {
      return errors.first == error ? [] : ["fails with \(error), reports \(errors)"]
    }
  }

  /// What holds for a document that was read.
  private static func faults(in document: ContentDocument) -> [String] {
    let content = document.content
    return WireFormat.allCases.flatMap { wire in
      [JSONLayout.compact, .pretty].flatMap { layout in
        roundTripFaults(of: content, wire: wire, layout: layout).map { "\(wire), \(layout): \($0)" }
      }
    } + requestFaults(of: document) + noteFaults(of: document)
      + (RenderingLaw.fault(of: content).map { [$0] } ?? [])
  }

  private static func roundTripFaults(
    of content: ContentBlock, wire: WireFormat, layout: JSONLayout
  ) -> [String] {
    let json = content.json(wire: wire, layout: layout)
    let decoder = ContentBlockDecoder(wire: wire)
    do {
      let faults = decoder.faults(in: json)
      if !faults.isEmpty { return ["written with faults: \(faults)"] }
      return try decoder.decode(json) == content ? [] : ["reads back as something else"]
    } catch {
      return ["cannot be read back: \(error)"]
    }
  }

  private static func requestFaults(of document: ContentDocument) -> [String] {
    let body = document.content.requestBody(progressRate: document.progressRate)
    do {
      let back = try ContentBlockDecoder(wire: .v1).decodeDocument(body)
      let isSame = back.content == document.content && back.progressRate == document.progressRate
      return isSame ? [] : ["the request body reads back as something else"]
    } catch {
      return ["the request body cannot be read back: \(error)"]
    }
  }

  /// Front matter above a note says what was reported.
  private static func noteFaults(of document: ContentDocument) -> [String] {
    var frontMatter = FrontMatter()
    frontMatter.progressID = document.progressID.flatMap { OKRIdentifier($0) }
    frontMatter.progressRate = document.progressRate
    let note = MarkdownRenderer().render(document.content, frontMatter: frontMatter)
    // A status alone is left out.
    if frontMatter.progressRate?.percent == nil { frontMatter.progressRate = nil }
    do {
      let conversion = try MarkdownConverter().convert(note)
      let read = conversion.frontMatter ?? FrontMatter()
      if read != frontMatter { return ["the front matter reads back as something else"] }
      let isSame = conversion.content == document.content.markdownNormalForm
      return isSame ? [] : ["another content below front matter"]
    } catch {
      return ["the note with front matter fails: \(error)"]
    }
  }
}
