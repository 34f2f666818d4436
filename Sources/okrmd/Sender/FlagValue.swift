import ArgumentParser
import ContentBlocks

/// Reads the values of flags, and says what they should be.
enum FlagValue {
  @Sendable static func identifier(_ text: String) throws -> OKRIdentifier {
    try OKRIdentifier(text) ?? fail("ids are positive numbers of digits, as Feishu shows them")
  }

  @Sendable static func percent(_ text: String) throws -> ProgressPercent {
    try ProgressPercent(text) ?? fail("a number with at most two decimals, from -99999999999 to 99999999999")
  }

  @Sendable static func status(_ text: String) throws -> ProgressStatus {
    try ProgressStatus(name: text) ?? fail("none, normal, risk, delayed, or a number from -1 to 2")
  }

  private static func fail<Value>(_ expected: String) throws -> Value { throw ValidationError(expected) }
}
