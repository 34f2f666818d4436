import ContentBlocks

/// Which record, and where.
struct RecordKey {
  let baseURL: String
  let id: OKRIdentifier

  /// The file of what is remembered of the record.
  var fileName: String { name(".json") }
  /// The file that is locked during a push to the record.
  var lockName: String { name(".lock") }

  private func name(_ suffix: String) -> String {
    UserFolder.fileName(in: "records", for: "\(baseURL) \(id)", suffix: suffix)
  }
}
