import ContentBlocks

// What is said of text, links and images.

extension DiagnosticMessage {
  static let emphasisDropped = DiagnosticMessage(
    .emphasisDropped, en: "emphasis shown as plain text", zh: "斜体显示为普通文字")

  // MARK: Links

  static let linkTitleDropped = DiagnosticMessage(
    .titleDropped, en: "the title of the link is not shown", zh: "链接的提示文字不显示")

  static let wikilinkAsText = DiagnosticMessage(
    .wikilinkAsText, en: "[[…]] shown as its text; a link is written [text](https://…)",
    zh: "[[…]] 只显示文字；链接请写成 [文字](https://…)")

  static func linkDropped(scheme: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .linkDropped,
      en:
        "\(scheme.shortened): links do not work in Feishu, so only the text is kept; link to an https: address",
      zh: "飞书打不开 \(scheme.shortened): 链接，只保留文字；请改用 https: 网址")
  }

  static let relativeLinkDropped = DiagnosticMessage(
    .linkDropped,
    en:
      "a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…)",
    zh: "相对路径的链接在飞书里打不开，只保留文字；请写完整网址（https://…）")

  static let anchorDropped = DiagnosticMessage(
    .linkDropped,
    en:
      "a link to another place in the note does not work in Feishu, so only the text is kept; write the whole "
      + "address (https://…)",
    zh: "指向文内位置的链接在飞书里打不开，只保留文字；请写完整网址（https://…）")

  // MARK: Images

  static let altDropped = DiagnosticMessage(
    .altDropped, en: "the alternative text of the image is not shown", zh: "图片的替代文字不显示")

  static let imageTitleDropped = DiagnosticMessage(
    .titleDropped, en: "the title of the image is not shown", zh: "图片的标题不显示")

  static let imageNeedsUpload = DiagnosticMessage(
    .imageNeedsUpload, en: "a local image; it appears once it is uploaded", zh: "本地图片，上传后才会显示")

  static func imageDropped(scheme: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageDropped,
      en:
        "\(scheme.shortened): images are not supported, so only the alternative text is kept; use a file or an "
        + "https: address",
      zh: "不支持 \(scheme.shortened): 图片，只保留替代文字；请改用图片文件或 https: 网址")
  }

  static let imageWithoutSource = DiagnosticMessage(
    .imageDropped,
    en: "the image has no source, so only its alternative text is kept; give a file or an address",
    zh: "图片没有地址，只保留替代文字；请写上文件路径或网址")

  static func imageMissing(path: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageMissing,
      en:
        "no image file at \"\(path.shortened)\", so it cannot be uploaded; give its path from the folder of the note",
      zh: "找不到图片“\(path.shortened)”，无法上传；请按 Markdown 文件所在的文件夹写路径")
  }

  static func imageType(path: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageType,
      en:
        "\"\(path.shortened)\" is not an image that Feishu shows; use a PNG, JPEG, GIF, BMP or WebP file, or a link",
      zh: "“\(path.shortened)”不是飞书能显示的图片；请用 PNG、JPEG、GIF、BMP 或 WebP 文件，或者改用链接")
  }

  static func imageTypeAsLink(address: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .imageType,
      en: "\"\(address.shortened)\" is not an image, so it is shown as a link; write it as [text](address)",
      zh: "“\(address.shortened)”不是图片，显示为链接；请直接写成 [文字](网址)")
  }
}

// MARK: - HTML

extension DiagnosticMessage {
  /// A tag that is dropped and whose text stays.
  static func htmlDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not supported, so only its text is kept; write it in Markdown, or remove the tag",
      zh: "不支持 <\(tag.shortened)>，只保留其中的文字；请改用 Markdown 写法或删去标签")
  }

  /// A tag that is dropped with something that it refers to.
  static func htmlReferenceDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not supported, and what it refers to is not shown; link to it with [text](https://…)",
      zh: "不支持 <\(tag.shortened)>，它指向的内容不会显示；请改用链接 [文字](https://…)")
  }

  /// A tag that is shown as a link to what it refers to.
  static func htmlAsLink(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped, en: "<\(tag.shortened)> is not supported, so it is shown as a link to its address",
      zh: "不支持 <\(tag.shortened)>，显示为指向其网址的链接")
  }

  /// A tag that is dropped with its content: `script`, `style`.
  static func htmlContentDropped(tag: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlDropped,
      en:
        "<\(tag.shortened)> is not shown, nor is its content; write in a code block what readers should see",
      zh: "<\(tag.shortened)> 及其内容不显示；要给读者看的内容请放进代码块")
  }

  /// - Parameters:
  ///   - opener: what never ends, such as `<!--`.
  ///   - closer: what would end it.
  static func htmlUnclosed(opener: String, closer: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .htmlUnclosed,
      en:
        "\(opener.shortened) has no end, so it is shown as text; write \(closer.shortened) where it ends, or remove it",
      zh: "\(opener.shortened) 没有结束，按文字显示；请在结尾处写上 \(closer.shortened)，或删去它")
  }

  static func colourIgnored(_ value: String) -> DiagnosticMessage {
    DiagnosticMessage(
      .colourIgnored, en: "the colour \"\(value.shortened)\" is not understood; write a name or #rrggbb",
      zh: "无法识别颜色“\(value.shortened)”；请写颜色名或 #rrggbb")
  }
}
