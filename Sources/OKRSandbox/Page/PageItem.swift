/// Something that pages show, before it is made into HTML.
struct PageItem: Sendable {
  let id: String
  /// Differs from one state of the item to the next.
  let stamp: Int64
  let html: @Sendable () -> HTMLText

  var entry: PageEntry { PageEntry(id: id, html: html()) }
}
