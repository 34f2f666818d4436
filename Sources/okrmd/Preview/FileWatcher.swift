/// Waits for a note, or an image that it shows, to be saved.
///
/// It goes by the state of the files alone, so it does not matter how an editor saves: in place, by a rename,
/// or by deleting and writing again.
struct FileWatcher {
  private let note: String
  private let directories = DirectoryWatcher()
  private var files: [String]
  private var states: [FileFingerprint]

  /// More images than that are looked at again only when the note is saved.
  private static let maxImages = 200
  /// How long nothing may happen to a file that is taken for complete, in milliseconds. Longer than a tick of
  /// the clock by which files are dated, or two writes could look like one.
  private static let quiet: Int32 = 12
  /// The pause after an alarm without a change, in milliseconds.
  private static let rest: Int32 = 5
  /// How often that is waited for while there is no file, or an empty one: it will not stay so.
  private static let patience = 10

  init(note: String) {
    self.note = note
    files = [note]
    states = [FileFingerprint(of: note)]
  }

  /// The state of the note that was seen last.
  var noteState: FileFingerprint { states[0] }

  /// Watches these images, too. To be called after each conversion.
  mutating func watch(images: [String]) {
    let fresh = [note] + images.prefix(Self.maxImages)
    guard fresh != files else { return }
    // Those that were watched before keep their state, or a change in between would be lost.
    let known = Dictionary(zip(files, states)) { $1 }
    files = fresh
    states = fresh.map { known[$0] ?? FileFingerprint(of: $0) }
  }

  /// Returns when a file is another than when it was last looked at, and is likely to stay as it is.
  mutating func waitForChange() {
    var isFirst = true
    while true {
      directories.watch(folders)
      let current = files.map(FileFingerprint.init)
      if current != states {
        states = settled(current)
        return
      }
      directories.wait()
      // Not at every turn of a folder in which other files are written all the time.
      if !isFirst { directories.pause(milliseconds: Self.rest) }
      isFirst = false
    }
  }

  /// Waits while the files are being written. Editors that empty a file first fill it a moment later.
  private func settled(_ first: [FileFingerprint]) -> [FileFingerprint] {
    var current = first
    for _ in 0..<Self.patience {
      directories.pause(milliseconds: Self.quiet)
      let next = files.map(FileFingerprint.init)
      if next == current, next[0].isFile, next[0].size > 0 { break }
      current = next
    }
    return current
  }

  /// The folder of the note and, if it is a link, that of the file it leads to.
  private var folders: Set<String> {
    var folders: Set = [InputFile(path: note).folder]
    if let target = realpath(note, nil) {
      folders.insert(InputFile(path: String(cString: target)).folder)
      free(target)
    }
    return folders
  }
}
