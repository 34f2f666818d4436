/// The styles that HTML tags have opened in a block. Each name has a stack of its own, so that an end tag
/// costs the same however deep the tags are nested.
struct HTMLStyles {
  /// An open tag that may carry colours: its own or those of the tags of the same name around it, each
  /// with the moment it was opened.
  private struct Colors {
    var back = (color: PackedColor.none, moment: 0)
    var text = (color: PackedColor.none, moment: 0)
  }

  private var depths: [HTMLElement: Int] = [:]
  private var colors: [HTMLElement: [Colors]] = [:]
  private var moment = 0

  private(set) var isBold = false
  private(set) var isStruck = false
  private(set) var isCode = false
  private(set) var isPreformatted = false
  private(set) var backColor = PackedColor.none
  private(set) var textColor = PackedColor.none

  mutating func open(_ element: HTMLElement, backColor: PackedColor = .none, textColor: PackedColor = .none) {
    depths[element, default: 0] += 1
    if element.carriesColors {
      moment += 1
      var entry = colors[element]?.last ?? Colors()
      if backColor != .none { entry.back = (backColor, moment) }
      if textColor != .none { entry.text = (textColor, moment) }
      colors[element, default: []].append(entry)
    }
    update()
  }

  mutating func close(_ element: HTMLElement) {
    guard let depth = depths[element], depth > 0 else { return }
    depths[element] = depth - 1
    if element.carriesColors { colors[element]?.removeLast() }
    update()
  }

  func isOpen(_ element: HTMLElement) -> Bool { depths[element, default: 0] > 0 }

  private mutating func update() {
    isBold = isAnyOpen([.b, .strong, .h1, .h2, .h3, .h4, .h5, .h6])
    isStruck = isAnyOpen([.s, .del, .strike])
    isPreformatted = isOpen(.pre)
    isCode = isPreformatted || isAnyOpen([.code, .kbd, .samp, .tt])
    var back = (color: PackedColor.none, moment: 0)
    var text = (color: PackedColor.none, moment: 0)
    for stack in colors.values {
      guard let entry = stack.last else { continue }
      if entry.back.moment > back.moment { back = entry.back }
      if entry.text.moment > text.moment { text = entry.text }
    }
    backColor = back.color
    textColor = text.color
  }

  private func isAnyOpen(_ elements: [HTMLElement]) -> Bool {
    elements.contains { isOpen($0) }
  }
}
