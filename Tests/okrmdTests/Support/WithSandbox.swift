import ContentBlocks
import OKRSandbox

/// Runs a test with a sandbox that has the sender's record, and a sender to it.
///
/// - Parameter scopes: what the tokens allow.
func withSandbox(
  scopes: Set<Sandbox.Scope> = Set(Sandbox.Scope.allCases), environment: [String: String] = [:],
  configure: (inout Sandbox.Configuration) -> Void = { _ in }, _ test: (Sandbox, Sender) async throws -> Void
) async throws {
  var configuration = Sandbox.Configuration()
  configuration.recordIDs = [Sender.record]
  configuration.scopes = scopes
  configure(&configuration)
  let sandbox = Sandbox(configuration)
  let address = try await sandbox.start()
  do {
    try await test(sandbox, Sender(to: address.baseURL, environment: environment))
  } catch {
    await sandbox.stop()
    throw error
  }
  await sandbox.stop()
}

extension Sandbox {
  /// What was asked for so far, such as `PUT`.
  var methods: [String] { exchanges.map(\.request.method) }

  /// The text of a record's lines.
  func lines(of id: String = Sender.record) -> [String] {
    (record(id)?.content.blocks ?? []).map { block in
      guard case .paragraph(let paragraph) = block else { return "(image)" }
      return paragraph.elements.map { element in
        if case .textRun(let run) = element { run.text } else { "(element)" }
      }.joined()
    }
  }

  /// Changes the record as someone else would.
  func edit(_ text: String, rate: ProgressRate? = nil) throws {
    let line = ContentParagraph(elements: [.textRun(ContentTextRun(text: text))])
    try edit(record: Sender.record, content: ContentBlock(blocks: [.paragraph(line)]), rate: rate)
  }
}
