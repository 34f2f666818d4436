import ContentBlocks

/// The markers that Feishu gives to the lines of lists. They change with the level.
enum LineMarker {
  /// `•`, `◦`, `▪` and again, and what the style sheet calls them.
  static func bullet(level: Int) -> (text: StaticString, className: StaticString) {
    switch (level - 1) % 3 {
    case 0: ("•", "disc")
    case 1: ("◦", "circle")
    default: ("▪", "square")
    }
  }

  /// `1.`, `a.`, `i.` and again. What letters or Roman numerals cannot say is said in digits.
  static func number(_ number: Int32, level: Int) -> String {
    let text =
      switch (level - 1) % 3 {
      case 1: letters(number)
      case 2: romanNumeral(number)
      default: nil as String?
      }
    return "\(text ?? number.description)."
  }

  /// `a` … `z`, `aa`, `ab` … as columns of a spreadsheet; nil below 1.
  private static func letters(_ number: Int32) -> String? {
    guard number > 0 else { return nil }
    var letters: [UInt8] = []
    var rest = number
    while rest > 0 {
      letters.append(UInt8(ascii: "a") + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// `i` … `mmmcmxcix`; nil outside 1…3999.
  private static func romanNumeral(_ number: Int32) -> String? {
    guard (1..<4000).contains(number) else { return nil }
    let symbols: [(value: Int32, text: String)] = [
      (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
      (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]
    var text = ""
    var rest = number
    for symbol in symbols {
      while rest >= symbol.value {
        text += symbol.text
        rest -= symbol.value
      }
    }
    return text
  }
}

/// Numbers the lines whose record does not: each goes on from the one before it on its level.
struct LineNumbering {
  private var last = [Int32](repeating: 0, count: ContentList.levels.upperBound + 1)

  /// The number of a line; nil for one that is not numbered. To be called for every line, in order.
  mutating func number(of list: ContentList?) -> Int32? {
    let level = list?.indentLevel ?? 0
    for deeper in last.indices where deeper > level { last[deeper] = 0 }
    guard let list, list.type != .indent else { return nil }
    guard list.type == .number else {
      last[level] = 0
      return nil
    }
    last[level] = list.number ?? (last[level] == .max ? .max : last[level] + 1)
    return last[level]
  }
}
