import ContentBlocks
import Testing

@testable import NotePage

@Suite struct PageColorTests {
  /// What the style sheet calls `--ink` in its dark scheme.
  private static let darkInk = PageColor(red: 228 / 255, green: 230 / 255, blue: 235 / 255)

  @Test func coloursAreWrittenAsCSS() throws {
    #expect(PageColor(try ContentColor(red: 216, green: 57, blue: 49)).css == "rgb(216 57 49)")
    #expect(PageColor(try ContentColor(red: 0, green: 255, blue: 7, alpha: 0.25)).css == "rgb(0 255 7 / 25%)")
  }

  /// Whatever a record says, it can be read in the dark.
  @Test func theDarkSchemeCanBeRead() throws {
    let channels = [0, 64, 128, 191, 255]
    for red in channels {
      for green in channels {
        for blue in channels {
          for alpha in [0, 0.5, 1] {
            let color = PageColor(try ContentColor(red: red, green: green, blue: blue, alpha: alpha))
            let paper = color.asDarkPaper
            #expect(Self.darkInk.contrast(with: paper) >= PageColor.readableContrast, "\(color.css)")
            for surface in [PageColor.darkPage, paper] {
              let ink = color.asDarkInk(on: surface)
              #expect(ink.contrast(with: surface) >= PageColor.readableContrast, "\(color.css)")
            }
          }
        }
      }
    }
  }

  @Test func coloursThatCanBeReadStay() throws {
    let yellow = PageColor(try ContentColor(red: 255, green: 246, blue: 122))
    #expect(yellow.asDarkInk(on: .darkPage) == yellow)
    #expect(yellow.asDarkPaper.red > yellow.asDarkPaper.blue * 2)
  }

  /// The style sheet and the contrast know the same colours.
  @Test func theStyleSheetAgrees() {
    let style = String(decoding: PageFile.style.bytes, as: UTF8.self)
    #expect(style.contains("--page: #1f2124;") && PageColor.darkPage.css == "rgb(31 33 36)")
    #expect(style.contains("--ink: #e4e6eb;") && Self.darkInk.css == "rgb(228 230 235)")
  }
}
