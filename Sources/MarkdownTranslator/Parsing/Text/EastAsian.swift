/// What Chinese and Japanese typesetting needs to know of a character.
package enum EastAsian {
  /// Whether a character is East Asian wide: ideographs, kana, CJK and full-width punctuation, and the
  /// other characters that Unicode gives the width W or F, but not Hangul, whose words are apart
  /// (rule R10).
  package static func isWide(_ scalar: UInt32) -> Bool {
    if scalar < 0x231A { return false }
    // Nearly all text that gets here.
    if scalar >= 0x3041, scalar <= 0x312F { return true }
    if scalar >= 0x4E00, scalar <= 0xA4CF { return true }
    return wideRanges.contains(scalar)
  }

  /// Whether a character is a Hangul syllable or letter.
  static func isHangul(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xAC00...0xD7FB, 0xFFA0...0xFFDC: true
    default: false
    }
  }

  /// Whether rule R32 holds beside a character.
  static func isWideOrHangul(_ scalar: UInt32) -> Bool { isWide(scalar) || isHangul(scalar) }

  /// Whether a character is one of the quotation marks, the ellipsis, the dash and the dot that Chinese
  /// shares with Latin text.
  private static func isSharedPunctuation(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x201C, 0x201D, 0x2018, 0x2019, 0x2026, 0x2014, 0xB7: true
    default: false
    }
  }

  /// Whether a soft break between two characters is nothing rather than a space (rule R10).
  static func joinsWithoutSpace(_ left: UInt32, _ right: UInt32) -> Bool {
    let leftIsWide = isWide(left)
    let rightIsWide = isWide(right)
    if leftIsWide, rightIsWide { return true }
    if leftIsWide { return isSharedPunctuation(right) }
    if rightIsWide { return isSharedPunctuation(left) }
    let stretching: (UInt32) -> Bool = { $0 == 0x2026 || $0 == 0x2014 }
    return stretching(left) && stretching(right)
  }

  /// Whether a bare URL ends before a character: CJK punctuation and full-width forms, but not the
  /// marks and numerals that are part of words (rule R33).
  static func endsBareURL(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3005...0x3007, 0x3021...0x3029: false
    case 0x3000...0x303F, 0xFF00...0xFFEF: true
    case 0x201C, 0x201D, 0x2018, 0x2019, 0x2026, 0x2014: true
    default: false
    }
  }

  /// The widths W and F of Unicode's East Asian Width property, less Hangul; sorted.
  private static let wideRanges = ScalarRanges([
    0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693,
    0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE,
    0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA,
    0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C,
    0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0,
    0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x302D,
    0x3030...0x303E, 0x3041...0x3130, 0x3190...0x31FF, 0x3220...0x3247, 0x3250...0x325F,
    0x3280...0x4DBF, 0x4E00...0xA4CF, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x18D00...0x18D08, 0x1AFF0...0x1B2FF,
    0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320,
    0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
    0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC,
    0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
    0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
    0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EF, 0x1F6F4...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0,
    0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD,
    0x30000...0x3FFFD,
  ])
}

/// A set of characters as sorted ranges.
private struct ScalarRanges: Sendable {
  private let ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges
  }

  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar)
  }
}
