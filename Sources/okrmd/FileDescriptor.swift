/// An open file.
struct FileDescriptor {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  /// Writes all bytes; the error number when that fails.
  func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let written = systemWrite(number, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return nil
  }

  /// Reads to the end, or until there is one byte more than `limit`.
  ///
  /// - Parameter size: how many bytes there seem to be; so many are read at once.
  func read(limit: Int, expecting size: Int = 0) -> Result<[UInt8], SystemError> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, limit) + 1)
    while bytes.count <= limit {
      let room = min(max(size - bytes.count, 0) + 65536, limit - bytes.count + 1)
      var failure: Int32 = 0
      let count = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        var got: Int
        repeat { got = systemRead(number, buffer.baseAddress, room) } while got < 0 && errno == EINTR
        if got < 0 { failure = errno }
        count = max(got, 0)
      }
      if failure != 0 { return .failure(SystemError(number: failure)) }
      if count.isEmpty { break }
      if bytes.isEmpty { bytes = count } else { bytes += count }
    }
    return .success(bytes)
  }

  func close() {
    _ = systemClose(number)
  }
}

// The names are those of methods here as well.
private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, bytes, count)
}
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, bytes, count)
}
private func systemClose(_ number: Int32) -> Int32 { close(number) }
