/// What happens to a call, for whoever shows it or must know it when the process is interrupted.
public enum CallEvent: Equatable, Sendable {
  /// The request is about to be handed to the network; from here on it may have arrived.
  case sending(ServiceCall)
  /// Nothing is waiting for a reply.
  case settled(ServiceCall)
  /// The call is made after this time.
  case waiting(ServiceCall, Duration)
}
