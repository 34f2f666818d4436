/// The styles that HTML tags have opened in a block. Each name has a stack of its own, so that an end tag
/// costs the same however deep the tags are nested.
struct HTMLStyles {
  /// The colours of an open tag, or of those of the same name around it, each with the moment at which it was
  /// opened.
  private struct Colors {
    var back = (color: PackedColor.none, moment: 0)
    var text = (color: PackedColor.none, moment: 0)
  }

  private struct Open {
    var count = 0
    /// Empty for elements without colours.
    var colors: [Colors] = []
  }

  /// The colours of what is around the block of text.
  private var base = (back: PackedColor.none, text: PackedColor.none)
  private var open: [String: Open] = [:]
  private var moment = 0
  private var boldCount = 0
  private var struckCount = 0
  private var codeCount = 0
  private var preformattedCount = 0
  /// Whether each convertible `sup` or `sub` around the text is a `sup`, outermost first.
  private var scripts: [Bool] = []

  private(set) var backColor = PackedColor.none
  private(set) var textColor = PackedColor.none

  /// Nothing open, in text of some colours.
  init(backColor: PackedColor = .none, textColor: PackedColor = .none) {
    base = (backColor, textColor)
    self.backColor = backColor
    self.textColor = textColor
  }

  mutating func setBase(backColor: PackedColor, textColor: PackedColor) {
    base = (backColor, textColor)
    updateColors()
  }

  var isBold: Bool { boldCount > 0 }
  var isStruck: Bool { struckCount > 0 }
  var isCode: Bool { codeCount > 0 || isPreformatted }
  var isPreformatted: Bool { preformattedCount > 0 }

  /// Whether text becomes superscript (true) or subscript (false) of Unicode; nil when it stays as it is.
  var script: Bool? { scripts.last }

  mutating func open(_ element: HTMLElement, backColor: PackedColor = .none, textColor: PackedColor = .none) {
    open[element.name, default: Open()].count += 1
    count(element, by: 1)
    guard element.hasColors else { return }
    moment += 1
    var entry = open[element.name]?.colors.last ?? Colors()
    if backColor != .none { entry.back = (backColor, moment) }
    if textColor != .none { entry.text = (textColor, moment) }
    open[element.name, default: Open()].colors.append(entry)
    updateColors()
  }

  mutating func close(_ element: HTMLElement) {
    guard let current = open[element.name], current.count > 0 else { return }
    open[element.name]?.count -= 1
    count(element, by: -1)
    guard element.hasColors else { return }
    open[element.name]?.colors.removeLast()
    updateColors()
  }

  mutating func openScript(isSuperscript: Bool) { scripts.append(isSuperscript) }

  mutating func closeScript() { _ = scripts.popLast() }

  private mutating func count(_ element: HTMLElement, by change: Int) {
    switch element.meaning {
    case .bold, .heading: boldCount += change
    case .strike: struckCount += change
    case .code: codeCount += change
    case .preformatted: preformattedCount += change
    default: break
    }
  }

  private mutating func updateColors() {
    var back = (color: base.back, moment: 0)
    var text = (color: base.text, moment: 0)
    for open in open.values {
      guard let entry = open.colors.last else { continue }
      if entry.back.moment > back.moment { back = entry.back }
      if entry.text.moment > text.moment { text = entry.text }
    }
    backColor = back.color
    textColor = text.color
  }
}

extension HTMLElement {
  /// Whether its tag may give its text colours.
  var hasColors: Bool {
    switch meaning {
    case .highlight, .colored, .larkText: true
    default: false
    }
  }
}
