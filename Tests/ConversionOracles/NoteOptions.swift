import MarkdownTranslator

/// The options that a note is tried with: tables, images and soft breaks each with and without each other. The rest
/// goes along, since each set of options costs the fuzzer a conversion.
enum NoteOptions {
  static let all: [(name: String, options: ConversionOptions)] = [
    ("by default", ConversionOptions()),
    ("rows, links", options(tables: .rows, images: .link)),
    ("rows, lines", options(tables: .rows, softBreaks: .line, hasBase: true)),
    ("links, lines", options(images: .link, softBreaks: .line, hasBase: true)),
  ]

  private static func options(
    tables: ConversionOptions.Tables = .list, images: ConversionOptions.Images = .gallery,
    softBreaks: ConversionOptions.SoftBreaks? = nil, hasBase: Bool = false
  ) -> ConversionOptions {
    var options = ConversionOptions()
    options.tables = tables
    options.images = images
    options.softBreaks = softBreaks
    options.docsLinks = hasBase
    options.linkBase = hasBase ? "https://base.example/a/" : nil
    return options
  }
}
