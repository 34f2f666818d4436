import ContentBlocks

/// A record as the service shows it, and as the store keeps it.
extension ProgressRecord {
  /// The `data` of a reply: keys in alphabetic order, as in the update endpoint's document.
  var json: JSONValue { .object(fields) }

  /// The record for the store: what a reply says, and the source.
  var storedJSON: JSONValue {
    guard let source else { return json }
    let value: JSONValue = .object([
      "target_id": .string(source.targetID), "target_type": .number(Int64(source.targetType.rawValue)),
      "title": .string(source.title), "url": .string(source.url),
    ])
    return .object(fields + [JSONMember(key: "source", value: value)])
  }

  private var fields: [JSONMember] {
    var fields = [
      JSONMember(key: "content", value: content.replyJSON),
      JSONMember(key: "modify_time", value: .string(modifyTime.description)),
      JSONMember(key: "progress_id", value: .string(id)),
    ]
    if let rate {
      var values: [JSONMember] = []
      if let percent = rate.percent {
        values.append(
          JSONMember(key: "percent", value: .number(JSONNumber(literal: percent.description))))
      }
      if let status = rate.status {
        values.append(JSONMember(key: "status", value: .number(Int64(status.rawValue))))
      }
      fields.append(JSONMember(key: "progress_rate", value: .object(values)))
    }
    return fields
  }

  /// Reads a record of the store.
  init(storedJSON value: JSONValue) throws(ContentBlockFault) {
    guard case .object(let members) = value else {
      throw ContentBlockFault(path: "$", "is not an object")
    }
    let source = value["source"]
    let record = JSONValue.object(members.filter { $0.key != "source" })
    let document = try ContentBlockDecoder(wire: .v1).decodeDocument(record.text.utf8)
    guard let id = document.progressID, Self.isID(id) else {
      throw ContentBlockFault(path: "$.progress_id", "is not a progress id")
    }
    guard let time = document.modifyTime.flatMap({ Int64($0) }), (0..<Int64.max).contains(time) else {
      throw ContentBlockFault(path: "$.modify_time", "is not a time in milliseconds")
    }
    self.init(
      id: id, content: document.content, rate: document.progressRate, modifyTime: time,
      source: try source.map { source throws(ContentBlockFault) in try Source(storedJSON: source) })
  }
}

extension ProgressRecord.Source {
  fileprivate init(storedJSON value: JSONValue) throws(ContentBlockFault) {
    guard let title = value["title"]?.string, let url = value["url"]?.string,
      let targetID = value["target_id"]?.string,
      let type = value["target_type"]?.wholeNumber,
      let targetType = ProgressRecord.TargetType(rawValue: Int(clamping: type))
    else { throw ContentBlockFault(path: "$.source", "is not the source of a record") }
    self.init(title: title, url: url, targetID: targetID, targetType: targetType)
  }
}
