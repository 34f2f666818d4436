import ContentBlocks
import MarkdownTranslator
import OKRClient

/// What a push decides to send.
extension PushCommand {
  /// Converts the note and decides what to send.
  func plan(for note: [UInt8], of input: InputFile, _ brand: Brand) throws -> PushPlan {
    let plan = try plan(for: try convert(note, of: input), of: input, brand)
    if case .new = plan.destination, !dryRun { try checkIDCanBeStored(note, in: input) }
    return plan
  }

  /// A record whose id cannot be kept would be made again by the next push.
  private func checkIDCanBeStored(_ note: [UInt8], in input: InputFile) throws(Failure) {
    guard input.isRegularFile else {
      throw Failure(
        .cannotCreate, "\(input.name): is no regular file, so the new progress id could not be kept in it")
    }
    guard let id = OKRIdentifier("1"), FrontMatter.setting(progressID: id, in: note) != nil else {
      throw Failure(
        .data,
        "\(input.name): the front matter is written in a way that a progress id cannot be added to; "
          + "write okr: on a line of its own")
    }
    if let error = try OutputFile(path: input.path).obstacle() {
      throw Failure(
        .cannotCreate,
        "\(input.name): cannot be written, so the new progress id could not be kept: \(error.words)")
    }
  }

  /// A heading may be of any length; what Feishu names as an origin should not be.
  private static let mostTitleCharacters = 100

  /// Puts the plan together. Flags win over the front matter.
  private func plan(
    for conversion: Conversion, of input: InputFile, _ brand: Brand
  ) throws(Failure) -> PushPlan {
    let frontMatter = conversion.frontMatter ?? FrontMatter()
    let target = target(frontMatter)
    let destination = try destination(frontMatter, target, of: conversion, in: input, brand)
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

  private func destination(
    _ frontMatter: FrontMatter, _ target: OKRTarget?, of conversion: Conversion, in input: InputFile,
    _ brand: Brand
  ) throws(Failure) -> PushPlan.Destination {
    if let id = progressID ?? frontMatter.progressID { return .existing(id) }
    guard create else {
      throw Failure(
        .usage,
        "\(input.name): no progress id; put progress_id under okr: in the front matter, give --progress-id ID, "
          + "or make a new record with --create")
    }
    guard let target else {
      throw Failure(
        .usage,
        "\(input.name): a new record needs --objective ID or --key-result ID, or one of them in the front matter"
      )
    }
    let title = conversion.title.map { String($0.prefix(Self.mostTitleCharacters)) } ?? input.fileName
    let record = NewRecord(
      target: target, sourceTitle: sourceTitle ?? title, sourceURL: sourceURL ?? brand.baseURL.description,
      content: conversion.content)
    guard let record else { throw Self.badSource }
    return .new(record)
  }

  private func target(_ frontMatter: FrontMatter) -> OKRTarget? {
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
