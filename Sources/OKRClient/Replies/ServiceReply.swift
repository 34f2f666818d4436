import ContentBlocks

/// The envelope of every reply: a code, a message, and the data of a success.
struct ServiceReply {
  /// 0 for a success.
  let code: Int64
  let message: String
  let data: JSONValue?
  /// The whole object; the token call has no `data`.
  let root: JSONValue

  /// The reply with an empty content in place of none: so the service may show a record without a line.
  var withContent: JSONValue {
    guard case .object(let members) = data, data?["content"] ?? .null == .null else { return root }
    let content = JSONMember(key: "content", value: .object(["blocks": .array([])]))
    let record = JSONValue.object(members.filter { $0.key != "content" } + [content])
    return .object(["code": .number(code), "data": record])
  }

  /// - Returns: nil when the bytes are not such an envelope.
  init?(_ body: [UInt8]) {
    guard let root = try? JSONReader.read(body), let code = root["code"]?.wholeNumber else { return nil }
    self.code = code
    self.root = root
    message = root["msg"]?.string ?? root["message"]?.string ?? ""
    data = root["data"]
  }
}
