/// What stands around the content in the body of a request.
package struct RequestBodyFrame {
  let progressRate: ProgressRate?
  let layout: JSONLayout

  package init(progressRate: ProgressRate?, layout: JSONLayout) {
    self.progressRate = progressRate
    self.layout = layout
  }

  /// Writes what stands before the content.
  package func begin(in output: ByteBuffer) {
    var depth = 0
    output.append(layout.apply(to: "{\"content\":", depth: &depth))
  }

  /// Writes what stands behind the content.
  package func end(in output: ByteBuffer) {
    var fields: [String] = []
    if let percent = progressRate?.percent { fields.append("\"percent\":\(percent)") }
    if let status = progressRate?.status { fields.append("\"status\":\(status.rawValue)") }
    let rate = fields.isEmpty ? "" : ",\"progress_rate\":{\(fields.joined(separator: ","))}"
    var depth = 1
    output.append(layout.apply(to: "\(rate)}", depth: &depth))
  }
}
