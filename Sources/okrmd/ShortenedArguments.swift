/// A command line on which a run of many names stands for one argument. The argument parser takes quadratic time for
/// positional arguments: seconds for ten thousand notes.
struct ShortenedArguments {
  private(set) var arguments: [String] = []
  private var runs: [[String]] = []

  /// What a run is called. No argument can hold this character.
  private static let mark: Character = "\0"

  init(_ all: some Sequence<String>) {
    var run: [String] = []
    for argument in all {
      if argument.hasPrefix("-") {
        end(&run)
        arguments.append(argument)
      } else {
        run.append(argument)
      }
    }
    end(&run)
  }

  /// Whether names stand for others.
  var isShorter: Bool { !runs.isEmpty }

  private mutating func end(_ run: inout [String]) {
    // The first may be the value of an option. A few are no trouble.
    let kept = run.count > 16 ? 1 : run.count
    arguments += run.prefix(kept)
    if kept < run.count {
      arguments.append("\(Self.mark)\(runs.count)")
      runs.append(Array(run[kept...]))
    }
    run = []
  }

  /// The names that stand behind positional arguments.
  func expanded(_ names: [String]) -> [String] {
    names.flatMap { name in
      guard name.first == Self.mark, let index = Int(name.dropFirst()) else { return [name] }
      return runs[index]
    }
  }
}
