import ConversionOracles
import Foundation

/// What is fuzzed. The environment variable `OKRMD_FUZZ_TARGET` says which.
enum Target: String {
  case note, json
  case frontMatter = "front-matter"

  static let chosen = ProcessInfo.processInfo.environment["OKRMD_FUZZ_TARGET"].flatMap(Target.init)

  func faults(in input: [UInt8]) -> [String] {
    switch self {
    case .note: NoteOracle.faults(in: input)
    case .json: ContentOracle.faults(in: input)
    case .frontMatter: FrontMatterOracle.faults(in: input)
    }
  }
}

/// Called by libFuzzer with each input. It takes a crash for a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let target = Target.chosen else {
    fatalError("OKRMD_FUZZ_TARGET must be note, json or front-matter")
  }
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let faults = target.faults(in: input)
  guard !faults.isEmpty else { return 0 }
  let lines =
    ["input: \(String(decoding: input, as: UTF8.self).debugDescription)"] + faults.map { "fault: \($0)" }
  FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  abort()
}
