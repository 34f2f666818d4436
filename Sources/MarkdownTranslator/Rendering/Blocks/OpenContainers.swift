import ContentBlocks

/// A list or a block quote that is open where the next line is written.
struct BlockContainer {
  enum Kind: Equatable {
    case blockQuote
    case bulletList
    /// `delimiter` is after the numbers; `next` is the number of the next item.
    case orderedList(delimiter: UInt8, next: Int)
  }

  var kind: Kind
  /// How far the lines of the current item are indented.
  var contentOffset = 2

  var isBlockQuote: Bool { kind == .blockQuote }
}

/// The lists and block quotes that are open, outermost first. Their number is the level of a line
/// (rule R5), so each line says which of them go on. A level that no list fills is a block quote: quotes
/// have no markers that an earlier line would have had to take (rule R6).
struct OpenContainers {
  private(set) var stack: [BlockContainer] = []

  /// What had to be done to make room for a line.
  struct Change {
    /// How many containers went on.
    var kept: Int
    var closesQuote = false
    var opensQuote = false
    /// Whether the line begins a list where another one has just ended.
    var replacesList = false
    /// Whether the line begins a list.
    var opensList = false
  }

  /// The largest number that a note can write: one of four digits begins no list (rule R39).
  private static let largestNumber = 999

  static func canWrite(_ number: Int32) -> Bool { (0...largestNumber).contains(Int(number)) }

  /// How many containers go on for a line with a list style.
  func kept(for list: ContentList?) -> Int {
    guard let list else { return 0 }
    let level = list.indentLevel
    if stack.count < level { return stack.count }
    return goesOn(list) ? level : level - 1
  }

  /// Whether a line belongs to the container on its own level.
  private func goesOn(_ list: ContentList) -> Bool {
    switch (list.type, stack[list.indentLevel - 1].kind) {
    case (.indent, _): true
    case (.number, .orderedList(_, let next)):
      list.number.map { Int($0) == next || !Self.canWrite($0) } ?? true
    case (.number, _): false
    case (_, let kind): kind == .bulletList
    }
  }

  /// The number that Markdown gives a numbered item on a level: it counts on where a list is open.
  func nextNumber(at level: Int) -> Int {
    guard level <= stack.count, case .orderedList(_, let next) = stack[level - 1].kind else { return 1 }
    return next
  }

  /// Closes all but the outermost containers.
  mutating func close(downTo count: Int) -> Change {
    let change = Change(kept: count, closesQuote: stack[count...].contains { $0.isBlockQuote })
    stack.removeSubrange(count...)
    return change
  }

  /// Closes and opens containers for a line.
  mutating func change(for list: ContentList?) -> Change {
    let old = stack
    var change = close(downTo: kept(for: list))
    guard let list else { return change }
    let quotes = max(0, list.indentLevel - (list.isItem ? 1 : 0) - stack.count)
    if quotes > 0 {
      change.opensQuote = true
      stack += repeatElement(BlockContainer(kind: .blockQuote), count: quotes)
    }
    guard list.isItem else { return change }
    if stack.count < list.indentLevel {
      change.opensList = true
      let before = old.count >= list.indentLevel ? old[list.indentLevel - 1].kind : nil
      if let before, before != .blockQuote { change.replacesList = true }
      stack.append(BlockContainer(kind: Self.kind(of: list, after: before)))
    }
    countItem()
    return change
  }

  /// The list that a line begins. Beside an ordered list another one needs another delimiter.
  private static func kind(of list: ContentList, after before: BlockContainer.Kind?) -> BlockContainer.Kind {
    guard list.type == .number else { return .bulletList }
    let dot = UInt8(ascii: ".")
    var delimiter = dot
    if case .orderedList(dot, _) = before { delimiter = UInt8(ascii: ")") }
    return .orderedList(delimiter: delimiter, next: Int(list.number ?? 1))
  }

  private mutating func countItem() {
    guard case .orderedList(let delimiter, let number) = stack[stack.count - 1].kind else { return }
    stack[stack.count - 1].kind = .orderedList(delimiter: delimiter, next: number + 1)
    stack[stack.count - 1].contentOffset = Self.digits(of: number).count + 2
  }

  /// The marker of the item that was opened last, with the space after it.
  var marker: [UInt8] {
    guard case .orderedList(let delimiter, let next) = stack.last?.kind else { return Array("- ".utf8) }
    return Array(Self.digits(of: next - 1).utf8) + [delimiter, UInt8(ascii: " ")]
  }

  /// After the largest number the parser counts on, whatever is written.
  private static func digits(of number: Int) -> String { "\(min(number, largestNumber))" }

  /// What a line within the outermost containers starts with.
  func prefix(_ count: Int) -> [UInt8] {
    stack[..<count].flatMap { container in
      container.isBlockQuote
        ? Array("> ".utf8) : [UInt8](repeating: UInt8(ascii: " "), count: container.contentOffset)
    }
  }
}
