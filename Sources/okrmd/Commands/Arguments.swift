import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// A value that is named by one of a few words.
///
/// The argument parser can tell the words by itself, but it asks the runtime about each type, at every start and at the
/// price of a search through all conformances to protocols in the program.
///
/// It is public, though nobody outside can use it, because types of the libraries conform to it: what makes them
/// arguments must be as visible as they are.
public protocol WordArgument: ExpressibleByArgument, CaseIterable, RawRepresentable where RawValue == String {
}

extension WordArgument {
  public init?(argument: String) {
    self.init(rawValue: argument)
  }

  public var defaultValueDescription: String { rawValue }

  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  public static var allValueDescriptions: [String: String] { [:] }
}

/// Reads the values of flags, and says what they should be.
enum FlagValue {
  @Sendable static func identifier(_ text: String) throws -> OKRIdentifier {
    guard let value = OKRIdentifier(text) else {
      throw ValidationError(
        en: "an id is a positive whole number, as Feishu shows it", zh: "ID 是飞书显示的一串数字（正整数）")
    }
    return value
  }

  @Sendable static func percent(_ text: String) throws -> ProgressPercent {
    guard let value = ProgressPercent(text) else {
      throw ValidationError(
        en: "a number with at most two decimals, from -99999999999 to 99999999999",
        zh: "应为 -99999999999 到 99999999999 之间的数字，最多两位小数")
    }
    return value
  }

  @Sendable static func status(_ text: String) throws -> ProgressStatus {
    guard let value = ProgressStatus(name: text) else {
      throw ValidationError(
        en: "none, normal, risk, delayed, or a number from -1 to 2",
        zh: "可以是 none、normal、risk、delayed，或 -1 到 2 的整数")
    }
    return value
  }
}

/// What the numbers of flags may be. A number out of range and what is not a number are refused with the same words.
enum NumberFlag: String, CaseIterable {
  case timeout = "--timeout"
  case retries = "--retries"
  case records = "--records"
  case maxBytes = "--max-bytes"
  case port = "--port"
  case limit = "--limit"
  case tokenLife = "--token-life"

  /// The values, after the word "takes".
  private var values: LocalizedText {
    switch self {
    case .timeout:
      LocalizedText(en: "a number of seconds above 0, up to 86400", zh: "大于 0、不超过 86400 的秒数")
    case .retries, .records: Self.range(0, 100)
    case .maxBytes: Self.range(1, ConversionLimits.largestInput)
    case .port: Self.range(0, Int(UInt16.max))
    case .limit: LocalizedText(en: "a number from 1", zh: "不小于 1 的整数")
    case .tokenLife: LocalizedText(en: "a number of seconds from 1 to 31536000", zh: "1 到 31536000 之间的秒数")
    }
  }

  private static func range(_ first: Int, _ last: Int) -> LocalizedText {
    LocalizedText(en: "a number from \(first) to \(last)", zh: "\(first) 到 \(last) 的整数")
  }

  var refusal: LocalizedText {
    LocalizedText(
      en: "\(rawValue) takes \(values[.english])", zh: "\(rawValue) 须为\(space)\(values[.chinese])")
  }

  /// Chinese text has a space before a digit.
  private var space: String { values[.chinese].first?.isNumber == true ? " " : "" }

  /// Refuses a value that is out of range.
  func check(_ isInRange: Bool) throws {
    guard isInRange else { throw ValidationError(refusal) }
  }
}

/// Checks values of options that are paths.
enum PathValue {
  /// Refuses an empty path, which an unset variable of a script leaves.
  static func check(_ path: String?, of option: String, names kind: Kind) throws {
    guard path?.isEmpty == true else { return }
    throw ValidationError(
      en: "the value '' is invalid for '\(option)'; it names a \(kind == .file ? "file" : "folder")",
      zh: "'\(option)' 的值不能为空；应为\(kind == .file ? "文件" : "文件夹")的路径")
  }

  enum Kind {
    case file, folder
  }
}

/// A time as it is typed: a number of seconds.
struct Seconds: ExpressibleByArgument {
  let count: Double

  var duration: Duration { .seconds(count) }

  init(_ count: Double) {
    self.count = count
  }

  init?(argument: String) {
    guard let count = Double(argument) else { return nil }
    self.count = count
  }

  /// As people write it: 60, not 60.0.
  var defaultValueDescription: String {
    let text = count.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// A command line on which a run of many names is one argument. The argument parser takes quadratic time for
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

  /// Whether any run was shortened.
  var isShorter: Bool { !runs.isEmpty }

  private mutating func end(_ run: inout [String]) {
    // The first may be the value of an option. A few are cheap.
    let kept = run.count > 16 ? 1 : run.count
    arguments += run.prefix(kept)
    if kept < run.count {
      arguments.append("\(Self.mark)\(runs.count)")
      runs.append(Array(run[kept...]))
    }
    run = []
  }

  /// The names that are after positional arguments.
  func expanded(_ names: [String]) -> [String] {
    names.flatMap { name in
      guard name.first == Self.mark, let index = Int(name.dropFirst()) else { return [name] }
      return runs[index]
    }
  }
}

/// A command that takes any number of files.
protocol FilesCommand: ParsableCommand {
  /// The paths as typed; none is standard input.
  var files: [String] { get set }
}

extension FilesCommand {
  var inputs: [InputFile] { (files.isEmpty ? ["-"] : files).map(InputFile.init) }
}

/// The documents of one command, one after the other. One that fails does not stop the others.
enum Batch {
  /// Works on each input and ends with the worst of their states.
  ///
  /// - Throws: the exit code when it is not ``ExitStatus/done``.
  static func run(
    _ inputs: [InputFile], _ printer: DiagnosticPrinter, _ work: (_ index: Int) throws(Failure) -> ExitStatus
  ) throws {
    var worst = ExitStatus.done
    for index in inputs.indices {
      if inputs.count > 1 {
        Context.current.progress.say(
          LocalizedText(en: "\(index) of \(inputs.count) notes", zh: "已处理 \(index)/\(inputs.count) 个文件"))
      }
      do throws(Failure) {
        worst = max(worst, try work(index))
      } catch {
        error.report()
        worst = max(worst, error.status)
      }
    }
    Context.current.progress.clear()
    printer.finish()
    if worst != .done { throw ExitCode(worst.rawValue) }
  }
}
