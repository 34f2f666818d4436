import ContentBlocks
import ConversionOracles

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int) -> Int

/// Called by libFuzzer to change an input in place. Its own ways know bytes and the dictionary; here random notes
/// and lines are known as well.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: CUnsignedInt
) -> Int {
  var mutator = Mutator(input: Array(UnsafeBufferPointer(start: bytes, count: count)), seed: Int(seed))
  guard let result = mutator.result() else { return mutateBytes(bytes, count, capacity) }
  let kept = result.prefix(capacity)
  for (index, byte) in kept.enumerated() { bytes[index] = byte }
  return kept.count
}

private struct Mutator {
  private let input: [UInt8]
  private let seed: Int
  private var random: SplitMix

  init(input: [UInt8], seed: Int) {
    self.input = input
    self.seed = seed
    random = SplitMix(seed: seed)
  }

  /// The changed input; nil for a change of bytes.
  mutating func result() -> [UInt8]? {
    switch random.below(8) {
    case 0: spliced(randomInput())
    case 1, 2: withLines()
    case 3: randomInput()
    default: nil
    }
  }

  private func randomInput() -> [UInt8] {
    if Target.chosen == .json {
      var contents = RandomContent(seed: seed)
      return contents.content().json(wire: seed % 2 == 0 ? .v1 : .v2)
    }
    var notes = RandomNote(seed: seed)
    let frontMatter = Target.chosen == .frontMatter ? "---\nokr:\n  percent: 5\n---\n" : ""
    return Array((frontMatter + notes.note()).utf8)
  }

  /// A part of another input, put in or put over something.
  private mutating func spliced(_ other: [UInt8]) -> [UInt8] {
    let from = random.below(other.count + 1)
    let part = other[from...].prefix(random.below(64))
    let place = random.below(input.count + 1)
    let end = random.once(in: 2) ? place : min(place + part.count, input.count)
    return Array(input[..<place] + part + input[end...])
  }

  /// A line doubled, dropped, moved, indented or set after a marker.
  private mutating func withLines() -> [UInt8] {
    var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let place = random.below(lines.count)
    switch random.below(5) {
    case 0: lines.insert(lines[random.below(lines.count)], at: place)
    case 1: lines.remove(at: place)
    case 2: lines.swapAt(place, random.below(lines.count))
    case 3: lines.insert([], at: place)
    default:
      let markers = ["- ", "1. ", "> ", "  ", "    ", "# ", "- [x] ", "|", "\t", "<div>", "[^1]: "]
      lines[place] = Array(random.pick(markers).utf8) + lines[place]
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
