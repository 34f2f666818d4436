extension Sandbox {
  /// Why a sandbox cannot do what it was told by its owner. What it answers to clients is another matter.
  public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The port cannot be listened on.
    case portUnavailable(port: UInt16, reason: String)
    /// The store is not what a sandbox wrote; it is left as it is.
    case storeDamaged(path: String, problem: String)
    /// The store cannot be read.
    case storeUnreadable(path: String, reason: String)
    /// The store cannot be written; the records are as they were before.
    case storeUnwritable(path: String, reason: String)
    /// No record has this id.
    case unknownRecord(id: String)
    /// An id that no record can have.
    case invalidRecordID(String)
    /// The server ended without being told to.
    case ended(reason: String)

    public var description: String {
      switch self {
      case .portUnavailable(let port, let reason):
        "cannot listen on 127.0.0.1:\(port): \(reason); choose another port, or 0 for any free one"
      case .storeDamaged(let path, let problem):
        "\(path): is not a store of the sandbox: \(problem); name another file, or move this one away"
      case .storeUnreadable(let path, let reason):
        "\(path): cannot be read: \(reason)"
      case .storeUnwritable(let path, let reason):
        "\(path): cannot be written: \(reason)"
      case .unknownRecord(let id):
        "there is no progress record \(id)"
      case .invalidRecordID(let id):
        "'\(id)' is not a progress id: it is a whole number from 1 to \(Int64.max)"
      case .ended(let reason):
        "the server ended: \(reason)"
      }
    }

    /// What became of a server that ended without being told to.
    static func ended(_ result: Result<Void, any Error>) -> Failure {
      switch result {
      case .success: .ended(reason: "it returned")
      case .failure(let error): .ended(reason: "\(error)")
      }
    }
  }
}
