extension Duration {
  /// The whole milliseconds in it.
  package var milliseconds: Int64 {
    let parts = components
    return parts.seconds.multipliedReportingOverflow(by: 1000).partialValue
      + parts.attoseconds / 1_000_000_000_000_000
  }

  /// The seconds, rounded up.
  package var wholeSeconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds + (attoseconds > 0 ? 1 : 0)
  }
}
