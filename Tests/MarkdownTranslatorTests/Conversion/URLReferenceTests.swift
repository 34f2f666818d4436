import Testing

@testable import MarkdownTranslator

@Suite struct URLReferenceTests {
  /// RFC 3986, section 5.4.1.
  @Test(arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
    ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
    (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"),
    ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"),
    ("../../g", "http://a/g"),
  ])
  func normalExamples(reference: String, expected: String) {
    #expect(URLReference.resolve(reference, against: "http://a/b/c/d;p?q") == expected)
  }

  /// RFC 3986, section 5.4.2.
  @Test(arguments: [
    ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"),
    ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
    ("g..", "http://a/b/c/g.."),
    ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
    ("g;x=1/../y", "http://a/b/c/y"), ("g?y/./x", "http://a/b/c/g?y/./x"),
    ("g?y/../x", "http://a/b/c/g?y/../x"),
    ("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"), ("http:g", "http:g"),
  ])
  func abnormalExamples(reference: String, expected: String) {
    #expect(URLReference.resolve(reference, against: "http://a/b/c/d;p?q") == expected)
  }

  @Test(arguments: [
    ("g", "https://a", "https://a/g"), ("../g", "https://a", "https://a/g"),
    ("?q", "https://a", "https://a?q"),
    ("g", "https://a/b", "https://a/g"), ("g", "https://a/b/", "https://a/b/g"),
    ("g", "https://a/b?c/d", "https://a/g"), ("g", "https://a/b#c/d", "https://a/g"),
    ("#s", "https://a/b#c", "https://a/b#s"), ("注意.md", "https://a/文/", "https://a/文/注意.md"),
    ("//b/./c/../d", "https://a/x", "https://b/d"), ("a//b", "https://h/x/", "https://h/x/a//b"),
    ("..//b", "https://h/x/y/", "https://h/x//b"),
  ])
  func otherBases(reference: String, base: String, expected: String) {
    #expect(URLReference.resolve(reference, against: base) == expected)
  }

  @Test(arguments: [
    ("http://a", "http"), ("HTTPS://a", "https"), ("mailto:a@b", "mailto"), ("x-y+z.1:a", "x-y+z.1"),
    ("C:\\a", "c"), ("a", nil), ("", nil), (":a", nil), ("1a:b", nil), ("a/b:c", nil), ("?a:b", nil),
    ("#a:b", nil),
    ("a b:c", nil), ("注:a", nil), ("//a:80", nil), ("javascript:x", "javascript"),
  ])
  func schemes(url: String, expected: String?) {
    #expect(withBytes(url) { URLReference.scheme(of: $0) } == expected)
  }

  @Test func linkSchemes() {
    for scheme in ["http", "https", "mailto", "tel", "lark", "feishu"] {
      #expect(URLReference.isLinkScheme(scheme))
    }
    for scheme in ["ftp", "file", "javascript", "data", "sms", "xmpp", ""] {
      #expect(!URLReference.isLinkScheme(scheme))
    }
  }

  @Test(arguments: ["http://a", "HTTPS://a/b?c#d", "https://a:80", "https://a/注意"])
  func bases(url: String) {
    #expect(ConversionOptions.isLinkBase(url))
  }

  @Test(arguments: [
    "", "a", "/a", "//a", "http:", "http:a", "http:/a", "http://", "http:///a", "ftp://a", "https://a b",
    "https://a/\t", "mailto:a@b", "https://?x", "https://#x",
  ])
  func noBases(url: String) {
    #expect(!ConversionOptions.isLinkBase(url))
  }

  @Test(arguments: [
    "https://feishu.cn/docx/a", "https://a.feishu.cn/docs/a", "https://a.b.larksuite.com/wiki/a",
    "http://larkoffice.com/sheets/a", "https://a.FEISHU.cn/base/a", "HTTPS://a.feishu.cn/mindnotes/a?b#c",
    "https://a.feishu.cn:443/file/a", "https://u:p@a.feishu.cn/slides/a", "https://a.feishu.cn/board",
    "https://a.feishu.cn/minutes/",
  ])
  func feishuDocuments(url: String) {
    #expect(withBytes(url) { URLReference.isFeishuDocument($0) })
  }

  @Test(arguments: [
    "https://feishu.cn", "https://feishu.cn/", "https://feishu.cn/doc/a", "https://feishu.cn/docxx/a",
    "https://feishu.cn/a/docx", "https://feishu.cn//docx/a", "https://notfeishu.cn/docx/a",
    "https://feishu.cn.evil.com/docx/a", "https://evil.com/feishu.cn/docx/a",
    "https://feishu.cn@evil.com/docx/a",
    "https://evil.com/?https://feishu.cn/docx/a", "https://evil.com#@feishu.cn/docx/a",
    "ftp://feishu.cn/docx/a",
    "//feishu.cn/docx/a", "feishu.cn/docx/a", "lark://feishu.cn/docx/a", "https:feishu.cn/docx/a",
    "https://feishu.com/docx/a", "https://evil.com?.feishu.cn/docx/a", "",
  ])
  func noFeishuDocuments(url: String) {
    #expect(!withBytes(url) { URLReference.isFeishuDocument($0) })
  }
}
