import ContentBlocks

extension FrontMatter {
  /// The lines of the front matter, with the lines `---` around them; empty when nothing is reported.
  var markdown: String {
    func identifier(_ id: OKRIdentifier?) -> String? { id.map { "\"\($0)\"" } }
    let percent = progressRate?.percent
    let objective = identifier(objective)
    let fields: [(key: String, value: String?)] = [
      ("progress_id", identifier(progressID)),
      ("percent", percent?.description),
      ("status", percent == nil ? nil : progressRate?.status.map { "\($0)" }),
      ("objective", objective),
      ("key_result", objective == nil ? identifier(keyResult) : nil),
    ]
    let lines = fields.compactMap { field in field.value.map { "  \(field.key): \($0)\n" } }
    return lines.isEmpty ? "" : "---\nokr:\n\(lines.joined())---\n"
  }
}
