import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd render`: ContentBlock JSON in, Markdown out.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Turn ContentBlock JSON back into Markdown.",
    discussion: """
      Reads either notation, and a whole request or reply as well as the content alone. Converting the \
      Markdown gives the same content again. What a request or a reply says besides, such as the percentage, \
      becomes front matter.

      Examples:
        okrmd render record.json
        okrmd convert note.md | okrmd render
      """)

  @Argument(help: ArgumentHelp("The JSON; - or none is standard input.", valueName: "FILE.json"))
  var file = "-"

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp("Write to this file.", valueName: "FILE"))
  var output: String?

  @Option(help: ArgumentHelp("The largest input in bytes.", valueName: "N"))
  var maxBytes = 16 << 20

  func validate() throws {
    try PathValue.check(output, of: "--output <FILE>", names: "file")
    guard (1...ConversionLimits.largestInput).contains(maxBytes) else {
      throw ValidationError("--max-bytes takes a number from 1 to \(ConversionLimits.largestInput)")
    }
  }

  func run() throws {
    let input = InputFile(path: file)
    let json = try input.readJSON(limit: maxBytes)
    let (documents, faults) = ContentBlockDecoder(mode: .lenient).read(json)
    if let fault = faults.first(where: { $0.severity == .error }) {
      throw Failure(.data, "\(input.name): \(fault)")
    }
    guard let document = documents.first else { throw Failure(.data, "\(input.name): holds no ContentBlock") }
    for fault in faults { Standard.error.write("\(input.name): warning: \(fault)".withoutControls + "\n") }
    var frontMatter = FrontMatter()
    frontMatter.progressID = document.progressID.flatMap { OKRIdentifier($0) }
    frontMatter.progressRate = document.progressRate
    try OutputFile.write(MarkdownRenderer().render(document.content, frontMatter: frontMatter), to: output)
  }
}
