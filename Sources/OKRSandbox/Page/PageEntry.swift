/// A part of the page that is replaced as a whole when it changes: a record, or a note with what is said of it.
struct PageEntry: Equatable, Sendable {
  /// The element's id.
  let id: String
  let html: HTMLText

  /// The element. Its version tells the script whether it shows this already.
  var element: HTMLText {
    var element = HTMLText()
    element.append(markup: "<div class=\"entry\" id=\"")
    element.append(attribute: id)
    element.append(markup: "\" data-version=\"")
    element.append(attribute: version)
    element.append(markup: "\">")
    element.append(html)
    element.append(markup: "</div>")
    return element
  }

  /// The same for the same HTML, by the hash FNV-1a: no one gains from making two that agree.
  private var version: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in html.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
