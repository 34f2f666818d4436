/// The v1 JSON of plain lines, as it goes into a pipe.
func plain(_ lines: String...) -> String {
  #"{"blocks":[\#(lines.map(plainBlock).joined(separator: ","))]}"# + "\n"
}

private func plainBlock(_ text: String) -> String {
  block(#"{"type":"textRun","textRun":{"text":"\#(text)"}}"#)
}

/// A v1 paragraph of these elements.
func block(_ elements: String, list: String? = nil) -> String {
  let style = list.map { #""style":{"list":{\#($0)}},"# } ?? ""
  return #"{"type":"paragraph","paragraph":{\#(style)"elements":[\#(elements)]}}"#
}

/// A v1 document of these blocks, as it goes into a pipe.
func document(_ blocks: String...) -> String { #"{"blocks":[\#(blocks.joined(separator: ","))]}"# + "\n" }
