import ContentBlocks

/// The answer to each endpoint.
extension Sandbox {
  /// Answers a request and logs it.
  func reply(to request: Request) -> Reply {
    var reply: Reply
    do {
      reply = try answer(to: request)
    } catch {
      reply = error.reply
    }
    // The service's ids also begin with the time.
    let logID = "\(configuration.now())\(randomName(length: 20).uppercased())"
    reply.headers.append(HeaderField("x-tt-logid", logID))
    log.append(Exchange(request: request, status: reply.status, logID: logID))
    return reply
  }

  /// The way of every request: whom it is addressed to, what it asks for, whether it may, what it gets.
  private func answer(to request: Request) throws(ServiceError) -> Reply {
    try request.checkHost(port: address?.port ?? configuration.port)
    let endpoint = try Endpoint(method: request.method, path: request.path)
    let now = configuration.now()
    if let scope = endpoint.scope {
      try tokens.check(authorization: request.header("Authorization"), for: scope, at: now)
    }
    if let group = endpoint.rateLimitGroup { try rateLimiter.admit(group, at: now) }
    if request.isTooLong { throw .bodyTooLong(limit: SandboxServer.bodyLimit) }
    return switch endpoint {
    case .issueToken: try issueToken(request, at: now)
    case .createRecord: try createRecord(request, at: now)
    case .readRecord(let id): try readRecord(id, request)
    case .updateRecord(let id): try updateRecord(id, request, at: now)
    case .uploadImage: try uploadImage(request)
    case .showImage(let token): try showImage(token)
    case .showPage(let subject): showPage(subject)
    case .showEvents(let subject): try showEvents(subject)
    case .showAsset(let asset): Reply(asset)
    }
  }

  private func issueToken(_ request: Request, at now: Int64) throws(ServiceError) -> Reply {
    let body = try RequestBody(of: request, allowing: ["app_id", "app_secret"])
    guard let id = body["app_id"]?.string, let secret = body["app_secret"]?.string else {
      throw .invalidApp(code: 10003, "invalid param: $.app_id and $.app_secret must be strings")
    }
    guard id == Self.appID, secret == Self.appSecret else {
      throw .invalidApp(code: 10014, "app secret invalid")
    }
    let (token, seconds) = tokens.issue(at: now)
    return Reply(
      json: .object([
        "code": .number(0), "expire": .number(seconds), "msg": .string("ok"),
        "tenant_access_token": .string(token),
      ]))
  }

  private func readRecord(_ id: String, _ request: Request) throws(ServiceError) -> Reply {
    _ = try UserIDType(query: request.query)
    return .success(try existingRecord(id).json)
  }

  private func updateRecord(
    _ id: String, _ request: Request, at now: Int64
  ) throws(ServiceError) -> Reply {
    let people = try UserIDType(query: request.query)
    let body = try RequestBody(of: request, allowing: RequestBody.contentKeys)
    let (content, rate) = try body.content(naming: people)
    var record = try existingRecord(id)
    record.replace(content: content, rate: rate, at: now)
    return try keep(record)
  }

  private func createRecord(_ request: Request, at now: Int64) throws(ServiceError) -> Reply {
    let people = try UserIDType(query: request.query)
    let keys = [
      "source_title", "source_url", "source_url_pc", "source_url_mobile", "target_id", "target_type",
    ]
    let body = try RequestBody(of: request, allowing: RequestBody.contentKeys + keys)
    let type = body["target_type"]?.wholeNumber.flatMap {
      ProgressRecord.TargetType(rawValue: Int(clamping: $0))
    }
    _ = try body.string("source_url_pc")
    _ = try body.string("source_url_mobile")
    let targetID = try body.requiredString("target_id")
    guard let type else {
      throw .invalidParameters("$.target_type: must be 2 (objective) or 3 (key result)")
    }
    guard ProgressRecord.isID(targetID) else { throw .invalidParameters("$.target_id: is not an id") }
    let source = ProgressRecord.Source(
      title: try body.requiredString("source_title"), url: try body.requiredURL("source_url"),
      targetID: targetID, targetType: type)
    let (content, rate) = try body.content(naming: people)
    return try keep(
      ProgressRecord(id: newRecordID(), content: content, rate: rate, modifyTime: now, source: source))
  }

  private func uploadImage(_ request: Request) throws(ServiceError) -> Reply {
    let form = try MultipartForm(of: request)
    guard let targetID = try form.part("target_id").text, ProgressRecord.isID(targetID) else {
      throw .invalidParameters("the form's `target_id` is not an id")
    }
    guard let type = try form.part("target_type").text.flatMap({ Int($0) }),
      let targetType = ProgressRecord.TargetType(rawValue: type)
    else { throw .invalidParameters("the form's `target_type` must be 2 (objective) or 3 (key result)") }
    let data = try form.part("data")
    guard let fileName = data.fileName, !fileName.isEmpty else {
      throw .invalidParameters("the form's `data` is no file: its header names no filename")
    }
    guard data.bytes.count <= ImageShelf.imageLimit else {
      throw .invalidParameters("the form's `data` has more than \(ImageShelf.imageLimit >> 20) MiB")
    }
    guard let format = ImageFormat(data.bytes) else {
      throw .invalidParameters(
        "the form's `data` is none of JPG, PNG, GIF, BMP, WEBP, ICO, TIFF and HEIC, going by its bytes")
    }
    let token = "boxcn\(randomName(length: 22))"
    images.append(
      UploadedImage(
        fileToken: token, fileName: fileName, targetID: targetID, targetType: targetType,
        bytes: data.bytes, format: format))
    let baseURL = Address(port: address?.port ?? configuration.port).baseURL
    return .success(
      .object(["file_token": .string(token), "url": .string("\(baseURL)/images/\(token)")]))
  }

  private func showImage(_ fileToken: String) throws(ServiceError) -> Reply {
    guard let image = images[fileToken] else { throw .unknownPath("/images/\(fileToken)") }
    return Reply(image: image.bytes, format: image.format)
  }

  // MARK: Records

  private func existingRecord(_ id: String) throws(ServiceError) -> ProgressRecord {
    guard ProgressRecord.isID(id) else {
      throw .invalidParameters(
        "the path's progress_id must be a positive whole number, not '\(id.prefix(80))'")
    }
    guard let record = record(id) else { throw .dataNotFound("there is no progress record \(id)") }
    return record
  }

  private func keep(_ record: ProgressRecord) throws(ServiceError) -> Reply {
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
}
