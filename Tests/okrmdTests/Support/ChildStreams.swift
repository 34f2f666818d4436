import Foundation

/// Our ends of a program's standard streams, and what goes over them.
struct ChildStreams {
  /// What was read from standard output and not taken yet.
  private(set) var output: [UInt8] = []
  /// What was read from standard error.
  private(set) var errors: [UInt8] = []
  private var unwritten: ArraySlice<UInt8>
  /// Input, output and errors; -1 for what is closed.
  private var descriptors: [Int32]

  /// - Parameter descriptors: our ends of input, output and errors; they are closed here.
  init(_ descriptors: [Int32], input: [UInt8]) {
    self.descriptors = descriptors
    unwritten = input[...]
    _ = fcntl(descriptors[0], F_SETFL, O_NONBLOCK)
    if input.isEmpty { close(0) }
  }

  var isOpen: Bool { descriptors.contains { $0 >= 0 } }
  var outputIsOpen: Bool { descriptors[1] >= 0 }

  mutating func close() {
    for index in descriptors.indices where descriptors[index] >= 0 { close(index) }
  }

  private mutating func close(_ index: Int) {
    Foundation.close(descriptors[index])
    descriptors[index] = -1
  }

  /// The first line of the output, without its end; nil when none is whole yet.
  mutating func takeLine() -> String? {
    guard let end = output.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { output.removeFirst(end + 1) }
    return String(decoding: output[..<end], as: UTF8.self)
  }

  /// Waits until something can be written or read, and does so. All streams are served side by side, so that
  /// neither end waits for the other.
  ///
  /// - Returns: false when nothing happened for so many milliseconds.
  mutating func exchange(within limit: Int32) -> Bool {
    // A negative descriptor is passed over.
    var polls = descriptors.enumerated().map { index, descriptor in
      pollfd(fd: descriptor, events: Int16(index == 0 ? POLLOUT : POLLIN), revents: 0)
    }
    let ready = poll(&polls, nfds_t(polls.count), limit)
    if ready == 0 { return false }
    if ready < 0 { return true }
    if polls[0].revents != 0 { write() }
    if polls[1].revents != 0 { output += read(1) }
    if polls[2].revents != 0 { errors += read(2) }
    return true
  }

  private mutating func write() {
    let count = unwritten.withUnsafeBytes { Foundation.write(descriptors[0], $0.baseAddress, $0.count) }
    if count > 0 { unwritten = unwritten.dropFirst(count) }
    if unwritten.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { close(0) }
  }

  private mutating func read(_ index: Int) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Foundation.read(descriptors[index], &buffer, buffer.count)
    // The end of a terminal is an error.
    if count == 0 || (count < 0 && errno != EINTR) { close(index) }
    return Array(buffer[..<max(count, 0)])
  }
}
