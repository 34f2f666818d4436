#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The variables of the environment; an empty one is as good as none.
func environmentVariables() -> [String: String] {
  ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
}
