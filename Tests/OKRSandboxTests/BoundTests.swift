import NotePage
import Testing

@testable import OKRSandbox

/// A sandbox that runs for days does not fill the memory.
@Suite struct BoundTests {
  private static func image(_ token: String, bytes: Int) -> UploadedImage {
    UploadedImage(
      fileToken: token, fileName: "a.png", targetID: "1", targetType: .objective,
      bytes: Array(repeating: 0, count: bytes), format: .png)
  }

  @Test func theOldestImagesGo() {
    var shelf = ImageShelf()
    shelf.totalLimit = 10
    shelf.append(Self.image("a", bytes: 5))
    shelf.append(Self.image("b", bytes: 5))
    #expect(shelf["a"] != nil)
    shelf.append(Self.image("c", bytes: 6))
    #expect(shelf.images.map(\.fileToken) == ["c"])
    #expect(shelf.uploadCount == 3)
    shelf.append(Self.image("d", bytes: 4))
    #expect(shelf.images.map(\.fileToken) == ["c", "d"])
  }

  private static func exchange(_ path: String, bytes: Int) -> Sandbox.Exchange {
    let request = HTTPRequest(method: "PUT", path: path, body: Array(repeating: 0, count: bytes))
    return Sandbox.Exchange(request: request, status: 200, logID: "")
  }

  @Test func theOldestRequestsGo() {
    var log = ExchangeLog()
    log.countLimit = 3
    log.byteLimit = 10
    for path in ["a", "b", "c", "d"] { log.append(Self.exchange(path, bytes: 1)) }
    #expect(log.exchanges.map(\.request.path) == ["b", "c", "d"])
    log.append(Self.exchange("e", bytes: 9))
    #expect(log.exchanges.map(\.request.path) == ["d", "e"])
    log.append(Self.exchange("f", bytes: 11))
    #expect(log.exchanges.isEmpty)
    log.append(Self.exchange("g", bytes: 10))
    #expect(log.exchanges.map(\.request.path) == ["g"])
  }
}
