// swift-tools-version: 6.1
// The conversion alone, to be built with a sanitizer: the whole package takes several times as long.
import PackageDescription

let package = Package(
  name: "okrmd-sanitize",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CCMarkGFM", pkgConfig: "libcmark-gfm"),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),
    .target(name: "CMarkBudget", dependencies: ["CCMarkGFM"]),
    .target(name: "ContentBlocks"),
    .target(
      name: "MarkdownTranslator", dependencies: ["CCMarkGFM", "CMarkBudget", "CYAML", "ContentBlocks"]),
    .target(
      name: "ConversionOracles",
      dependencies: ["CCMarkGFM", "CMarkBudget", "ContentBlocks", "MarkdownTranslator"],
      path: "Tests/ConversionOracles"),
    .testTarget(
      name: "MarkdownTranslatorTests",
      dependencies: ["CCMarkGFM", "CMarkBudget", "ContentBlocks", "ConversionOracles", "MarkdownTranslator"],
      exclude: ["Findings"]),
  ],
  swiftLanguageModes: [.v6]
)
