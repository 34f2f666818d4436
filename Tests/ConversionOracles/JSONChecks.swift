import ContentBlocks
import MarkdownTranslator

/// The ways to JSON and back agree with each other.
package enum JSONChecks {
  /// What does not agree for a note; empty when all does.
  package static func faults(
    in note: [UInt8], converter: MarkdownConverter = MarkdownConverter(),
    wires: [WireFormat] = WireFormat.allCases
  ) -> [String] {
    do {
      let conversion = try converter.convert(note)
      return try wires.flatMap { wire in
        try faults(in: note, converter: converter, conversion: conversion, wire: wire)
      }
    } catch {
      return ["\(error)"]
    }
  }

  private static func faults(
    in note: [UInt8], converter: MarkdownConverter, conversion: Conversion, wire: WireFormat
  ) throws -> [String] {
    var faults: [String] = []
    let content = conversion.content
    let json = content.json(wire: wire)
    let decoder = ContentBlockDecoder(wire: wire)
    if try decoder.decode(json) != content { faults.append("\(wire): reads back as something else") }
    faults += decoder.faults(in: json).map { "\(wire): \($0)" }
    for layout in [JSONLayout.compact, .pretty] {
      let streamed = try converter.convertToJSON(note, wire: wire, layout: layout)
      if streamed.json != content.json(wire: wire, layout: layout) {
        faults.append("\(wire): the streamed JSON (\(layout)) is another")
      }
      if streamed.diagnostics != conversion.diagnostics { faults.append("\(wire): other diagnostics") }
      if streamed.isEmpty != content.blocks.isEmpty { faults.append("\(wire): isEmpty is wrong") }
    }
    // From one notation to the other and back.
    let other: WireFormat = wire == .v1 ? .v2 : .v1
    let there = try decoder.decode(json).json(wire: other)
    if try ContentBlockDecoder(wire: other).decode(there).json(wire: wire) != json {
      faults.append("\(wire): lost on the way over \(other)")
    }
    return faults
  }
}
