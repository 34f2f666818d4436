// Prints a note as ContentBlock JSON, and below it what the writer should know.
//
//     swift run note-to-json '**结论：**登录改版已全量。'
import MarkdownTranslator

let example = """
  # 第 47 周

  **结论：**登录改版已全量，
  转化率升到 58%。

  - [x] 灰度发布
  - [ ] [复盘](docs/review.md)
  """
let note = CommandLine.arguments.dropFirst().first ?? example

do throws(ConversionError) {
  let conversion = try MarkdownConverter().convert(note)
  print(String(decoding: conversion.content.json(wire: .v1), as: UTF8.self))
  for diagnostic in conversion.diagnostics {
    let (line, column) = (diagnostic.position.line, diagnostic.position.column)
    let message = diagnostic.message[.english]
    print("\(line):\(column): \(diagnostic.severity): \(message) [\(diagnostic.code.rawValue)]")
  }
} catch {
  print("error: \(error)")
}
