import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd convert`: Markdown in, ContentBlock JSON out.
struct ConvertCommand: FilesCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: LocalizedText(
      en: "Convert Markdown notes to ContentBlock JSON.", zh: "把 Markdown 文件转换为 ContentBlock JSON。"
    ).localized,
    discussion: LocalizedText(
      en: """
        One note goes to standard output or to the file named by -o, several go to a folder. \
        Nothing is sent anywhere.

        Examples:
          okrmd convert note.md | jq .
          okrmd convert --wire v2 note.md -o note.json
          okrmd convert --section 2 note.md
          okrmd convert notes/*.md --out-dir json
          git show HEAD:note.md | okrmd convert
        """,
      zh: """
        一个文件输出到标准输出或 -o 指定的文件，多个文件输出到文件夹。不发送任何内容。

        示例：
          okrmd convert note.md | jq .
          okrmd convert --wire v2 note.md -o note.json
          okrmd convert --section 2 note.md
          okrmd convert notes/*.md --out-dir json
          git show HEAD:note.md | okrmd convert
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "The notes; - or none is standard input.", zh: "Markdown 文件；- 或不写表示标准输入。", valueName: "FILE"),
    completion: .file())
  var files: [String] = []

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp(en: "Write to this file.", zh: "写入此文件。", valueName: "FILE"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      en: "Write NAME.json for each note into this folder.", zh: "把每个文件的结果写成此文件夹里的 NAME.json。",
      valueName: "DIR"), completion: .directory)
  var outDir: String?

  @Flag(help: ArgumentHelp(en: "Write JSON on one line.", zh: "JSON 写成一行。"))
  var compact = false

  @Flag(help: ArgumentHelp(en: "Write JSON indented, also into a pipe.", zh: "JSON 带缩进，输出到管道时也是。"))
  var pretty = false

  @Flag(
    help: ArgumentHelp(
      en: "Write the whole body of an update request, with the rate of the front matter.",
      zh: "输出整个更新请求体，包括文件头里的进度。"))
  var body = false

  @OptionGroup var conversion: ConversionOptionGroup

  func validate() throws {
    if compact, pretty {
      throw ValidationError(
        en: "--compact and --pretty cannot be combined", zh: "--compact 和 --pretty 不能同时使用")
    }
    if output != nil, outDir != nil {
      throw ValidationError(en: "-o and --out-dir cannot be combined", zh: "-o 和 --out-dir 不能同时使用")
    }
    try PathValue.check(output, of: "--output <FILE>", names: .file)
    try PathValue.check(outDir, of: "--out-dir <DIR>", names: .folder)
  }

  func run() throws {
    // Not in `validate`, which comes before an unknown flag is reported: its value would pass for a note.
    if files.count > 1, outDir == nil {
      throw ValidationError(
        en: "several notes need --out-dir DIR, a folder for the JSON files",
        zh: "转换多个文件时需要 --out-dir DIR 指定存放 JSON 的文件夹")
    }
    let inputs = inputs
    let targets = try targets(for: inputs)
    let printer = DiagnosticPrinter(conversion)
    try Batch.run(inputs, printer) { index throws(Failure) in
      try convert(inputs[index], to: targets[index], printer)
    }
  }

  /// Converts one note.
  private func convert(
    _ input: InputFile, to target: OutputFile?, _ printer: DiagnosticPrinter
  ) throws(Failure) -> ExitStatus {
    // The output of one note could be another one.
    if let target, target.exists, inputs.contains(where: { target.isSameFile(as: $0) }) {
      throw Failure(
        .cannotCreate, en: "\(target.path): is the note itself; name another file",
        zh: "\(target.path)：就是输入文件；请换一个文件名")
    }
    let note = try input.readNote(limit: conversion.maxBytes)
    let converter = try conversion.converter(for: input, reportsNotes: printer.showsNotes)
    let section = try conversion.section(in: note, of: input)
    let faults =
      section.map { section in section.note.faults.filter { section.value.lines.contains($0.line) } } ?? []
    if !faults.isEmpty {
      printer.print([], faults: faults, of: input, source: note)
      return .data
    }
    let result: JSONConversion
    do throws(ConversionError) {
      if let section {
        result = try converter.convertToJSON(
          section.value, wire: conversion.wire, layout: layout, asRequestBody: body)
      } else {
        result = try converter.convertToJSON(note, wire: conversion.wire, layout: layout, asRequestBody: body)
      }
    } catch {
      throw input.failure(error)
    }
    printer.print(result.diagnostics, of: input, source: note)
    if conversion.strict, result.diagnostics.contains(where: { $0.severity == .warning }) { return .faults }
    try write(result, to: target)
    return .done
  }

  private var layout: JSONLayout {
    if compact { return .compact }
    if pretty { return .pretty }
    return writesFiles || Standard.output.isTerminal ? .pretty : .compact
  }

  private var writesFiles: Bool { outDir != nil || (output != nil && output != "-") }

  private func write(_ result: JSONConversion, to target: OutputFile?) throws(Failure) {
    let lineEnd = [UInt8(ascii: "\n")]
    let outcome = result.withJSON { json in
      lineEnd.withUnsafeBufferPointer { lineEnd in
        Result { () throws(Failure) in
          if let target { return try target.write([json, lineEnd]) }
          try OutputFile.writeToStandardOutput([json, lineEnd])
        }
      }
    }
    try outcome.get()
  }

  /// The file for each note; nil for standard output.
  private func targets(for inputs: [InputFile]) throws(Failure) -> [OutputFile?] {
    var targets: [OutputFile?] = [nil]
    if let outDir {
      let paths = inputs.map { "\(outDir)/\($0.baseName).json" }
      try checkAreDistinct(paths, for: inputs)
      try createFolder(outDir)
      targets = paths.map { OutputFile(path: $0, waitsForDisk: false) }
    } else if let output, output != "-" {
      targets = [OutputFile(path: output, waitsForDisk: false)]
    }
    return targets
  }

  private func checkAreDistinct(_ paths: [String], for inputs: [InputFile]) throws(Failure) {
    var nameOfPath: [String: String] = [:]
    for (path, input) in zip(paths, inputs) {
      guard let other = nameOfPath.updateValue(input.name, forKey: path) else { continue }
      throw Failure(
        .usage, en: "\(other) and \(input.name) would both be written to \(path); convert them one by one",
        zh: "\(other) 和 \(input.name) 都会写入 \(path)；请分别转换")
    }
  }

  private func createFolder(_ path: String) throws(Failure) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component + "/"
      if mkdir(partial.systemPath, 0o777) != 0, errno != EEXIST {
        let words = SystemError(number: errno).text
        throw Failure(
          .cannotCreate, en: "\(path): cannot be created: \(words[.english])",
          zh: "\(path)：无法创建：\(words[.chinese])")
      }
    }
    guard stat(path: path)?.isFolder == true else {
      throw Failure(
        .cannotCreate, en: "\(path): is not a folder; name another one for --out-dir",
        zh: "\(path)：不是文件夹；请为 --out-dir 换一个")
    }
  }
}
