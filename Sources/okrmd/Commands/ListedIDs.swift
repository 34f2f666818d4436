import ArgumentParser
import ContentBlocks
import OKRClient

/// The ids that `okrmd list` showed last, for shells to complete.
///
/// The file holds ids and titles, and nobody else can read it.
struct ListedIDs {
  enum Kind: String, CaseIterable {
    case objectives
    case keyResults = "key_results"
    case records
  }

  private static let fileName = "list.json"
  /// By their kind: ids, and what a person calls them.
  private var entries: [Kind: [(id: OKRIdentifier, title: String)]] = [:]

  mutating func add(_ id: OKRIdentifier, _ title: String, to kind: Kind) {
    entries[kind, default: []].append((id, title.oneLine))
  }

  /// Keeps the ids in place of those that were listed before. Where they cannot be kept, nothing is completed.
  func save(_ environment: Environment = Context.current.environment) {
    let value = JSONValue.object(
      Kind.allCases.map { kind in
        let list = (entries[kind] ?? []).map { entry in
          JSONValue.object(["id": .string(entry.id.text), "title": .string(entry.title)])
        }
        return JSONMember(key: kind.rawValue, value: .array(list))
      })
    try? UserFolder.state(environment)?.write(value.text + "\n", to: Self.fileName)
  }

  /// How a shell completes an id.
  static func completion(of kind: Kind) -> CompletionKind { .custom { _, _, _ in candidates(of: kind) } }

  /// The ids as the shell that asks wants them, with their titles where it shows them.
  private static func candidates(of kind: Kind) -> [String] {
    guard let folder = UserFolder.state(Context.current.environment), let bytes = folder.read(fileName),
      let root = try? JSONReader.read(bytes)
    else { return [] }
    return (root[kind.rawValue]?.elements ?? []).compactMap { entry in
      guard let id = entry["id"]?.string.flatMap({ OKRIdentifier($0) }) else { return nil }
      let title = (entry["title"]?.string ?? "").oneLine
      if title.isEmpty { return id.text }
      switch CompletionShell.requesting {
      case .zsh?:
        let escaped = title.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        return "\(id):\(escaped)"
      case .fish?: return "\(id)\t\(title)"
      default: return id.text
      }
    }
  }
}
