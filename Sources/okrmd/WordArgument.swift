import ArgumentParser

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
