/// Something in a manual that is not a proper case. Nothing is passed over in silence.
struct ManualFault: Error, CustomStringConvertible {
  let line: Int
  let problem: String

  var description: String { "line \(line) of the manual: \(problem)" }
}
