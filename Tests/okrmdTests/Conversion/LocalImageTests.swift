import Testing

/// The sizes of images that lie beside a note.
@Suite struct LocalImageTests {
  let folder = TemporaryFolder()

  private func gallery(_ source: String, _ size: (Int, Int)?) -> String {
    let size = size.map { #","width":\#($0.0),"height":\#($0.1)"# } ?? ""
    return document(#"{"type":"gallery","gallery":{"imageList":[{"src":"\#(source)"\#(size)}]}}"#)
  }

  /// Converts a note with one image.
  ///
  /// - Parameter warning: the code of the one thing that is said; nil for nothing.
  private func expect(
    _ markdown: String, in note: String = "note.md", gives source: String, _ size: (Int, Int)?,
    warning: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.write(markdown, to: note)
    try expect(
      folder.okrmd("convert", note), source, size, named: note, warning: warning,
      sourceLocation: sourceLocation)
  }

  private func expect(
    _ run: Outcome, _ source: String, _ size: (Int, Int)?, named name: String, warning: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.output == gallery(source, size), sourceLocation: sourceLocation)
    #expect(run.status == 0, sourceLocation: sourceLocation)
    if let warning {
      #expect(run.errors.hasPrefix("\(name):1:1: warning: "), sourceLocation: sourceLocation)
      #expect(run.errors.hasSuffix(" [\(warning)]\n"), sourceLocation: sourceLocation)
    } else {
      #expect(run.errors == "", sourceLocation: sourceLocation)
    }
  }

  @Test func theSizeOfEveryFormatIsRead() throws {
    try folder.write(TinyImage.png(3, 4), to: "a.png")
    try folder.write(TinyImage.gif(5, 6), to: "a.gif")
    try folder.write(TinyImage.bmp(7, 8), to: "a.bmp")
    try expect("![](a.png)", gives: "a.png", (3, 4))
    try expect("![](a.gif)", gives: "a.gif", (5, 6))
    try expect("![](./a.bmp)", gives: "./a.bmp", (7, 8))
  }

  @Test func whatIsNoImageHasNoSize() throws {
    try folder.write("text", to: "a.png")
    try folder.write([UInt8](TinyImage.png(3, 4).prefix(20)), to: "short.png")
    try folder.write("", to: "empty.png")
    try folder.createFolder("folder.png")
    for name in ["a.png", "short.png", "empty.png"] {
      try expect("![](\(name))", gives: name, nil, warning: "image-type")
    }
    for name in ["folder.png", "nowhere.png"] {
      try expect("![](\(name))", gives: name, nil, warning: "image-missing")
    }
  }

  @Test func aNamedPipeIsNotWaitedFor() throws {
    try folder.write("![](pipe.png)", to: "note.md")
    try expect(
      folder.shell(#"mkfifo pipe.png && "$OKRMD" convert note.md"#), "pipe.png", nil, named: "note.md",
      warning: "image-missing")
  }

  @Test func namesWithSpacesAndChineseAreFound() throws {
    try folder.write(TinyImage.png(3, 4), to: "图 片/第1张 图.png")
    try expect("![](<图 片/第1张 图.png>)", gives: "图 片/第1张 图.png", (3, 4))
    try expect("![](图%20片/第1张%20图.png)", gives: "图%20片/第1张%20图.png", (3, 4))
    let encoded = "%E5%9B%BE%20%e7%89%87/%E7%AC%AC1%E5%BC%A0%20%E5%9B%BE.png"
    try expect("![](\(encoded))", gives: encoded, (3, 4))
  }

  @Test func theNameAsWrittenComesFirst() throws {
    try folder.write(TinyImage.png(1, 1), to: "a b.png")
    try folder.write(TinyImage.png(2, 2), to: "a%20b.png")
    try expect("![](a%20b.png)", gives: "a%20b.png", (2, 2))
  }

  @Test func brokenPercentSignsStandForThemselves() throws {
    try folder.write(TinyImage.png(3, 4), to: "100%.png")
    try expect("![](100%.png)", gives: "100%.png", (3, 4))
    try expect("![](100%25.png)", gives: "100%25.png", (3, 4))
    try expect("![](%FF.png)", gives: "%FF.png", nil, warning: "image-missing")
  }

  @Test func pathsStartFromTheNote() throws {
    try folder.write(TinyImage.png(1, 1), to: "a.png")
    try folder.write(TinyImage.png(2, 2), to: "notes/a.png")
    try expect("![](a.png)", in: "notes/note.md", gives: "a.png", (2, 2))
    try expect("![](../a.png)", in: "notes/note.md", gives: "../a.png", (1, 1))
    try expect("![](notes/a.png)", in: "notes/note.md", gives: "notes/a.png", nil, warning: "image-missing")
  }

  @Test func standardInputLooksInTheCurrentFolder() throws {
    try folder.write(TinyImage.png(3, 4), to: "a.png")
    try expect(folder.okrmd("convert", input: "![](a.png)"), "a.png", (3, 4), named: "<stdin>")
  }

  @Test func absolutePathsAndFileURLsAreFound() throws {
    try folder.write(TinyImage.png(3, 4), to: "图 a.png")
    try folder.createFolder("notes")
    let path = folder.path(of: "图 a.png")
    let encoded = folder.path(of: "%E5%9B%BE%20a.png")
    try expect("![](<\(path)>)", in: "notes/note.md", gives: path, (3, 4))
    for scheme in ["file:", "file://", "file://localhost", "FILE://"] {
      try expect("![](\(scheme)\(encoded))", in: "notes/note.md", gives: scheme + encoded, (3, 4))
    }
  }

  @Test func aSizeInHTMLWins() throws {
    try folder.write(TinyImage.png(3, 4), to: "a.png")
    try expect(#"<img src="a.png" width="30" height="40">"#, gives: "a.png", (30, 40))
    try expect(#"<img src="a.png">"#, gives: "a.png", (3, 4))
  }

  @Test func imagesOfTheWebAreNotLookedFor() throws {
    try folder.write(TinyImage.png(3, 4), to: "https:/a.example/b.png")
    #expect(
      try folder.okrmd("convert", input: "![](https://a.example/b.png)")
        == Outcome(gallery("https://a.example/b.png", nil)))
  }

  @Test func asLinksTheyAreNotNeeded() throws {
    try folder.write(TinyImage.png(3, 4), to: "a.png")
    let run = try folder.okrmd("convert", "--images", "link", input: "![图](a.png)")
    #expect(run == Outcome(plain("图"), errors: linkWarning("<stdin>")))
  }

  /// What a push refuses, `check` refuses: texts and files that only begin like an image.
  @Test(arguments: [
    Array("BM is a brand of motor cars, and this is a text about it and nothing else.".utf8),
    Array("GIF89a is a format of pictures; this is a text about it.".utf8),
    [UInt8](TinyImage.png(3, 4).prefix(24)),
  ])
  func whatOnlyBeginsLikeAnImageIsAFault(bytes: [UInt8]) throws {
    try folder.write(bytes, to: "a.png")
    try folder.write("甲\n\n![](a.png)\n", to: "note.md")
    #expect(
      try folder.okrmd("check", "note.md")
        == Outcome(
          errors:
            "note.md:3:1: error: a.png: is not a PNG, JPEG, GIF, BMP or WebP image; only images are uploaded\n",
          status: 1))
    // Nor are its letters a size.
    #expect(try !folder.okrmd("convert", "note.md").output.contains("width"))
  }
}
