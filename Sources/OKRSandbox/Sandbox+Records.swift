import ContentBlocks
import NotePage

/// The way of every request, and the answers about records and images.
extension Sandbox {
  /// Answers a request and logs it.
  func reply(to request: Request) -> HTTPReply {
    // The service's ids also begin with the time.
    let logID = "\(configuration.now())\(randomName(length: 20).uppercased())"
    var reply: HTTPReply
    do {
      reply = try answer(to: request)
    } catch {
      reply = error.reply(logID: logID)
    }
    reply.headers.append(HTTPHeader("x-tt-logid", logID))
    log.append(Exchange(request: request, status: reply.status, logID: logID))
    return reply
  }

  /// What every request passes: whom it is addressed to, what it asks for, whether it is allowed, what it gets.
  private func answer(to request: Request) throws(ServiceError) -> HTTPReply {
    guard request.isAddressed(to: port) else { throw .foreignHost(request.header("Host")) }
    let endpoint = try Endpoint(method: request.method, path: request.path)
    let now = configuration.now()
    var caller: AccessTokens.Token?
    if let wanted = endpoint.authorization {
      caller = try tokens.check(authorization: request.header("Authorization"), for: wanted, at: now)
    }
    if let group = endpoint.rateLimitGroup { try rateLimiter.admit(group, at: now) }
    if request.isTooLong { throw .bodyTooLong(limit: PageServer.bodyLimit) }
    return switch endpoint {
    case .issueTenantToken: try issueTenantToken(request, at: now)
    case .authorizeDevice: authorizeDevice(request, at: now)
    case .issueUserToken: issueUserToken(request, at: now)
    case .showLogin: try showLogin(request, at: now)
    case .decideLogin: try decideLogin(request)
    case .describeUser: try describeUser(caller)
    case .listOKRs(let id): try listOKRs(of: id, request)
    case .createRecord: try createRecord(request, at: now)
    case .readRecord(let id): try readRecord(id, request)
    case .updateRecord(let id): try updateRecord(id, request, at: now)
    case .uploadImage: try uploadImage(request)
    case .showImage(let token): try showImage(token)
    case .showPage(let subject): showPage(subject, in: request.language)
    case .showEvents(let subject): try showEvents(subject, in: request.language)
    case .showFile(let file): HTTPReply(file)
    }
  }

  /// The port that the sandbox listens on.
  var port: UInt16 { address?.port ?? configuration.port }

  // MARK: Records

  private func readRecord(_ id: String, _ request: Request) throws(ServiceError) -> HTTPReply {
    _ = try QueryItems(request.query).userIDType()
    return .success(try existingRecord(id).json)
  }

  private func updateRecord(
    _ id: String, _ request: Request, at now: Int64
  ) throws(ServiceError) -> HTTPReply {
    let people = try QueryItems(request.query).userIDType()
    let body = try RequestBody(of: request, allowing: RequestBody.contentKeys)
    let (content, rate) = try body.content(naming: people)
    var record = try existingRecord(id)
    record.replace(content: content, rate: rate, at: now)
    return try keep(record)
  }

  private func createRecord(_ request: Request, at now: Int64) throws(ServiceError) -> HTTPReply {
    let people = try QueryItems(request.query).userIDType()
    let keys = [
      "source_title", "source_url", "source_url_pc", "source_url_mobile", "target_id", "target_type",
    ]
    let body = try RequestBody(of: request, allowing: RequestBody.contentKeys + keys)
    _ = try body.string("source_url_pc")
    _ = try body.string("source_url_mobile")
    let targetID = try body.requiredString("target_id")
    let type = body["target_type"]?.wholeNumber.flatMap {
      ProgressRecord.TargetType(rawValue: Int(clamping: $0))
    }
    guard let type else {
      throw .invalidField(
        "target_type", value: body["target_type"]?.text ?? "",
        "target_type must be 2 (objective) or 3 (key result)")
    }
    try checkTarget(targetID, type)
    let source = ProgressRecord.Source(
      title: try body.requiredString("source_title"), url: try body.requiredURL("source_url"),
      targetID: targetID, targetType: type)
    let (content, rate) = try body.content(naming: people)
    return try keep(
      ProgressRecord(id: newRecordID(), content: content, rate: rate, modifyTime: now, source: source))
  }

  private func existingRecord(_ id: String) throws(ServiceError) -> ProgressRecord {
    guard ProgressRecord.isID(id) else {
      throw .invalidParameters(
        "the path's progress_id must be a positive whole number, not '\(id.prefix(80))'")
    }
    guard let record = record(id) else { throw .dataNotFound("there is no progress record \(id)") }
    return record
  }

  private func keep(_ record: ProgressRecord) throws(ServiceError) -> HTTPReply {
    do {
      try commit(record)
    } catch {
      throw .internalError("\(error)")
    }
    return .success(record.json)
  }

  /// An id as long as the service's.
  private func newRecordID() -> String {
    while true {
      let id = Int64.random(in: 7_000_000_000_000_000_000..<8_000_000_000_000_000_000).description
      if record(id) == nil { return id }
    }
  }

  /// Refuses an id that belongs to nothing, or to something of another type.
  private func checkTarget(_ id: String, _ type: ProgressRecord.TargetType) throws(ServiceError) {
    guard ProgressRecord.isID(id) else {
      throw .invalidField("target_id", value: id, "target_id is not an id")
    }
    guard !configuration.people.isEmpty else { return }
    let target = configuration.people.target(id)
    guard target?.type == type else {
      throw .dataNotFound("there is no \(type == .objective ? "objective" : "key result") \(id)")
    }
  }

  // MARK: Images

  private func uploadImage(_ request: Request) throws(ServiceError) -> HTTPReply {
    let form = try MultipartForm(of: request)
    let targetID = try form.part("target_id").text
    let typeText = try form.part("target_type").text
    guard let targetType = typeText.flatMap({ Int($0) }).flatMap(ProgressRecord.TargetType.init) else {
      throw .invalidField(
        "target_type", value: typeText ?? "", "target_type must be 2 (objective) or 3 (key result)")
    }
    try checkTarget(targetID ?? "", targetType)
    let data = try form.part("data")
    guard let fileName = data.fileName, !fileName.isEmpty else {
      throw .invalidField("data", "data is not a file: its header names no filename")
    }
    guard data.bytes.count <= ImageShelf.imageLimit else {
      throw .invalidParameters("the form's `data` has more than \(ImageShelf.imageLimit >> 20) MiB")
    }
    guard let format = ImageFormat(data.bytes) else {
      throw .invalidParameters(
        "the form's `data` is not one of JPG, PNG, GIF, BMP, WEBP, ICO, TIFF and HEIC, going by its bytes")
    }
    let token = "boxcn\(randomName(length: 22))"
    images.append(
      UploadedImage(
        fileToken: token, fileName: fileName, targetID: targetID ?? "", targetType: targetType,
        bytes: data.bytes, format: format))
    let baseURL = Address(port: port).baseURL
    return .success(
      .object(["file_token": .string(token), "url": .string("\(baseURL)/images/\(token)")]))
  }

  private func showImage(_ fileToken: String) throws(ServiceError) -> HTTPReply {
    guard let image = images[fileToken] else { throw .unknownPath("/images/\(fileToken)") }
    return HTTPReply(image: image.bytes, format: image.format)
  }
}
