#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's wall clock in milliseconds since 1970, which is how the service counts time.
func systemMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// A number to the power of another.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The system's words for an error number, in lower case.
func systemWords(_ number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}
