import Foundation

/// TCP sockets on 127.0.0.1, by their file descriptors. What is here differs between systems; the rest of the
/// target does not.
enum LoopbackSocket {
  struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ action: String) {
      description = "\(action): \(String(cString: strerror(errno)))"
    }
  }

  /// How long either end waits for the other before a test counts as hanging.
  private static let patience = timeval(tv_sec: 120, tv_usec: 0)

  /// Listens on a free port.
  static func listen() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = try make()
    var address = address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withSocketAddress(&address) { bind(descriptor, $0, length) == 0 }
    guard isBound, Foundation.listen(descriptor, 128) == 0,
      withSocketAddress(&address, { getsockname(descriptor, $0, &length) == 0 })
    else {
      let problem = Problem("cannot listen on 127.0.0.1")
      close(descriptor)
      throw problem
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// Connects to a port; reading and writing give up after a while.
  static func connect(port: UInt16) throws -> Int32 {
    let descriptor = try make()
    var address = address(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard withSocketAddress(&address, { Foundation.connect(descriptor, $0, length) == 0 }) else {
      let problem = Problem("cannot connect to 127.0.0.1:\(port)")
      close(descriptor)
      throw problem
    }
    var time = patience
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
    return descriptor
  }

  /// Makes the next `close` send a reset in place of an orderly end.
  static func resetOnClose(_ descriptor: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
  }

  /// Sets what every socket here needs: children do not inherit it, a peer that is gone is not a signal.
  static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Sends all bytes.
  ///
  /// - Returns: false when the peer is gone.
  static func send(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    let bytes = ContiguousArray(bytes)
    return bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Foundation.send(descriptor, buffer.baseAddress! + sent, buffer.count - sent, flags)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }

  /// Receives what is there, waiting for something.
  ///
  /// - Returns: nothing at the end of the connection; nil on an error.
  static func receive(from descriptor: Int32) -> [UInt8]? {
    var isBroken = false
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      repeat {
        count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      } while count < 0 && errno == EINTR
      isBroken = count < 0
      count = max(count, 0)
    }
    return isBroken ? nil : bytes
  }

  private static func make() throws -> Int32 {
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #endif
    guard descriptor >= 0 else { throw Problem("no socket") }
    prepare(descriptor)
    return descriptor
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func withSocketAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
    }
  }
}
