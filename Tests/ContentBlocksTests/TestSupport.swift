import ContentBlocks
import Foundation

/// A file of the folder `Fixtures`: an example of the source documents, copied to the letter.
func fixture(_ name: String) throws -> [UInt8] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name).json")))
}

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

extension ContentBlockDecoder {
  func decode(_ json: String) throws -> ContentBlock { try decode(json.utf8) }

  func decodeDocument(_ json: String) throws -> ContentDocument { try decodeDocument(json.utf8) }

  /// The faults in writing; warnings begin with `warning:`.
  func faultLines(in json: String) -> [String] {
    faults(in: json.utf8).map { $0.severity == .warning ? "warning: \($0)" : "\($0)" }
  }
}

extension ContentBlock {
  /// The text of each line, marked with its list style; an image is its address or token.
  var outline: [String] {
    blocks.map { block in
      switch block {
      case .gallery(let gallery):
        return "image \(gallery.image.src ?? gallery.image.fileToken ?? "-")"
      case .paragraph(let paragraph):
        let mark = paragraph.list.map { list in
          "\(list.type) \(list.indentLevel)\(list.number.map { " #\($0)" } ?? ""): "
        }
        return (mark ?? "") + paragraph.elements.map(\.outline).joined(separator: "|")
      }
    }
  }
}

extension ContentParagraphElement {
  var outline: String {
    switch self {
    case .textRun(let run): run.text
    case .docsLink(let link): "[\(link.title)](\(link.url))"
    case .mention(let mention): "@\(mention.userID)"
    }
  }
}

/// A colour that hides what is behind it.
func opaque(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> ContentColor {
  ContentColor(red: red, green: green, blue: blue, hundredths: 100)
}
