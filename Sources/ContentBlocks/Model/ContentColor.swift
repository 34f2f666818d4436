/// A colour. All four parts are always written.
public struct ContentColor: Hashable, Sendable {
  /// Each channel, 0…255.
  public let red, green, blue: UInt8
  /// The opacity, 0 (invisible) … 1 (opaque).
  public let alpha: Double

  /// - Throws: ``ContentBlockFault`` when a channel is outside 0…255 or alpha outside 0…1.
  public init(red: Int, green: Int, blue: Int, alpha: Double = 1) throws(ContentBlockFault) {
    self.red = try Self.channel(red, name: "red")
    self.green = try Self.channel(green, name: "green")
    self.blue = try Self.channel(blue, name: "blue")
    guard alpha >= 0, alpha <= 1 else {
      throw ContentBlockFault(path: "alpha", "must be a number from 0 to 1, not \(alpha)")
    }
    self.alpha = alpha
  }

  /// A colour whose parts are known to be in range; `hundredths` is the opacity, clamped to 0…100.
  package init(red: UInt8, green: UInt8, blue: UInt8, hundredths: Int) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = Double(min(max(hundredths, 0), 100)) / 100
  }

  private static func channel(_ value: Int, name: String) throws(ContentBlockFault) -> UInt8 {
    guard let channel = UInt8(exactly: value) else {
      throw ContentBlockFault(path: name, "must be a whole number from 0 to 255, not \(value)")
    }
    return channel
  }
}
