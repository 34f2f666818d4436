import ContentBlocks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The seconds since 1970.
package func wallClockSeconds() -> Int64 { Int64(time(nil)) }

/// The milliseconds since 1970.
package func wallClockMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// The system's words for an error number.
func systemText(_ number: Int32) -> LocalizedText {
  let text = String(cString: strerror(number))
  let english = text.prefix(1).lowercased() + text.dropFirst()
  let chinese: String? =
    switch number {
    case ECONNREFUSED: "连接被拒绝"
    case ECONNRESET: "连接被重置"
    case ETIMEDOUT: "连接超时"
    case EHOSTUNREACH: "无法到达主机"
    case ENETUNREACH, ENETDOWN: "无法到达网络"
    case EACCES, EPERM: "没有权限"
    default: nil
    }
  return LocalizedText(en: english, zh: chinese ?? english)
}

extension Duration {
  /// The whole milliseconds in it; the nearest number for more than can be counted.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return Int64(clamping: Int128(seconds) * 1000 + Int128(attoseconds / 1_000_000_000_000_000))
  }

  /// The seconds, rounded up.
  package var wholeSeconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds + (attoseconds > 0 ? 1 : 0)
  }
}
