import Foundation

/// A terminal that a program talks to us over.
struct Pseudoterminal {
  let ours: Int32
  let theirs: Int32

  /// - Returns: nil when the system has none to give.
  init?() {
    ours = openTerminal(O_RDWR | O_NOCTTY)
    guard ours >= 0, grantpt(ours) == 0, unlockpt(ours) == 0, let name = ptsname(ours) else { return nil }
    theirs = open(name, O_RDWR | O_NOCTTY)
    guard theirs >= 0 else { return nil }
    // Bytes as they are: no carriage returns before line ends.
    var settings = termios()
    tcgetattr(theirs, &settings)
    cfmakeraw(&settings)
    tcsetattr(theirs, TCSANOW, &settings)
  }
}

// The modules of Linux's C libraries leave out what is not in plain POSIX.
#if canImport(Darwin)
  private func openTerminal(_ flags: Int32) -> Int32 { posix_openpt(flags) }
#else
  @_silgen_name("posix_openpt") private func openTerminal(_ flags: Int32) -> Int32
  @_silgen_name("grantpt") private func grantpt(_ file: Int32) -> Int32
  @_silgen_name("unlockpt") private func unlockpt(_ file: Int32) -> Int32
  @_silgen_name("ptsname") private func ptsname(_ file: Int32) -> UnsafeMutablePointer<CChar>?
#endif
