/// What one document may take (mapping manual, "Input"). Each limit ends a conversion with a clear error.
public struct ConversionLimits: Equatable, Sendable {
  /// The largest document in bytes: 1 MiB by default, at most ``largestInput``.
  ///
  /// Raising it raises the other limits in proportion, by 256 bytes of memory, 32 bytes of text and 10 µs for each
  /// byte allowed; they never sink below their defaults.
  public var inputBytes: Int {
    didSet { self = ConversionLimits(inputBytes: inputBytes) }
  }

  /// The default size: 1 MiB.
  public static let defaultInputBytes = 1 << 20
  /// The parser counts bytes in 32 bits and needs room to grow a buffer: 512 MiB.
  public static let largestInput = 512 << 20

  /// Limits for documents of some size.
  ///
  /// - Parameter inputBytes: the largest document in bytes. Below 0 it becomes 0, over ``largestInput`` it
  ///   becomes that.
  public init(inputBytes: Int = Self.defaultInputBytes) {
    self.inputBytes = min(max(inputBytes, 0), Self.largestInput)
    parserMemory = max(256 << 20, 256 * self.inputBytes)
    parserNanoseconds =
      self.inputBytes > Self.defaultInputBytes ? 10_000 * UInt64(self.inputBytes) : 10_000_000_000
  }

  /// The memory of the parser in bytes: 256 MiB, or 256 bytes for each input byte allowed.
  public internal(set) var parserMemory: Int

  /// The text and addresses of the content in bytes, as JSON has them: an eighth of the memory. A table repeats its header in every
  /// row and a link its address in every run, so that a short note can stand for gigabytes.
  public var text: Int { parserMemory / 8 }

  /// The time for a document: 10 s, or 10 µs for each input byte allowed.
  public var duration: Duration { .nanoseconds(Int64(clamping: parserNanoseconds)) }

  var parserNanoseconds: UInt64
}
