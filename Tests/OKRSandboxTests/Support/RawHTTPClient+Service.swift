import ContentBlocks
import TestSupport

extension RawHTTPClient.Reply {
  /// The body as JSON, keys in the order in which they came.
  var json: JSONValue {
    get throws { try JSONReader.read(body) }
  }

  var code: Int64? { try? json["code"]?.wholeNumber }
  var message: String? { try? json["msg"]?.string }
  var data: JSONValue? { try? json["data"] }

  /// What most faults are about.
  var summary: String { "\(status) \(code.map(\.description) ?? "-") \(message ?? text)" }
}
