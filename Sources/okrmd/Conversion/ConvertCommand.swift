import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd convert`: Markdown in, ContentBlock JSON out.
struct ConvertCommand: FilesCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert Markdown notes to ContentBlock JSON.",
    discussion: """
      One note goes to standard output or to the file named by -o, several go to a folder. \
      Nothing is sent anywhere.

      Examples:
        okrmd convert note.md | jq .
        okrmd convert --wire v2 note.md -o note.json
        okrmd convert notes/*.md --out-dir json
        git show HEAD:note.md | okrmd convert
      """)

  @Argument(help: ArgumentHelp("The notes; - or none is standard input.", valueName: "FILE"))
  var files: [String] = []

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp("Write to this file.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("Write NAME.json for each note into this folder.", valueName: "DIR"))
  var outDir: String?

  @Flag(help: "Write JSON on one line.")
  var compact = false

  @Flag(help: "Write JSON indented, also into a pipe.")
  var pretty = false

  @Flag(help: "Write the whole body of an update request, with the rate of the front matter.")
  var body = false

  @OptionGroup var conversion: ConversionOptionGroup

  func validate() throws {
    if compact, pretty { throw ValidationError("--compact and --pretty exclude each other") }
    if output != nil, outDir != nil { throw ValidationError("-o and --out-dir exclude each other") }
    try PathValue.check(output, of: "--output <FILE>", names: "file")
    try PathValue.check(outDir, of: "--out-dir <DIR>", names: "folder")
  }

  func run() throws {
    // Not in `validate`, which comes before an unknown flag is reported: its value would pass for a note.
    if files.count > 1, outDir == nil {
      throw ValidationError("several notes need --out-dir DIR, a folder for the JSON files")
    }
    let inputs = inputs
    let targets = try targets(for: inputs)
    let printer = DiagnosticPrinter(conversion)
    try Batch.run(inputs) { index throws(Failure) in
      try convert(inputs[index], to: targets[index], printer)
    }
  }

  /// Converts one note.
  private func convert(
    _ input: InputFile, to target: OutputFile?, _ printer: DiagnosticPrinter
  ) throws(Failure) -> ExitStatus {
    let note = try input.read(limit: conversion.maxBytes)
    let result: JSONConversion
    do {
      result = try conversion.converter(for: input, reportsNotes: printer.showsNotes).convertToJSON(
        note, wire: conversion.wire, layout: layout, asRequestBody: body)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
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
    for (input, target) in zip(inputs, targets) {
      if let target, target.isSameFile(as: input) {
        throw Failure(.cannotCreate, "\(target.path): is the note itself; name another file")
      }
    }
    return targets
  }

  private func checkAreDistinct(_ paths: [String], for inputs: [InputFile]) throws(Failure) {
    var nameOfPath: [String: String] = [:]
    for (path, input) in zip(paths, inputs) {
      guard let other = nameOfPath.updateValue(input.name, forKey: path) else { continue }
      throw Failure(
        .usage, "\(other) and \(input.name) would both be written to \(path); convert them one by one")
    }
  }

  private func createFolder(_ path: String) throws(Failure) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component + "/"
      if mkdir(partial, 0o777) != 0, errno != EEXIST {
        throw Failure(.cannotCreate, "\(path): cannot be created: \(SystemError(number: errno).words)")
      }
    }
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(.cannotCreate, "\(path): is not a folder; name another one for --out-dir")
    }
  }
}
