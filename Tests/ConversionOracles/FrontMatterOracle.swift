import ContentBlocks
import MarkdownTranslator

/// Everything that holds for the front matter of a note and for writing a record's id into it.
package enum FrontMatterOracle {
  /// What does not hold; empty when all does.
  package static func faults(in note: [UInt8]) -> [String] {
    guard String(validating: note, as: UTF8.self) != nil else {
      return edited(note) == nil ? [] : ["not UTF-8, and edited"]
    }
    return readingFaults(in: note) + editingFaults(in: note)
  }

  /// Reading it alone gives what the conversion gives.
  private static func readingFaults(in note: [UInt8]) -> [String] {
    let conversion = Result { () throws(ConversionError) in try MarkdownConverter().convert(note) }
    do {
      let frontMatter = try FrontMatter.read(from: note)
      switch conversion {
      case .success(let conversion):
        return conversion.frontMatter == frontMatter ? [] : ["the conversion reads other front matter"]
      case .failure(.frontMatter(let line, let problem)):
        return ["only the conversion refuses the front matter: line \(line), \(problem)"]
      case .failure:
        return []
      }
    } catch {
      switch conversion {
      case .success(let conversion):
        let isReported = conversion.diagnostics.contains { $0.code == .frontMatterIgnored }
        return isReported ? [] : ["refused alone, but not by the conversion: \(error)"]
      case .failure(.frontMatter(let line, let problem)):
        let isSame = error == .frontMatter(line: line, problem: problem)
        return isSame ? [] : ["refused for another reason: \(error), \(problem)"]
      case .failure:
        return []
      }
    }
  }

  /// An id is one insertion. It reads back, and the note stays what it was.
  private static func editingFaults(in note: [UInt8]) -> [String] {
    guard let result = edited(note) else { return [] }
    var faults: [String] = []
    let start = zip(note, result).prefix { $0 == $1 }.count
    let end = zip(note.reversed(), result.reversed()).prefix { $0 == $1 }.count
    if start + end < note.count { faults.append("the rest of the note is not kept") }
    let added = result.count - note.count
    if added > 100 { faults.append("\(added) bytes were added") }
    guard var expected = try? FrontMatter.read(from: note) ?? FrontMatter(),
      let read = try? FrontMatter.read(from: result)
    else { return faults + ["the front matter cannot be read"] }
    if expected.progressID != nil { faults.append("an id is replaced") }
    expected.progressID = id
    if read != expected { faults.append("the front matter reads back as something else") }
    let before = try? MarkdownConverter().convert(note)
    let after = try? MarkdownConverter().convert(result)
    if before?.content != after?.content { faults.append("another content") }
    if before?.diagnostics.map(\.message) != after?.diagnostics.map(\.message) {
      faults.append("other diagnostics")
    }
    if edited(result) != nil { faults.append("the id is written twice") }
    return faults
  }

  private static let id = OKRIdentifier("7041857032248410131")

  private static func edited(_ note: [UInt8]) -> [UInt8]? {
    id.flatMap { FrontMatter.setting(progressID: $0, in: note) }
  }
}
