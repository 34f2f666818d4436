import ArgumentParser

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
