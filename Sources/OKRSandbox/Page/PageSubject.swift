/// Which records a page shows.
enum PageSubject: Equatable, Sendable {
  case allRecords
  case record(id: String)

  var path: String {
    switch self {
    case .allRecords: "/"
    case .record(let id): "/records/\(id)"
    }
  }

  var eventsPath: String {
    switch self {
    case .allRecords: "/events"
    case .record(let id): "/records/\(id)/events"
    }
  }
}
