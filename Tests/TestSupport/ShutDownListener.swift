#if os(Linux)
  import Foundation

  /// Makes the socket that listens on a port of this process fail, as if the system had taken it away. (Elsewhere
  /// a socket that listens cannot be shut down.)
  public func shutDownListener(on port: UInt16) throws {
    // Other tests have many files open; any number can be the socket's.
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      Int32($0)
    }
    guard let listener = descriptors.first(where: { isListener($0, on: port) }) else { throw NoListener() }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private struct NoListener: Error {}

  private func isListener(_ descriptor: Int32, on port: UInt16) -> Bool {
    var listens: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length)
    var address = sockaddr_in()
    length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length) == 0
      }
    }
    return listens == 1 && isNamed && UInt16(bigEndian: address.sin_port) == port
  }
#endif
