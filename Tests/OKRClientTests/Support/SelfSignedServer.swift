import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A TLS server on 127.0.0.1 whose certificate nobody has signed but itself.
enum SelfSignedServer {
  /// Runs a test while the server listens. A request that arrives fails the test.
  static func run(_ test: (_ port: Int) async throws -> Void) async throws {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures")
    let certificates = try NIOSSLCertificate.fromPEMFile(
      fixtures.appendingPathComponent("self-signed.pem").path)
    let key = try NIOSSLPrivateKey(
      file: fixtures.appendingPathComponent("self-signed.key.pem").path, format: .pem)
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
    let context = try NIOSSLContext(configuration: configuration)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          try channel.pipeline.syncOperations.addHandler(RequestAlarm())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    do {
      try await test(port)
    } catch {
      try await channel.close()
      throw error
    }
    try await channel.close()
  }

  private final class RequestAlarm: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      Issue.record("a request was sent to a server that is not trusted")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
