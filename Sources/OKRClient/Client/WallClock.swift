#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The seconds since 1970.
package func wallClockSeconds() -> Int64 { Int64(time(nil)) }

/// The system's words for an error number, in lower case.
func systemWords(_ number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}
