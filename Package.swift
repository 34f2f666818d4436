// swift-tools-version: 6.1
import PackageDescription

// The targets are in the order in which a note flows through them.
let package = Package(
  name: "okrmd",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "ContentBlocks", targets: ["ContentBlocks"]),
    .library(name: "MarkdownTranslator", targets: ["MarkdownTranslator"]),
    .library(name: "OKRClient", targets: ["OKRClient"]),
    .library(name: "OKRSandbox", targets: ["OKRSandbox"]),
    .executable(name: "okrmd", targets: ["okrmd"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // The server of sandbox and preview.
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.100.0"),
  ],
  targets: [
    // The parser: libcmark-gfm and its GFM extensions, as the system ships them.
    .systemLibrary(
      name: "CCMarkGFM",
      pkgConfig: "libcmark-gfm",
      providers: [
        .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
        .brew(["cmark-gfm"]),
      ]
    ),
    // The parser of front matter.
    .systemLibrary(
      name: "CYAML",
      pkgConfig: "yaml-0.1",
      providers: [
        .apt(["libyaml-dev"]),
        .brew(["libyaml"]),
      ]
    ),
    // Runs the parser within a memory and a time budget.
    .target(name: "CMarkBudget", dependencies: ["CCMarkGFM"]),
    // The document model and its two wire formats.
    .target(name: "ContentBlocks"),
    // Markdown in, ContentBlock and diagnostics out.
    .target(
      name: "MarkdownTranslator",
      dependencies: ["CCMarkGFM", "CMarkBudget", "CYAML", "ContentBlocks"]
    ),
    // libcurl, opened when something is sent. Nothing of it is needed to build.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    // Requests to the progress-record endpoints, and what is made of their replies.
    .target(name: "OKRClient", dependencies: ["CCurl", "ContentBlocks"]),
    // The page that shows records and notes, and its server on this machine.
    .target(
      name: "NotePage",
      dependencies: [
        "ContentBlocks",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      resources: [.embedInCode("page.css"), .embedInCode("page.js"), .embedInCode("page.svg")]
    ),
    // A stand-in for the endpoints on this machine.
    .target(name: "OKRSandbox", dependencies: ["ContentBlocks", "NotePage"]),
    // The command line tool.
    .executableTarget(
      name: "okrmd",
      dependencies: [
        "ContentBlocks", "MarkdownTranslator", "NotePage", "OKRClient", "OKRSandbox",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    // Servers that stall, lie or hang up, and clients that send anything, for tests to talk to; the documents' examples.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // A parser that never ends.
    .target(name: "CTestWork", path: "Tests/CTestWork"),
    .testTarget(name: "TestSupportTests", dependencies: ["TestSupport"]),
    // What holds for every conversion: the tests and the fuzzer ask the same.
    .target(
      name: "ConversionOracles",
      dependencies: ["CCMarkGFM", "CMarkBudget", "ContentBlocks", "MarkdownTranslator"],
      path: "Tests/ConversionOracles"
    ),
    .testTarget(
      name: "ContentBlocksTests", dependencies: ["ContentBlocks", "ConversionOracles", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "MarkdownTranslatorTests",
      dependencies: [
        "CCMarkGFM", "CMarkBudget", "CTestWork", "ContentBlocks", "ConversionOracles", "MarkdownTranslator",
      ],
      exclude: ["Findings"]
    ),
    .testTarget(
      name: "OKRClientTests", dependencies: ["ContentBlocks", "OKRClient", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(name: "NotePageTests", dependencies: ["ContentBlocks", "NotePage", "TestSupport"]),
    .testTarget(
      name: "OKRSandboxTests", dependencies: ["ContentBlocks", "NotePage", "OKRSandbox", "TestSupport"]),
    .testTarget(
      name: "okrmdTests", dependencies: ["okrmd", "ContentBlocks", "OKRSandbox", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// `make test-parsers` only: the conversion and its tests, which need no other package.
if Context.environment["OKRMD_CONVERSION_ONLY"] != nil {
  let names = [
    "CCMarkGFM", "CYAML", "CMarkBudget", "ContentBlocks", "MarkdownTranslator", "CTestWork",
    "ConversionOracles",
    "MarkdownTranslatorTests",
  ]
  package.dependencies = []
  package.targets.removeAll { !names.contains($0.name) }
  package.products.removeAll { !names.contains($0.name) }
}

// `make fuzz` only. libFuzzer brings the main function, so that the target links with its sanitizer alone.
if Context.environment["OKRMD_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "okrmd-fuzz", dependencies: ["ConversionOracles"], path: "Fuzzing",
      exclude: ["README.md", "front-matter.dict", "json.dict", "markdown.dict"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}

// `make docs` only, so that nobody else has to fetch the plugin.
if Context.environment["OKRMD_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
