#if os(Linux)
  import Foundation

  /// Makes the socket that listens on a port of this process fail, as if the system had taken it away. (Elsewhere
  /// a socket that listens cannot be shut down.)
  func shutDownListener(on port: UInt16) {
    for descriptor in 0..<Int32(1024) {
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
      if listens == 1, isNamed, UInt16(bigEndian: address.sin_port) == port {
        shutdown(descriptor, Int32(SHUT_RDWR))
      }
    }
  }
#endif
