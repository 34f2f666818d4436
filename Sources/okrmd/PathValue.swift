import ArgumentParser

/// Checks values of options that are paths.
enum PathValue {
  /// Refuses an empty path, which an unset variable of a script leaves.
  static func check(_ path: String?, of option: String, names what: String) throws {
    if path?.isEmpty == true {
      throw ValidationError("The value '' is invalid for '\(option)'; it names a \(what)")
    }
  }
}
