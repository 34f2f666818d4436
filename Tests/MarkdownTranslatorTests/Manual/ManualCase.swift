import ContentBlocks
import ConversionOracles
import MarkdownTranslator
import Testing

/// A case of the mapping manual: a note and what becomes of it.
struct ManualCase: Sendable, CustomTestStringConvertible {
  enum Input: Sendable {
    /// Markdown to convert.
    case markdown(ConversionOptions)
    /// ContentBlock JSON to read.
    case json
  }

  /// What is compared.
  enum Form: Sendable {
    case lines(LineForm)
    case json(WireFormat, JSONLayout)
  }

  /// What the notation shows besides the blocks.
  struct LineForm: Sendable {
    var showsDiagnostics = false
    var showsMessages = false
    var showsFrontMatter = false
    /// Each section is converted alone.
    var showsSections = false
  }

  struct Expectation: Sendable {
    let form: Form
    /// The line of the manual on which the expected text starts.
    let line: Int
    let text: String
  }

  /// The heading over the case, such as `R7`; the whole heading when it is not a rule's.
  let topic: String
  /// The line of the manual on which the case starts.
  let line: Int
  let input: Input
  /// The input, stand-ins resolved.
  let source: [UInt8]
  var expectations: [Expectation] = []

  var testDescription: String { "\(topic), line \(line)" }

  /// What the program makes of the input, in the form that an expectation asks for.
  func actual(_ form: Form) -> String {
    switch (input, form) {
    case (.json, .lines): readJSON()
    case (.json, .json): "error: JSON is read to lines only"
    case (.markdown(let options), .lines(let form)): lines(options, form)
    case (.markdown(let options), .json(let wire, let layout)): json(options, wire, layout)
    }
  }

  private func readJSON() -> String {
    do {
      return LineNotation.render(try ContentBlockDecoder().decode(source)).joined(separator: "\n")
    } catch {
      return "error: \(error)"
    }
  }

  private func json(_ options: ConversionOptions, _ wire: WireFormat, _ layout: JSONLayout) -> String {
    do {
      let conversion = try MarkdownConverter(options: options).convertToJSON(
        source, wire: wire, layout: layout)
      return String(decoding: conversion.json, as: UTF8.self)
    } catch {
      return "error: \(error)"
    }
  }

  private func lines(_ options: ConversionOptions, _ form: LineForm) -> String {
    do {
      if form.showsSections { return try sections(options, form) }
      let conversion = try MarkdownConverter(options: options).convert(source)
      var result: [String] = []
      if form.showsFrontMatter { result.append(LineNotation.render(conversion.frontMatter)) }
      result += LineNotation.render(conversion.content)
      if form.showsDiagnostics {
        result += conversion.diagnostics.map {
          LineNotation.render($0, withMessage: form.showsMessages)
        }
      }
      return result.joined(separator: "\n")
    } catch {
      return "error: \(error)"
    }
  }

  private func sections(_ options: ConversionOptions, _ form: LineForm) throws -> String {
    let note = try Note(source)
    var result: [String] = []
    var diagnostics = note.diagnostics
    for section in note.sections {
      let conversion = try MarkdownConverter(options: options).convert(section)
      result.append("section: \(section.heading)")
      if form.showsFrontMatter { result.append(LineNotation.render(conversion.frontMatter)) }
      result += LineNotation.render(conversion.content)
      diagnostics += conversion.diagnostics
    }
    if form.showsDiagnostics {
      result += diagnostics.sorted { $0.position < $1.position }.map {
        LineNotation.render($0, withMessage: form.showsMessages)
      }
    }
    return (result + note.faults.map { "error: line \($0.line): \($0.problem)" }).joined(separator: "\n")
  }
}
