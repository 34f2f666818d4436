import ContentBlocks
import Testing

@testable import OKRClient

/// What each code and status means, for every row of the documents' tables.
@Suite struct ReplyClassifierTests {
  private func failure(
    _ body: String, status: Int = 400, headers: [String: String] = [:], call: ServiceCall = .update,
    brand: Brand? = .feishu
  ) throws -> CallFailure {
    let classifier = ReplyClassifier(
      call: call, brand: brand, text: ServerText(hiding: [try #require(Secret("t-secret"))]))
    let reply = HTTPReply(
      status: status, headers: headers.map { .init(name: $0, value: $1) }, body: Array(body.utf8))
    guard case .failure(let failure) = classifier.classify(.success(reply)) else {
      throw Unexpected()
    }
    return failure
  }

  private struct Unexpected: Error {}

  private func error(
    _ code: Int64, status: Int = 400, call: ServiceCall = .update, brand: Brand? = .feishu
  ) throws -> ServiceError {
    let failure = try failure(#"{"code":\#(code),"msg":"no"}"#, status: status, call: call, brand: brand)
    var retry = RetryState(call: call, policy: RetryPolicy())
    return retry.error(failure)
  }

  @Test(
    arguments: [
      (400, 1_001_001, .invalidParameters, .refused, false),
      (400, 1_001_002, .noPermission, .forbidden, false),
      (400, 1_001_003, .userNotFound, .refused, false), (400, 1_001_004, .notFound, .refused, false),
      (500, 1_009_998, .serviceFailed, .temporary, true), (500, 1_009_999, .serviceFailed, .temporary, true),
      (429, 99_991_400, .rateLimited, .temporary, true), (400, 99_991_400, .rateLimited, .temporary, true),
      (401, 99_991_661, .tokenInvalid, .unauthorized, false),
      (400, 99_991_663, .tokenInvalid, .unauthorized, false),
      (401, 99_991_668, .tokenInvalid, .unauthorized, false),
      (401, 99_991_677, .tokenInvalid, .unauthorized, false),
      (400, 99_991_672, .appLacksScope, .forbidden, false),
      (403, 99_991_679, .tokenLacksScope, .forbidden, false),
      (403, 1_000_403, .noOKREdition, .refused, false), (400, 99_992_402, .invalidFields, .refused, false),
      (400, 99_992_351, .unknownUserID, .refused, false), (400, 99_992_352, .unknownUserID, .refused, false),
      (400, 99_992_359, .unknownUserID, .refused, false), (400, 99_992_360, .unknownUserID, .refused, false),
      (400, 99_992_361, .unknownUserID, .refused, false), (400, 99_992_363, .unknownUserID, .refused, false),
      (400, 99_992_364, .unknownUserID, .refused, false), (400, 99_992_362, .unlisted, .refused, false),
      (400, 99_991_403, .quotaUsedUp, .temporary, false),
      (400, 99_991_401, .addressNotAllowed, .unauthorized, false),
      (400, 99_991_662, .appDisabled, .unauthorized, false),
      (400, 99_991_673, .appNotInstalled, .unauthorized, false),
      (400, 99_991_671, .tokenMalformed, .unauthorized, false), (400, 4_000_000, .unlisted, .refused, false),
      // A code that nobody lists leaves it to the status.
      (401, 5, .tokenInvalid, .unauthorized, false), (403, 5, .noPermission, .forbidden, false),
      (429, 5, .rateLimited, .temporary, true), (503, 5, .serviceFailed, .temporary, true),
      (501, 5, .unlisted, .refused, false), (302, 5, .redirect, .refused, false),
      (200, 1_001_001, .invalidParameters, .refused, false), (500, 0, .serviceFailed, .temporary, true),
      (404, 0, .notTheService, .refused, false),
    ] as [(Int, Int64, FailureCause, ServiceError.Kind, Bool)])
  func eachCodeHasAMeaning(
    status: Int, code: Int64, cause: FailureCause, kind: ServiceError.Kind, isTransient: Bool
  ) throws {
    let failure = try failure(#"{"code":\#(code),"msg":"no"}"#, status: status)
    #expect(failure.cause == cause)
    #expect(failure.cause.kind == kind)
    #expect(failure.isTransient == isTransient)
    #expect(failure.reply?.status == status)
    #expect(failure.reply?.code == ServiceCode(code))
    // Below 500 the service refused, and did nothing.
    #expect(failure.mayHaveArrived == (status >= 500))
  }

  @Test(
    arguments: [
      (404, "<html>", .notTheService, false), (405, "", .notTheService, false),
      (501, "", .notTheService, true),
      (200, "<html>", .notTheService, true), (302, "", .redirect, false),
      (500, "<html>", .serviceFailed, true),
      (403, "blocked", .noPermission, false), (401, "", .tokenInvalid, false),
      (429, "slow", .rateLimited, false),
      (413, "<html>too large", .notTheService, false),
    ] as [(Int, String, FailureCause, Bool)])
  func withoutACodeTheStatusDecides(
    status: Int, body: String, cause: FailureCause, mayHaveArrived: Bool
  ) throws {
    let failure = try failure(body, status: status)
    #expect(failure.cause == cause)
    #expect(failure.mayHaveArrived == mayHaveArrived)
    #expect(failure.reply?.code == nil)
  }

  @Test func aRequestThatIsTooLargeIsToldSo() throws {
    let failure = try failure("<html>too large", status: 413)
    #expect(
      failure.reason[.english] == "the request is too large for the service, or for a proxy before it")
    #expect(failure.advice?[.english] == "shorten the note")
  }

  @Test func everyCauseHasWords() {
    for cause in FailureCause.allCases {
      for call in ServiceCall.allCases {
        let failure = CallFailure(cause, call, brand: .lark)
        for text in [failure.reason, failure.advice].compactMap(\.self) {
          #expect(!text[.english].contains("--"), "flags are the tool's")
          #expect(!text[.english].contains("OKRMD_"), "variables are the tool's")
          #expect(!text[.english].hasSuffix(".") && !text[.chinese].hasSuffix("。"))
        }
      }
    }
  }

  /// The first of the answers for each call that reads; on the way to a push it decides whether one may go on.
  @Test(
    arguments: [
      (400, 1_001_002, true), (400, 99_991_672, true), (403, 99_991_679, true), (403, 1_000_403, true),
      (400, 1_001_001, true), (400, 99_992_402, true), (400, 99_992_351, true), (400, 1_001_004, false),
      (429, 99_991_400, false), (500, 1_009_999, false), (401, 99_991_663, false), (400, 7, false),
    ] as [(Int, Int64, Bool)])
  func someCodesRefuseReading(status: Int, code: Int64, isRefused: Bool) throws {
    #expect(try error(code, status: status, call: .read).refusesReading == isRefused)
  }

  @Test(arguments: [
    (404, true), (405, true), (501, true), (403, false), (500, false), (200, false), (429, false),
  ])
  func someStatusesRefuseReading(status: Int, isRefused: Bool) throws {
    var retry = RetryState(call: .read, policy: RetryPolicy())
    #expect(retry.error(try failure("", status: status, call: .read)).refusesReading == isRefused)
  }

  @Test func detailsAreShown() throws {
    let body = #"""
      {"code":99992402,"msg":"field validation failed","error":{"log_id":"L7","troubleshooter":"https://open.feishu.cn/x",
      "permission_violations":[{"type":"action_scope_required","subject":"okr:okr"},{"subject":"okr:okr.progress:writeonly"},{}],
      "field_violations":[{"field":"content","value":"t-secret","description":"must not\n be empty"},{"field":"a"},{"value":1},3]}}
      """#
    let failure = try failure(body)
    #expect(failure.reply?.logID == "L7")
    var retry = RetryState(call: .update, policy: RetryPolicy())
    let error = retry.error(failure)
    #expect(
      error.text[.english]
        == "the record was not updated: a field of the request is invalid (HTTP 400, code 99992402, "
        + #""field validation failed", invalid: content "(secret)": must not be empty; a, "#
        + "missing: okr:okr, okr:okr.progress:writeonly, see https://open.feishu.cn/x, log id L7)")
    #expect(
      error.text[.chinese]
        == "记录未更新：请求中有字段无效（HTTP 400，错误码 99992402，“field validation failed”，"
        + #"无效字段：content "(secret)": must not be empty；a，"#
        + "缺少权限：okr:okr、okr:okr.progress:writeonly，参见 https://open.feishu.cn/x，日志 ID L7）")
  }

  @Test func theHeaderNamesTheLogID() throws {
    let failure = try failure(
      #"{"code":1,"error":{"log_id":"L7"}}"#, headers: ["X-Tt-LogId": "L8"])
    #expect(failure.reply?.logID == "L8")
  }

  @Test(
    arguments: [
      (Brand.feishu, "check the app's id and secret, and whether the app belongs to Lark: this is Feishu"),
      (.lark, "check the app's id and secret, and whether the app belongs to Feishu: this is Lark"),
      (nil, "check the app's id and secret"),
    ] as [(Brand?, String)])
  func anAppThatIsNotKnownMayBeTheOtherBrands(brand: Brand?, advice: String) throws {
    let error = try error(10014, call: .token, brand: brand)
    #expect(error.cause == .appUnknown)
    #expect(error.kind == .unauthorized)
    #expect(error.description.hasSuffix("; \(advice)"))
  }

  @Test func hintsFollowTheAdvice() throws {
    let hint = LocalizedText(en: "run okrmd login", zh: "请运行 okrmd login")
    #expect(try error(99_991_679, status: 403).text(adding: hint)[.english].hasSuffix("; run okrmd login"))
    #expect(try error(99_991_679, status: 403).text(adding: hint)[.chinese].hasSuffix("；请运行 okrmd login"))
  }
}

@Suite struct BrandTests {
  @Test(arguments: [
    ("lark", Brand.lark), ("Lark", .lark), ("LARK", .lark), ("Feishu", .feishu), ("飞书", nil), ("", nil),
  ])
  func namesHaveNoLetterCase(name: String, brand: Brand?) { #expect(Brand(name: name) == brand) }

  @Test func addressesBelongToABrand() throws {
    #expect(Brand(baseURL: try BaseURL("https://OPEN.larksuite.com/")) == .lark)
    #expect(Brand(baseURL: try BaseURL("https://open.feishu.cn:8443")) == nil)
    #expect(Brand.feishu.accountsURL.description == "https://accounts.feishu.cn")
    #expect(Brand.lark.accountsURL.description == "https://accounts.larksuite.com")
  }
}
