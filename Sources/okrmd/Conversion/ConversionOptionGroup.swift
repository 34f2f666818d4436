import ArgumentParser
import ContentBlocks
import MarkdownTranslator

extension WireFormat: WordArgument {}
extension ConversionOptions.Tables: WordArgument {}
extension ConversionOptions.Images: WordArgument {}
extension ConversionOptions.SoftBreaks: WordArgument {}

/// The flags that say how notes are converted, the same for all commands that convert.
struct ConversionOptionGroup: ParsableArguments {
  @Option(
    help: """
      The JSON notation: v1 for the progress-record endpoints, v2 for lark-cli; push and preview take v1 only.
      """)
  var wire = WireFormat.v1

  @Option(help: "Show a table as a list of its rows or as rows.")
  var tables = ConversionOptions.Tables.list

  @Option(help: "Show an image in a gallery or as a link.")
  var images = ConversionOptions.Images.gallery

  @Option(
    help: """
      Keep each line of a paragraph as a line or join them; auto, the default, joins notes that are wrapped at a \
      fixed width.
      """)
  var softBreaks: ConversionOptions.SoftBreaks?

  @Flag(help: "Show links to Feishu documents as plain links.")
  var noDocsLinks = false

  @Option(help: ArgumentHelp("Resolve relative links against this URL.", valueName: "URL"))
  var linkBase: String?

  @Flag(help: "Treat warnings as errors: no output, exit code 1.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "The largest note in bytes; raises the limits of memory and time in proportion.", valueName: "N"))
  var maxBytes = ConversionLimits.defaultInputBytes

  @Option(help: "Print diagnostics as text, as one JSON object a line, or not at all.")
  var diagnostics = DiagnosticFormat.text

  @Flag(help: "Print notes too, not only warnings.")
  var verbose = false

  func validate() throws {
    guard (1...ConversionLimits.largestInput).contains(maxBytes) else {
      throw ValidationError("--max-bytes takes a number from 1 to \(ConversionLimits.largestInput)")
    }
    if let linkBase, !ConversionOptions.isLinkBase(linkBase) {
      throw ValidationError("--link-base takes an http or https URL, such as https://example.com/docs/")
    }
  }

  /// Whether notes are printed without being asked for by the command.
  var showsNotes: Bool { verbose || diagnostics == .json }

  /// The converter for a file: images are looked for beside it.
  func converter(for input: InputFile, reportsNotes: Bool) -> MarkdownConverter {
    var options = ConversionOptions()
    options.reportsNotes = reportsNotes
    options.tables = tables
    options.images = images
    options.softBreaks = softBreaks
    options.docsLinks = !noDocsLinks
    options.linkBase = linkBase
    options.limits = ConversionLimits(inputBytes: maxBytes)
    let images = LocalImages(folder: input.folder)
    options.imageFile = { images.lookUp($0) }
    return MarkdownConverter(options: options)
  }
}
