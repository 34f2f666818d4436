import ContentBlocks
import TestSupport

/// What the service says, for tests to which its words do not matter.
extension FaultServer.Reply {
  /// It took what was sent, but shows no record.
  static let accepted = json(#"{"code":0}"#)

  /// It took what was sent; the record has this id.
  static func record(_ id: String) -> Self {
    json(#"{"code":0,"data":{"progress_id":"\#(id)","content":{"blocks":[]}}}"#)
  }

  /// A token for two hours.
  static func token(_ token: String) -> Self {
    json(#"{"code":0,"tenant_access_token":"\#(token)","expire":7200}"#)
  }

  /// These were too many calls; the next one may come after so many seconds.
  static func rateLimit(retryAfter seconds: Int) -> Self {
    json("", status: 429, headers: [.init("Retry-After", "\(seconds)")])
  }
}

extension FaultServer.Reply {
  /// It took what was sent, and shows the record so.
  static func echo(_ request: FaultServer.Request, id: String = Sender.record) -> Self {
    let content = (try? JSONReader.read(request.body))?["content"]?.text ?? "null"
    return json(#"{"code":0,"data":{"progress_id":"\#(id)","content":\#(content)}}"#)
  }
}
