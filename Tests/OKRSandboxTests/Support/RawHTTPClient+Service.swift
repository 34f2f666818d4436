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

  /// The fields at fault that the reply names, each as `field: description`.
  var violations: [String] {
    guard case .array(let values) = try? json["error"]?["field_violations"] else { return [] }
    return values.map { "\($0["field"]?.string ?? "-"): \($0["description"]?.string ?? "-")" }
  }

  /// What most faults are about.
  var summary: String {
    let fields = violations.isEmpty ? "" : " [\(violations.joined(separator: "; "))]"
    return "\(status) \(code.map(\.description) ?? "-") \(message ?? text)\(fields)"
  }
}
