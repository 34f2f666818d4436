# Homebrew formula, as a file of a tap: see Documentation/mac.md.
class Okrmd < Formula
  desc "Markdown notes as Feishu (Lark) OKR progress records"
  homepage "https://github.com/okrmd/okrmd"
  url "https://github.com/okrmd/okrmd.git", tag: "0.2.0"
  license "MIT"
  head "https://github.com/okrmd/okrmd.git", branch: "main"

  depends_on "pkgconf" => :build
  depends_on xcode: ["26.0", :build]
  depends_on "cmark-gfm"
  depends_on "libyaml"
  depends_on macos: :sequoia

  uses_from_macos "curl"

  def install
    system "make", "install", "PREFIX=#{prefix}", "SWIFT=swift", "SWIFT_FLAGS=--disable-sandbox"
  end

  test do
    (testpath/"note.md").write "**周报**\n"
    assert_match '"bold":true', shell_output("#{bin}/okrmd convert note.md")
  end
end
