/// The two JSON notations of a ContentBlock. They differ in the names of keys and in the kind of a mention only.
///
/// In both the first indent level is 1. Some documents of v2 count from 0, as the examples of the format document
/// do: a document in which any line has level 0 is read so throughout.
public enum WireFormat: String, CaseIterable, Sendable {
  /// The progress-record endpoints: camelCase keys.
  case v1
  /// The OKR v2 API and lark-cli: snake_case keys.
  case v2

  /// The other format.
  var other: WireFormat {
    switch self {
    case .v1: .v2
    case .v2: .v1
    }
  }

  /// The key of a field.
  func name(of key: WireKey) -> String {
    switch self {
    case .v1: key.names.v1
    case .v2: key.names.v2
    }
  }

  /// The kind of a mention: the one kind of an element that the formats name differently.
  var mentionKind: String {
    switch self {
    case .v1: "person"
    case .v2: "mention"
    }
  }
}

extension WireFormat {
  /// The format that most keys of a document belong to. Keys that both formats have do not count; of
  /// two formats with equally many the one seen first is taken, and v1 when there is no such key.
  static func detected(in value: JSONValue) -> WireFormat {
    var counts: [WireFormat: Int] = [:]
    var first: WireFormat?
    var rest = [value]
    while let value = rest.popLast() {
      switch value {
      case .object(let members):
        for member in members {
          guard let wire = only(having: member.key) else { continue }
          counts[wire, default: 0] += 1
          first = first ?? wire
        }
        rest += members.reversed().map(\.value)
      case .array(let elements):
        rest += elements.reversed()
      default:
        break
      }
    }
    let v1 = counts[.v1, default: 0]
    let v2 = counts[.v2, default: 0]
    return v1 == v2 ? first ?? .v1 : v1 > v2 ? .v1 : .v2
  }

  /// The one format that has a key of this name; nil when none or both do.
  private static func only(having name: String) -> WireFormat? {
    let isV1 = WireFormat.v1.names.contains(name)
    let isV2 = WireFormat.v2.names.contains(name)
    return isV1 == isV2 ? nil : isV1 ? .v1 : .v2
  }

  private var names: Set<String> {
    switch self {
    case .v1: Self.namesOfV1
    case .v2: Self.namesOfV2
    }
  }

  private static let namesOfV1 = Set(WireKey.allCases.map(\.names.v1))
  private static let namesOfV2 = Set(WireKey.allCases.map(\.names.v2))
}

/// Every key of the format, by what it means. This is the one table of names.
enum WireKey: CaseIterable, Sendable {
  case blocks, blockKind, paragraph, gallery
  case style, list, listType, indentLevel, number, elements
  case elementKind, textRun, text, bold, strikeThrough, backColor, textColor, link, url
  case red, green, blue, alpha
  case docsLink, title, mention, userID, otherUserID
  case images, fileToken, src, width, height

  /// The names in each wire format.
  var names: (v1: String, v2: String) {
    switch self {
    case .blocks: ("blocks", "blocks")
    case .blockKind: ("type", "block_element_type")
    case .paragraph: ("paragraph", "paragraph")
    case .gallery: ("gallery", "gallery")
    case .style: ("style", "style")
    case .list: ("list", "list")
    case .listType: ("type", "list_type")
    case .indentLevel: ("indentLevel", "indent_level")
    case .number: ("number", "number")
    case .elements: ("elements", "elements")
    case .elementKind: ("type", "paragraph_element_type")
    case .textRun: ("textRun", "text_run")
    case .text: ("text", "text")
    case .bold: ("bold", "bold")
    case .strikeThrough: ("strikeThrough", "strike_through")
    case .backColor: ("backColor", "back_color")
    case .textColor: ("textColor", "text_color")
    case .link: ("link", "link")
    case .url: ("url", "url")
    case .red: ("red", "red")
    case .green: ("green", "green")
    case .blue: ("blue", "blue")
    case .alpha: ("alpha", "alpha")
    case .docsLink: ("docsLink", "docs_link")
    case .title: ("title", "title")
    case .mention: ("person", "mention")
    case .userID: ("openId", "user_id")
    // A reply of v1 may add the id of another kind. It has one name, so that it does not count in detection.
    case .otherUserID: ("userId", "userId")
    case .images: ("imageList", "images")
    case .fileToken: ("fileToken", "file_token")
    case .src: ("src", "src")
    case .width: ("width", "width")
    case .height: ("height", "height")
    }
  }
}
