import OKRClient

extension Failure {
  /// The failure of a call for a note or a record.
  init(_ error: ServiceError, of name: String) {
    let status: ExitStatus =
      switch error.kind {
      case .refused: .unavailable
      case .temporary: .tryAgain
      case .forbidden, .unauthorized: .notPermitted
      case .configuration: .configuration
      }
    self.init(status, "\(name): \(error)")
  }
}
