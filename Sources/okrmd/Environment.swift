#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The variables of the environment.
func environmentVariables() -> [String: String] { ProcessInfo.processInfo.environment }
