import ContentBlocks
import MarkdownTranslator

/// Everything that holds for the conversion of a note, whatever its bytes are.
package enum NoteOracle {
  /// What does not hold; empty when all does.
  package static func faults(in bytes: [UInt8]) -> [String] {
    if let note = String(validating: bytes, as: UTF8.self) { return faults(in: note) }
    // What is not UTF-8 is refused. Its repaired text is a note like any other.
    guard case .failure(.notUTF8(let offset)) = convert(bytes) else { return ["not UTF-8, and not refused"] }
    let isRightOffset =
      String(validating: bytes[..<offset], as: UTF8.self) != nil
      && (offset + 1...offset + 4).contains { end in
        end <= bytes.count && String(validating: bytes[..<end], as: UTF8.self) == nil
      }
    return (isRightOffset ? [] : ["not UTF-8, but not at byte \(offset)"])
      + faults(in: String(decoding: bytes, as: UTF8.self))
  }

  private static func faults(in note: String) -> [String] {
    switch convert(Array(note.utf8)) {
    case .failure(.notUTF8): return ["UTF-8, and refused as not UTF-8"]
    // A limit is a proper end, and so is front matter that says nonsense.
    case .failure: return []
    case .success(let conversion):
      var faults = NoteOptions.all.flatMap { name, options in
        Self.faults(in: note, options: options).map { "\(name): \($0)" }
      }
      // One notation for each note: JSON takes most of the time.
      let wire = note.utf8.count.isMultiple(of: 2) ? WireFormat.v1 : .v2
      faults += JSONChecks.faults(in: Array(note.utf8), wires: [wire])
      faults += PositionChecks.faults(in: conversion.diagnostics, of: note).map { "a diagnostic at \($0)" }
      faults += RenderingLaw.fault(ofNote: Array(note.utf8)).map { [$0] } ?? []
      faults += VariationChecks.faults(in: note, conversion: conversion)
      return faults
    }
  }

  private static func faults(in note: String, options: ConversionOptions) -> [String] {
    guard let content = try? MarkdownConverter(options: options).convert(note).content else {
      return ["fails with these options alone"]
    }
    return Invariants.faults(in: content).filter { !isKnown($0, in: content) }
      + TextChecks.faults(in: content, of: note)
  }

  /// A footnote that starts with a code block keeps the white space of the code.
  private static func isKnown(_ fault: String, in content: ContentBlock) -> Bool {
    guard fault.hasSuffix("white space at an edge") else { return false }
    return content.blocks.contains { block in
      guard case .paragraph(let line) = block, case .textRun(let run)? = line.elements.first,
        run.text.hasPrefix("[")
      else { return false }
      return run.text.dropFirst().prefix { $0 != "]" }.allSatisfy(\.isNumber)
    }
  }

  private static func convert(_ note: [UInt8]) -> Result<Conversion, ConversionError> {
    Result { () throws(ConversionError) in try MarkdownConverter().convert(note) }
  }
}
