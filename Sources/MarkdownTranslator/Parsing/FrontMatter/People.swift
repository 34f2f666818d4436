import ContentBlocks

extension ConversionOptions {
  /// Reads an address book for ``people``: a YAML mapping of names to ids (rule R27).
  ///
  /// - Parameter yaml: UTF-8, with or without a byte order mark.
  /// - Throws: ``ConversionError`` with the line that is to blame.
  public static func people(inYAML yaml: [UInt8]) throws(ConversionError) -> [String: String] {
    if let offset = UTF8Check.firstInvalidOffset(in: yaml) { throw .notUTF8(offset: offset) }
    let result = yaml.withUnsafeBufferPointer { yaml in
      Result { () throws(ConversionError) in try people(in: yaml.withoutByteOrderMark) }
    }
    return try result.get()
  }

  private static func people(in yaml: Bytes) throws(ConversionError) -> [String: String] {
    let root: YAMLNode?
    do throws(NotYAML) {
      root = try YAMLDocument.parse(yaml)
    } catch {
      let explanation = YAMLExplanation(error, in: yaml)
      throw .frontMatter(line: explanation.line, problem: explanation.problem)
    }
    guard let root, !root.isNull else { return [:] }
    guard let mapping = root.mapping else {
      let problem =
        YAMLExplanation.cause(in: yaml.lines.first ?? yaml)
        ?? LocalizedText(
          en: "must hold a name and an id on each line, as name: id", zh: "每行应为一个姓名和 ID，如 姓名: ID")
      throw .frontMatter(line: root.mark.line, problem: problem)
    }
    var people: [String: String] = [:]
    for (key, value) in mapping {
      let name = key.text ?? ""
      guard (1...64).contains(name.count), !name.contains(where: \.isWhitespace) else {
        throw .frontMatter(
          line: key.mark.line,
          problem: LocalizedText(
            en: "\"\(name.shortened)\" is not a name of 1 to 64 characters without white space",
            zh: "“\(name.shortened)”不是 1 到 64 个字符、不含空白的姓名"))
      }
      let id = value.text ?? ""
      guard (1...MentionID.longest).contains(id.utf8.count), id.utf8.allSatisfy(MentionID.isIDByte) else {
        throw .frontMatter(
          line: value.mark.line,
          problem: LocalizedText(
            en: "\"\(id.shortened)\" is not an id of 1 to 64 letters, digits, _ and -",
            zh: "“\(id.shortened)”不是由字母、数字、_ 和 - 组成的 1 到 64 位 ID"))
      }
      people[name] = id
    }
    return people
  }
}
