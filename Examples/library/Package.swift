// swift-tools-version: 6.1
import PackageDescription

// A package that converts notes and never sends them. Of okrmd it takes the converter alone, so nothing of the
// HTTP client is built for it.
let package = Package(
  name: "note-to-json",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "okrmd", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "note-to-json",
      dependencies: [.product(name: "MarkdownTranslator", package: "okrmd")],
      path: "Sources"
    )
  ],
  swiftLanguageModes: [.v6]
)
