/// The style of a run while a line is put together: the parts of a ``ContentTextStyle`` in 16 bytes.
struct RunStyle: Equatable {
  var bold = false
  var strikeThrough = false
  var backColor = PackedColor.none
  var textColor = PackedColor.none
  /// The number of a link in the block's ``LinkTable``; negative for none.
  var link: Int32 = Self.noLink

  static let noLink: Int32 = -1

  var isPlainButForLink: Bool {
    !bold && !strikeThrough && backColor == .none && textColor == .none
  }
}
