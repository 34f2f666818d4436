import ContentBlocks

/// A v1 document with one paragraph of these members.
func paragraph(_ members: String) -> String {
  #"{"blocks":[{"type":"paragraph","paragraph":{\#(members)}}]}"#
}

/// A v1 document with one line of these elements.
func line(_ elements: String) -> String {
  paragraph(#""elements":[\#(elements)]"#)
}

/// A v1 document with one run of this style, which says `a`.
func styled(_ style: String) -> String {
  line(#"{"type":"textRun","textRun":{"text":"a","style":{\#(style)}}}"#)
}

/// A v1 document with one empty line of this list style.
func listed(_ list: String) -> String {
  paragraph(#""style":{"list":{\#(list)}},"elements":[]"#)
}

/// A v1 document with one gallery of these images.
func gallery(_ images: String) -> String {
  #"{"blocks":[{"type":"gallery","gallery":{"imageList":[\#(images)]}}]}"#
}

/// Reading from a text.
extension ContentBlockDecoder {
  func decode(_ json: String) throws -> ContentBlock { try decode(json.utf8) }

  func decodeDocument(_ json: String) throws -> ContentDocument { try decodeDocument(json.utf8) }

  /// The faults in writing; warnings begin with `warning:`.
  func faultLines(in json: String) -> [String] {
    faults(in: json.utf8).map { $0.severity == .warning ? "warning: \($0)" : "\($0)" }
  }
}
