import ContentBlocks

/// Says why a text is not YAML in the words of someone who types it: which line, the cause, and what to write.
struct YAMLExplanation {
  /// The line of the YAML, from 1.
  let line: Int
  /// The cause and what to write instead, as a phrase.
  let problem: LocalizedText

  init(_ fault: NotYAML, in yaml: Bytes) {
    switch fault.problem {
    case .duplicateKey(let key):
      line = fault.line
      let key = key.shortened
      problem = LocalizedText(
        en: "the key \(key) appears twice; keep one of the two", zh: "键 \(key) 出现了两次，请只保留一个")
    case .unknownAlias(let name):
      line = fault.line
      let name = name.shortened
      problem = LocalizedText(
        en: "*\(name) refers to nothing; put the value in quotes", zh: "*\(name) 没有对应的锚点；请给这个值加上引号")
    case .tooManyAliases:
      line = fault.line
      problem = LocalizedText(en: "too many YAML aliases", zh: "YAML 别名过多")
    case .tooDeep:
      line = fault.line
      problem = LocalizedText(en: "nested too deeply", zh: "嵌套过深")
    case .severalDocuments:
      line = fault.line
      problem = LocalizedText(en: "more than one YAML document", zh: "含有多个 YAML 文档")
    case .syntax(let words):
      let lines = yaml.lines
      // libyaml often stops on the line after the cause.
      let nearby = [fault.line, fault.line - 1].filter { lines.indices.contains($0 - 1) }
      let found = (nearby + Array(1...max(lines.count, 1))).lazy.compactMap { number in
        lines.indices.contains(number - 1) ? Self.cause(in: lines[number - 1]).map { (number, $0) } : nil
      }.first
      line = found?.0 ?? min(max(fault.line, 1), max(lines.count, 1))
      let words = words.isEmpty ? "" : " (\(words))"
      problem = found?.1 ?? LocalizedText(en: "not valid YAML\(words)", zh: "不是有效的 YAML\(words)")
    }
  }

  /// What is wrong with a line by itself; nil when it looks right.
  static func cause(in line: Bytes) -> LocalizedText? {
    let text = line.string.drop { $0 == " " }
    if text.first == "\t" {
      return LocalizedText(en: "indented with a tab; use spaces", zh: "用了制表符缩进；请改用空格")
    }
    if text.first == "#" || text.hasPrefix("- ") || text.isEmpty { return nil }
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let key = String(text[..<colon]).shortened
    if text[colon] == "：" {
      return LocalizedText(
        en: "a full-width colon after \(key); write : and a space", zh: "\(key) 后面是全角冒号；请改成半角冒号加空格")
    }
    let rest = text[text.index(after: colon)...]
    guard let next = rest.first else { return nil }
    if next != " ", next != "\t" {
      return LocalizedText(
        en: "no space after the colon; write \(key): \(String(rest).shortened)",
        zh: "冒号后面缺少空格；请写成 \(key): \(String(rest).shortened)")
    }
    let value = rest.drop { $0 == " " || $0 == "\t" }
    guard let first = value.first else { return nil }
    if first == "\"" || first == "'" {
      let isClosed = value.dropFirst().contains(first)
      return isClosed
        ? nil
        : LocalizedText(en: "the quote \(first) is not closed; close it", zh: "引号 \(first) 没有闭合；请补上")
    }
    if first == "[" || first == "{" {
      let end: Character = first == "[" ? "]" : "}"
      if !value.contains(end) {
        return LocalizedText(
          en: "\(first) has no \(end); close it, or put the value in quotes",
          zh: "\(first) 没有对应的 \(end)；请补上，或给值加上引号")
      }
    }
    if "@`%&*!,]}".contains(first) || value.contains(": ") || value.hasSuffix(":") {
      let quoted = String(value).shortened.replacing("\"", with: "'")
      return LocalizedText(
        en: "the value needs quotes; write \(key): \"\(quoted)\"", zh: "值需要加引号；请写成 \(key): \"\(quoted)\"")
    }
    return nil
  }
}

extension Bytes {
  /// The lines without their ends: LF, CRLF or CR.
  var lines: [Bytes] {
    let lines = NoteLines(self)
    return lines.starts.indices.map { lines.line($0 + 1) }
  }
}
