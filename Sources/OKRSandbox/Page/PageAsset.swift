/// The files of the page. They are part of the program, which is copied alone.
enum PageAsset: String, CaseIterable, Sendable {
  case style = "/page.css"
  case script = "/page.js"
  case icon = "/page.svg"

  var text: String {
    switch self {
    case .style: pageStyle
    case .script: pageScript
    case .icon: pageIcon
    }
  }

  var mediaType: String {
    switch self {
    case .style: "text/css; charset=utf-8"
    case .script: "text/javascript; charset=utf-8"
    case .icon: "image/svg+xml"
    }
  }
}
