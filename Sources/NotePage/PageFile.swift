/// The files that every page loads. They are embedded in the program, which can be copied alone.
package enum PageFile: String, CaseIterable, Sendable {
  case style = "/page.css"
  case script = "/page.js"
  case icon = "/page.svg"

  package var bytes: [UInt8] {
    switch self {
    case .style: PackageResources.page_css
    case .script: PackageResources.page_js
    case .icon: PackageResources.page_svg
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
