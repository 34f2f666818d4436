import ContentBlocks
import MarkdownTranslator
import OKRClient

/// What is to be sent for a note. Making it sends nothing.
struct PushPlan {
  /// What becomes of the content.
  enum Destination {
    case existing(OKRIdentifier)
    case new(OKRTarget, sourceTitle: String, sourceURL: String)
  }

  let input: InputFile
  let destination: Destination
  let content: ContentBlock
  let rate: ProgressRate?
  let images: NoteImages
  /// What images belong to; nil when nobody says.
  let target: OKRTarget?
  let userIDType: UserIDType

  /// The record that is replaced; nil when a new one is made.
  var recordID: OKRIdentifier? {
    if case .existing(let id) = destination { id } else { nil }
  }

  /// The digest of everything that a push sends.
  var digest: String {
    let body = images.withDigests(in: content).requestBody(progressRate: rate)
    return SHA256.digest(of: body + Array(" \(userIDType.rawValue)".utf8))
  }

  /// The request, with what the images became.
  func request(_ content: ContentBlock) -> APIRequest? {
    switch destination {
    case .existing(let id):
      return .update(id, body: content.requestBody(progressRate: rate), userIDType: userIDType)
    case .new:
      return newRecord(content).map { .create($0, userIDType: userIDType) }
    }
  }

  /// The record to be made; nil for a note that has one.
  func newRecord(_ content: ContentBlock) -> NewRecord? {
    guard case .new(let target, let title, let url) = destination else { return nil }
    return NewRecord(
      target: target, sourceTitle: title, sourceURL: url, content: content, progressRate: rate)
  }
}

extension PushCommand {
  /// A heading may be of any length; what Feishu names as an origin should not be.
  private static let mostTitleCharacters = 100

  /// Puts the plan together. Flags win over the front matter.
  func plan(for conversion: Conversion, of input: InputFile, brand: Brand) throws(Failure) -> PushPlan {
    let frontMatter = conversion.frontMatter ?? FrontMatter()
    let target = try target(frontMatter)
    let destination: PushPlan.Destination
    if let id = progressID ?? frontMatter.progressID {
      destination = .existing(id)
    } else if create {
      guard let target else {
        throw Failure(
          .usage,
          "\(input.name): a new record needs --objective ID or --key-result ID, or one of them in the front matter"
        )
      }
      destination = .new(
        target,
        sourceTitle: sourceTitle ?? conversion.title.map { String($0.prefix(Self.mostTitleCharacters)) }
          ?? input.fileName,
        sourceURL: sourceURL ?? brand.baseURL.description)
    } else {
      throw Failure(
        .usage,
        "\(input.name): no progress id; put progress_id under okr: in the front matter, give --progress-id ID, "
          + "or make a new record with --create")
    }
    if conversion.content.blocks.isEmpty, !allowEmpty {
      throw Failure(
        .data, "\(input.name): is empty, which would wipe the record; --allow-empty if that is meant")
    }
    let images = try NoteImages(in: conversion.content, of: input)
    if let image = images.files.first, target == nil, !dryRun {
      throw Failure(
        .usage,
        "\(input.name): \(image.source): cannot be uploaded without --objective ID or --key-result ID, "
          + "or one of them in the front matter")
    }
    return PushPlan(
      input: input, destination: destination, content: conversion.content, rate: try rate(frontMatter),
      images: images, target: target, userIDType: sender.userIDType)
  }

  private func target(_ frontMatter: FrontMatter) throws(Failure) -> OKRTarget? {
    if let objective { return .objective(objective) }
    if let keyResult { return .keyResult(keyResult) }
    return frontMatter.objective.map { .objective($0) } ?? frontMatter.keyResult.map { .keyResult($0) }
  }

  private func rate(_ frontMatter: FrontMatter) throws(Failure) -> ProgressRate? {
    let rate = ProgressRate(
      percent: percent ?? frontMatter.progressRate?.percent,
      status: status ?? frontMatter.progressRate?.status)
    guard rate.status == nil || rate.percent != nil else {
      throw Failure(.usage, "--status needs --percent beside it, or the service sets the percentage to 0")
    }
    return rate == ProgressRate() ? nil : rate
  }
}
