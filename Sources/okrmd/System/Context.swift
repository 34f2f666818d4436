import ContentBlocks

/// What a command finds around it: the variables of its environment, the language of its user, the permissions of
/// new files, signals and the terminal.
///
/// It is made once, before there are other threads.
struct Context: Sendable {
  let environment: Environment
  /// The language of everything that a person reads.
  let language: Language
  /// The permissions that a new file does not get.
  let umask: mode_t
  /// The arguments, without those that are meant for all commands.
  let arguments: [String]
  /// Why the arguments for all commands cannot be followed; nil when they can.
  let fault: Failure?
  /// What a signal does that ends the process.
  let signals = Interruption()
  /// The line on the terminal that says what takes so long.
  let progress = ProgressLine()

  /// The context of this process.
  static let current = Context(arguments: rawArguments)

  private init(arguments: [String]) {
    let environment = Environment()
    var (language, rest, fault) = (environment.language, arguments, Failure?.none)
    // `--lang` is for all commands and for their help, which is made before any of them runs.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    if let index = rest[..<end].firstIndex(where: { $0 == "--lang" || $0.hasPrefix("--lang=") }) {
      let isPair = rest[index] == "--lang"
      let value = isPair ? (index + 1 < end ? rest[index + 1] : nil) : String(rest[index].dropFirst(7))
      if let value, let chosen = Language(name: value) {
        language = chosen
      } else {
        fault = Failure(
          .usage,
          en: "--lang takes en or zh" + (value.map { ", not '\($0)'" } ?? ""),
          zh: "--lang 只能是 en 或 zh" + (value.map { "，不能是“\($0)”" } ?? ""))
      }
      rest.removeSubrange(index...(isPair && index + 1 < end ? index + 1 : index))
    }
    self.environment = environment
    self.language = language
    self.arguments = rest
    self.fault = fault
    umask = readMask()
  }

  /// The arguments as bytes: names of files need not be UTF-8.
  private static var rawArguments: [String] {
    (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
      CommandLine.unsafeArgv[index].map {
        String(systemPath: UnsafeRawBufferPointer(start: $0, count: strlen($0)))
      }
    }
  }

  /// Refuses to start what needs more open files than this process may have. Libraries end the process where they
  /// get none.
  static func requireOpenFiles(_ count: Int = 24) throws(Failure) {
    var files: [Int32] = []
    defer { for file in files { close(file) } }
    for _ in 0..<count {
      let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { break }
      files.append(file)
    }
    guard files.count == count else {
      throw Failure(
        .inputOutput, en: "too few files may be open at once; raise the limit with ulimit -n 256",
        zh: "可同时打开的文件数太少；请用 ulimit -n 256 提高上限")
    }
  }
}

extension Language {
  /// A language by its name, also one of a locale such as `zh_CN.UTF-8`.
  init?(name: String) {
    switch name.lowercased().prefix(2) {
    case "zh": self = .chinese
    case "en": self = .english
    default: return nil
    }
  }
}

/// The variables of the environment; an empty one is as good as none.
struct Environment: Sendable {
  subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(systemPath: UnsafeRawBufferPointer(start: value, count: strlen(value)))
  }

  /// A secret: white space around it is not part of it.
  func secret(_ name: String) -> String? {
    self[name].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
  }

  /// The first of these variables that is set.
  fileprivate var language: Language {
    if let name = self["OKRMD_LANG"] { return Language(name: name) ?? .english }
    let locale = self["LC_ALL"] ?? self["LC_MESSAGES"] ?? self["LANG"]
    return locale.flatMap { Language(name: $0) } ?? .english
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  var trimmed: String {
    var scalars = String(self).unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }
}

/// There is no way to read the mask but to change it, so this is done before there are other threads.
private func readMask() -> mode_t {
  let mask = umask(0)
  _ = umask(mask)
  return mask
}
