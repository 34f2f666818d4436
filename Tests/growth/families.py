"""Inputs that are out to make the converter slow: each family grows to any size.

A family makes an input of about so many bytes. The first group follows the pathological tests of cmark and
cmark-gfm; the others aim at what okrmd adds.
"""

import json
import math
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Family:
    name: str
    make: Callable[[int], str]
    # The command that reads it, with its flags.
    command: tuple = ("convert",)
    # The sizes to count at, as a part of the usual ones: where much is done for each byte.
    scale: float = 1
    # Whether a short note stands for much text, so that a limit ends it.
    ends_at_limit: bool = False


# What is not the default.
OTHER_FLAGS = (
    "convert", "--tables", "rows", "--images", "link", "--soft-breaks", "line", "--link-base", "https://a.b/c/",
    "--pretty", "--wire", "v2", "--body", "--diagnostics", "text", "--verbose",
)


def size(text):
    return len(text.encode())


def times(piece, length):
    """A piece as often as it fits."""
    return piece * (length // size(piece))


def repeated(piece, before="", after=""):
    return lambda length: before + times(piece, length) + after


def nested(opening, closing, inside="a", after=""):
    def make(length):
        count = length // (size(opening) + size(closing))
        return opening * count + inside + closing * count + after

    return make


def numbered(form, first=0, before="", after=""):
    """A text for each number, such as `{}: a`."""

    def make(length):
        parts = []
        left = length
        number = first
        while left > 0:
            parts.append(form.format(number))
            left -= size(parts[-1])
            number += 1
        return before + "".join(parts) + after

    return make


def halves(first, second, between=""):
    """Two pieces, each of which fills half of the input."""
    return lambda length: times(first, length // 2) + between + times(second, length // 2)


def one_of_each(form):
    """`form` of 1, 2, 3 and so on: the square root of the size."""
    return lambda length: "".join(form(number) for number in range(1, math.isqrt(2 * length)))


# As cmark and cmark-gfm test themselves.


def emphasis_389(length):
    return times("*a ", length // 2) + times("_a*_ ", length // 2)


def nested_lists(length):
    return "".join("  " * level + "* a\n" for level in range(math.isqrt(length)))


def colliding_references(length):
    """Labels whose hash is a multiple of 16, for parsers that keep them in 16 lists."""
    parts = []
    left = length
    number = 0
    while left > 0:
        label = f"x{number}"
        number += 1
        value = 0
        for character in label:
            value = (31 * value + ord(character)) & 0xFFFFFFFF
        if value % 16 == 0:
            parts.append(f"[{label}]: /url\n\n[{label}]\n\n")
            left -= size(parts[-1])
    return "".join(parts)


PARSER = [
    Family("strong in emphasis", nested("*a **a ", " a** a*", "b")),
    Family("emphasis closers, no openers", repeated("a_ ")),
    Family("emphasis openers, no closers", repeated("_a ")),
    Family("link closers, no openers", repeated("a]")),
    Family("link openers, no closers", repeated("[a")),
    Family("mismatched openers and closers", repeated("*a_ ")),
    Family("openers of two kinds", emphasis_389),
    Family("multiples of three", repeated("c* ", before="a**b")),
    Family("link openers, emphasis closers", repeated("[ a_")),
    Family("brackets and parentheses", repeated("[ (](")),
    Family("images of empty links", repeated("![[]()"), scale=0.25),
    Family("brackets", nested("[", "]")),
    Family("image brackets", nested("![", "]")),
    Family("nested links", nested("[", "](http://a.b)")),
    Family("quotes", repeated("> ", after="a"), scale=0.25),
    Family("quotes without spaces", repeated(">", after="a"), scale=0.25),
    Family("lists, each a line", nested_lists),
    Family("lists on one line", repeated("- ", after="a"), scale=0.25),
    Family("ordered lists on one line", repeated("1. ", after="a"), scale=0.25),
    Family("lists, then empty lines", halves("- ", "\n", between="x"), scale=0.25),
    Family("lists in a quote, then empty lines", lambda n: "> " + halves("- ", ">\n", "x\n")(n), scale=0.25),
    Family("emphasis in deep quotes", halves(">", "a*"), scale=0.25),
    Family("zero bytes", repeated("abc\0de\0")),
    Family("backticks of all lengths", one_of_each(lambda number: "e" + "`" * number)),
    Family("backticks", repeated("`")),
    Family("backtick pairs", repeated("`a``b")),
    Family("unclosed links in brackets", repeated("[a](<b")),
    Family("unclosed links", repeated("[a](b")),
    Family("unclosed comments", repeated("<!--", before="</")),
    Family("unclosed comments in text", repeated("a <!-- ")),
    Family("unclosed CDATA", repeated("a <![CDATA[ ")),
    Family("unclosed declarations", repeated("a <!A ")),
    Family("unclosed instructions", repeated("a <? ")),
    Family("references, one definition", repeated("[a] ", before="[a]: u\n\n"), scale=0.5),
    Family("references and definitions", numbered("[{0}]: u\n\n[{0}]\n\n")),
    Family("definitions in one paragraph", numbered("[{}]: u\n")),
    Family("definitions of one label", repeated("[a]: b\n")),
    Family("colliding references", colliding_references),
    Family("a long label", lambda n: f"[{times('a', n // 2)}]: u\n\n[{times('a', n // 2)}]"),
    Family("tables of returns", repeated("aaa\rbbb\n-\v\n")),
    Family("tables in a paragraph", repeated("a|b\n-|-\n")),
    Family("pipes", repeated("|")),
    Family("footnote references, no definition", repeated("[^1] ")),
    Family("footnote references", repeated("[^1] ", after="\n\n[^1]: a"), scale=0.25),
    Family("footnotes", numbered("[^{0}]\n\n[^{0}]: a\n\n"), scale=0.5),
    Family("footnote definitions", numbered("[^{}]: a\n"), scale=0.5),
    Family("nested footnotes", numbered("[^{0}]: [^{0}]\n")),
    Family("strikethrough", repeated("~~a~~ ")),
    Family("strikethrough openers", repeated("~~a ")),
    Family("strikethrough closers", repeated("a~~ ")),
    Family("tildes of both lengths", repeated("~a ~~b ")),
    Family("addresses", repeated("a@b.c ")),
    Family("at signs", repeated("a@")),
    Family("dots before an at sign", repeated("a.")),
    Family("www", repeated("www.a.b ")),
    Family("www with underscores", repeated("www.a_"), scale=0.5),
    Family("schemes", repeated("http://")),
    Family("colons", repeated(":")),
    Family("URLs", repeated("https://a.example/b ")),
    Family("a URL, then parentheses", repeated(")", before="http://a.b/"), scale=0.25),
    Family("a URL, then entities", repeated("&a;", before="http://a.b/"), scale=0.25),
    Family("angle brackets", repeated("<")),
    Family("autolinks", repeated("<https://a.b>")),
    Family("underscores", repeated("_")),
    Family("asterisks", repeated("*")),
    Family("setext underlines", repeated("a\n-\n"), scale=0.5),
    Family("thematic breaks", repeated("---\n"), scale=0.5),
    Family("fences", repeated("```\n")),
    Family("an open fence", repeated("a\n", before="```\n")),
    Family("task items", repeated("- [ ] a\n")),
    Family("tabs", repeated("\t")),
]

# Chinese (rules R10, R32, R33).

CHINESE = [
    Family("bold label, text", repeated("**注意：**请看")),
    Family("bold label, code", repeated("**注意：**看 `c` ")),
    Family("struck label, text", repeated("~~旧。~~新")),
    Family("quotation in bold", repeated("请看**「重点」**再说")),
    Family("openers at CJK punctuation", repeated("看**：")),
    Family("closers at CJK punctuation", repeated("：**看")),
    Family("openers of two kinds at CJK", repeated("**：~~：")),
    Family("undecided runs", repeated("：*看~")),
    Family("single asterisks at CJK", repeated("：*")),
    Family("touching closers", lambda n: times("**~~", n // 2) + "注：" + times("~~**", n // 2) + "看"),
    Family("touching runs", repeated("**~~", before="：", after="：")),
    Family("bold labels in quotes of text", repeated("“**甲”**乙")),
    Family("links with bold labels", repeated("[**甲：**乙](http://a.b) ")),
    Family("brackets around a bold label", nested("[", "]", "**：**看", "\n\n[a]: b\n"), scale=0.5),
    Family("brackets beside a bold label", repeated("[a] ", before="**：**看", after="\n\n[a]: b"), scale=0.5),
    Family("labels after a bold label", numbered("[{0}]: u\n\n**：**看[{0}]\n\n")),
    Family("ends of definitions", lambda n: "**：**看" + times("[" + "]:" * 400, n)),
    Family("link targets beside a bold label", repeated("[a](b", before="**：**看")),
    Family("titles beside a bold label", repeated("[a](b \"c", before="**：**看")),
    Family("backticks beside a bold label", one_of_each(lambda number: "：**看" + "`" * number)),
    Family("tags beside a bold label", repeated("<a b='c' ", before="**：**看")),
    Family("comments beside a bold label", repeated("<!--", before="**：**看")),
    Family("URLs that end at a full stop", repeated("https://a.example/b。谢谢")),
    Family("www that ends at a comma", repeated("www.a.example，谢谢")),
    Family("URLs in bold", repeated("**见 https://a.example/b**，好")),
    Family("a URL of ideographs", repeated("汉", before="https://a.example/")),
    Family("a URL, then full stops", repeated("。", before="https://a.example/")),
    Family("a URL, then asterisks", repeated("**", before="https://a.example/")),
    Family("colons beside a bold label", repeated(":", before="**：**看")),
    Family("lines of Chinese", repeated("汉字汉字汉字\n")),
    Family("lines of Chinese and Latin", repeated("汉字\nab\n")),
    Family("lines of dashes and dots", repeated("…\n—\n“\n")),
    Family("notes that use all sentinels", repeated("\f&#x2006;\u2001\u2000\u1680\u202f\u205f\u2004**：**看")),
    Family("full-width text", repeated("ＡＢＣ，")),
]

# HTML (section 6 of the mapping).

HTML = [
    Family("open tags", repeated("<b>")),
    Family("tags", repeated("<b>a</b> ")),
    Family("end tags", repeated("</b> ")),
    Family("nested tags", nested("<s>", "</s>")),
    Family("nested tags of all kinds", nested("<b><s><code><mark>", "</mark></code></s></b>")),
    Family("nested spans", nested("<span style='color:red'>", "</span>")),
    Family("spans", repeated("<span style='color:red'>a</span>")),
    Family("ignored colours", repeated("<span style='color:x'>a</span>")),
    Family("declarations in a style", lambda n: f"<span style='{times('color:red;', n)}'>a</span>"),
    Family("attributes", numbered(" a{}=b", before="<span", after=">a</span>")),
    Family("attributes of one name", repeated(" a=b", before="<span", after=">a</span>")),
    Family("an open tag of attributes", repeated(" a", before="<b")),
    Family("open attributes", repeated("<a b='")),
    Family("entities in an attribute", lambda n: f"<a href='http://a.b/{times('&amp;', n)}'>a</a>"),
    Family("breaks", repeated("<br>")),
    Family("breaks and text", repeated("a<br>")),
    Family("comments", repeated("a <!-- b --> ")),
    Family("HTML links", repeated("<a href='http://a.b'>a</a> ")),
    Family("open HTML links", repeated("<a href='http://a.b'>a ")),
    Family("dropped tags", numbered("<x{}>a ")),
    Family("blocks", repeated("<div>a</div>\n\n")),
    Family("a block of divs", repeated("<div>\n")),
    Family("a block of lines", repeated("a\n", before="<div>\n")),
    Family("a block of comments", repeated("<!-- a -->\n", before="<div>\n")),
    Family("a block of open comments", repeated("<!--", before="<div>")),
    Family("a block of open attributes", repeated("<a b='", before="<div>")),
    Family("a block of rules", repeated("<hr>", before="<div>"), scale=0.5),
    Family("a block of headings", repeated("<h1>a</h1>\n", before="<div>")),
    Family("a block of paragraphs", repeated("<p style='color:x'>a\n", before="<div>")),
    Family("a block of lists", repeated("<ul><li>", before="<div>")),
    Family("a block of white space", repeated("a \n ", before="<div>")),
    Family("preformatted lines", repeated("a\n", before="<pre>\n")),
    Family("pre tags", repeated("<pre>\n"), scale=0.5),
    Family("scripts", repeated("<script>a</script>\n")),
    Family("scripts in links", repeated("[<script>](http://a.b)</script>a\n")),
    Family("open scripts in text", repeated("a <script>b ")),
    Family("HTML images", repeated("<img src='a.png' alt=b title=c>")),
    Family("an HTML link of many images",
           lambda n: f"<a href='http://a.b'>{times('a **b** <img src=c.png> ', n)}</a>"),
    Family("HTML tables", repeated("<tr><td>a</td></tr>\n", before="<table>\n")),
    Family("entities", repeated("&amp;")),
    Family("numeric entities", repeated("&#20013;")),
    Family("unknown entities", repeated("&a")),
    Family("open entities", repeated("&#")),
    Family("entities in a block", repeated("&lt;", before="<div>")),
    Family("line ends from entities", repeated("a&#10;")),
]

# Tables (rule R17).


def table(columns, rows, cell="x", head="h"):
    def row(text):
        return "|" + (text + "|") * columns + "\n"

    return row(head) + row("-") + row(cell) * rows


def square_table(cell, head="h"):
    """As many columns as rows."""

    def make(length):
        side = max(1, math.isqrt(length // size(cell + "|")))
        return table(side, side, cell, head)

    return make


def tall_table(cell="x", columns=3):
    return lambda length: table(columns, length // (columns * size(cell + "|") + 2), cell)


def ragged_table(length):
    rows = times("|x\n|x|y\n|x|y|z|z|z\n|||\n", length)
    return "|a|b|c|\n|-|-|-|\n" + rows


TABLES = [
    Family("a table of many rows", tall_table()),
    Family("a table of links", tall_table("[a](b.md)")),
    Family("a table of code", tall_table("`a`")),
    Family("a table of bold labels", tall_table("**甲：**乙")),
    Family("a table of images", tall_table("![a](b.png)")),
    Family("a table of tags", tall_table("<b>a<br>")),
    Family("a table of escaped pipes", tall_table("\\|")),
    Family("a table of empty cells", tall_table(" ")),
    Family("a table of mentions", tall_table("@{ou_a}")),
    Family("a ragged table", ragged_table),
    Family("a square table", square_table("x"), scale=0.5),
    Family("a square table of links", square_table("[a](b.md)", "[h](b.md)"), scale=0.5),
    Family("a wide table", lambda n: table(n // 8, 2), scale=0.25),
    Family("a long header", lambda n: table(1, n // 8, head="h" * (n // 2)), scale=0.5,
           ends_at_limit=True),
    Family("a long row", lambda n: table(3, 1, "x" * (n // 3))),
    Family("text before a wide header", lambda n: times("text\n", n // 2) + table(n // 64, 1, "x", "[a](b.md)")),
    Family("many tables", repeated("|a|\n|-|\n|b|\n\n")),
    Family("tables in a list", repeated("- |a|\n  |-|\n  |b|\n")),
    Family("a row of images", lambda n: "|a|\n|-|\n|" + times("![a](b.png 't')", n) + "|\n"),
    Family("rows", tall_table("a **b**"), OTHER_FLAGS),
    Family("rows of empty cells", tall_table(" "), OTHER_FLAGS),
    Family("rows of a square table", square_table("x"), OTHER_FLAGS, scale=0.5),
]

# Links, images, lists, lines and what is said about them.

TEXT = [
    Family("dropped links", repeated("[a](b.md) ")),
    Family("dropped links, each a line", repeated("[a](b.md)\n")),
    Family("dropped links, each a paragraph", repeated("[a](b.md)\n\n")),
    Family("dropped links in items", repeated("- [a](b.md)\n")),
    Family("dropped links behind definitions", halves("[a]: b\n", "[c](d.md)\n")),
    Family("dropped schemes", repeated("[a](ftp://b) ")),
    Family("dropped titles", repeated("[a](http://b 'c') ")),
    Family("links", repeated("[a](http://a.b) ")),
    Family("links to other targets", numbered("[a](http://a.b/{}) ")),
    Family("links to documents", repeated("[a](https://a.feishu.cn/docx/b) ")),
    Family("links without text", repeated("[](http://a.b) ")),
    Family("a link of many runs", lambda n: f"[{times('a **b** ', n)}](http://a.b)"),
    Family("a long link of many runs",
           lambda n: f"[{times('a **b** ', n // 2)}](http://a.b/{times('c', n // 2)})", scale=0.5,
           ends_at_limit=True),
    Family("a link of many images", lambda n: f"[{times('a ![](b.png) ', n)}](http://a.b)"),
    Family("a link of many images and runs", lambda n: f"[{times('a **b** ![](c.png) ', n)}](http://a.b)"),
    Family("a link of many lines", lambda n: f"[{times('a' + chr(10), n)}](http://a.b)"),
    Family("a long link", repeated("c", before="[a](http://a.b/", after=")")),
    Family("a long definition", lambda n: f"[a]: http://a.b/{times('c', n // 2)}\n\n{times('[a] ', n // 2)}",
           scale=0.25, ends_at_limit=True),
    Family("parentheses in a target", nested("(", ")", after=")")),
    Family("escapes", repeated("\\*")),
    Family("images", repeated("![a](b.png) "), scale=0.5),
    Family("images, each a line", repeated("![a](b.png 'c')\n")),
    Family("images of data", repeated("![a](data:b) ")),
    Family("nested images", nested("![", "](a.png)", "b")),
    Family("an image of long text", lambda n: f"![{times('a *b* ', n)}](a.png)"),
    Family("mentions", repeated("@{ou_a} ")),
    Family("mentions by link", repeated("[@A](ou_b) ")),
    Family("open mentions", repeated("@{")),
    Family("emphasis", repeated("*a* "), scale=0.5),
    Family("emphasis, each a line", repeated("*a*\n"), scale=0.5),
    Family("bold runs", repeated("**a**b")),
    Family("code spans", repeated("`a` ")),
    Family("code spans over lines", repeated("`a\nb` *c* ")),
    Family("headings", repeated("# a\n"), scale=0.5),
    Family("headings of images", repeated("# ![a](b.png)\n"), scale=0.5),
    Family("a long heading", repeated("*a* ", before="# "), scale=0.5),
    Family("bullets", repeated("- a\n")),
    Family("numbers", repeated("1. a\n")),
    Family("lists of two levels", repeated("- a\n  - b\n")),
    Family("task items in a quote", repeated("> - [x] a\n")),
    Family("task items of images", repeated("- [x] ![a](b.png)\n")),
    Family("paragraphs in an item", repeated("a\n\n  ", before="- ")),
    Family("footnotes of two paragraphs", numbered("[^{0}]\n\n[^{0}]: a\n\n    b\n\n"), scale=0.5),
    Family("code lines", repeated("    a\n")),
    Family("code lines and empty ones", repeated("a\n\n", before="```swift\n")),
    Family("code blocks", repeated("```swift\na\n```\n")),
    Family("a long line", repeated("a")),
    Family("long lines", lambda n: times("a" * 500 + "\n", n)),
    Family("words", repeated("word ")),
    Family("paragraphs", repeated("a\n\n")),
    Family("lines", repeated("a\n")),
    Family("empty lines", repeated("\n")),
    Family("empty lines with spaces", repeated("  \r\n")),
    Family("spaces", repeated(" ", before="a", after="b")),
    Family("hard breaks of spaces", repeated("a  \n")),
    Family("hard breaks of backslashes", repeated("a\\\n")),
    Family("hard breaks and dropped links", repeated("a\\\n[b](c.md) ")),
    Family("control characters", repeated("\x01\x7f")),
    Family("emoji", repeated("👩‍👩‍👧‍👦")),
    Family("combining marks", repeated("\u0301", before="a")),
    Family("images as links", repeated("![a](b.png 'c') "), OTHER_FLAGS),
    Family("kept line ends", repeated("[a\nb](c.md)\n"), OTHER_FLAGS),
    Family("resolved links", repeated("[a](../b.md) "), OTHER_FLAGS),
    Family("a resolved path", repeated("../a/", before="[a](", after=")"),
           OTHER_FLAGS),
    Family("indented JSON", repeated("- **a** [b](http://c.d)\n"), OTHER_FLAGS),
    Family("a whole request", repeated("a **b**\n\n"), OTHER_FLAGS),
    Family("diagnostics as text", repeated("[a](b.md) *c*\n"), ("check", "--diagnostics", "text")),
]

# Front matter (section 8 of the mapping).


def front_matter(make):
    return lambda length: "---\n" + make(length) + "\n---\na\n"


def deep_yaml(length):
    return "".join(" " * level + "a:\n" for level in range(min(900, math.isqrt(2 * length))))


def aliases(length):
    """Each line holds the one before twice."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 6)]
    return "\n".join(lines) + "\nb: [" + times("x, ", length) + "x]"


FRONT_MATTER = [
    Family("YAML keys", front_matter(numbered("key{}: a\n"))),
    Family("YAML keys of okr", front_matter(numbered("  key{}: a\n", before="okr:\n"))),
    Family("a YAML list", front_matter(repeated("- a\n", before="a:\n"))),
    Family("a YAML list on one line", front_matter(repeated("a, ", before="a: [", after="b]"))),
    Family("YAML brackets", front_matter(nested("[", "]", "a"))),
    Family("open YAML brackets", front_matter(repeated("["))),
    Family("deep YAML", front_matter(deep_yaml)),
    Family("YAML with aliases", front_matter(aliases)),
    Family("YAML with many aliases", front_matter(repeated("*a, ", before="a: &a b\nc: [", after="b]"))),
    Family("a YAML string", front_matter(repeated("a", before="a: "))),
    Family("YAML escapes", front_matter(repeated("\\n", before="a: \"", after="\""))),
    Family("a YAML block", front_matter(repeated("  a\n", before="a: |\n"))),
    Family("YAML comments", front_matter(repeated("# a\n"))),
    Family("front matter that is not YAML", front_matter(repeated("okr: [}\n"))),
    Family("front matter without an end", repeated("a: b\n", before="---\n")),
]

# JSON, checked and rendered.


def blocks(*elements):
    return json.dumps({"blocks": list(elements)}, ensure_ascii=False, separators=(",", ":"))


def line(*elements, style=None):
    paragraph = {"elements": list(elements)}
    if style:
        paragraph = {"style": {"list": style}, **paragraph}
    return {"type": "paragraph", "paragraph": paragraph}


def run(text, **style):
    return {"type": "textRun", "textRun": {"text": text, **({"style": style} if style else {})}}


def many(*elements):
    """Blocks, again and again."""

    def make(length):
        return blocks(*list(elements) * max(1, length // (size(blocks(*elements)) - 12)))

    return make


def many_runs(*runs):
    """One line of runs."""

    def make(length):
        return blocks(line(*list(runs) * max(1, length // size(blocks(line(*runs))))))

    return make


def text(piece):
    """One run of a repeated piece."""
    return lambda length: blocks(line(run(times(piece, length))))


def level(number, kind="bullet"):
    return {"type": kind, "indentLevel": number}


def gallery(name):
    return {"type": "gallery", "gallery": {"imageList": [{"src": name}]}}


BOLD = {"bold": True}
RED = {"red": 255, "green": 0, "blue": 0, "alpha": 1}
MENTION = {"type": "person", "person": {"openId": "ou_a"}}
DOCUMENT = {"type": "docsLink", "docsLink": {"url": "https://a.feishu.cn/docx/b", "title": "a"}}

JSON_TEXTS = {
    "asterisks": "*a", "backticks": "``a", "brackets": "[", "entities": "&a", "addresses": "a@", "URLs": "http://",
    "spaces": "  ", "Chinese": "注：",
}

JSON_SHAPES = [
    ("blocks", many(line(run("a")))),
    ("empty lines", many(line())),
    ("runs", many_runs(run("a", **BOLD), run("b"))),
    ("styled runs", many_runs(run("a", **BOLD), run("b", textColor=RED), run("c", strikeThrough=True))),
    ("runs of spaces", many_runs(run(" ", **BOLD), run(" "))),
    ("runs of Chinese", many_runs(run("注：", **BOLD), run("看"))),
    ("links", many_runs(run("a", link={"url": "http://a.b/(c"}), run("b"))),
    ("mentions and documents", many_runs(MENTION, DOCUMENT)),
    ("code", many_runs(run("`", backColor={**RED, "red": 242, "green": 243, "blue": 245}), run("b"))),
    ("code lines", many(line(run("a", backColor={"red": 242, "green": 243, "blue": 245, "alpha": 1})))),
    ("items", many(line(run("a"), style=level(1)))),
    ("items of all levels", many(*(line(run("a"), style=level(n)) for n in (1, 2, 16)))),
    ("checks", many(line(run("a"), style=level(1, "checkBox")), line(run("b"), style=level(2, "indent")))),
    ("indented lines", many(line(run("a"), style=level(16, "indent")))),
    ("galleries", many(gallery("a b.png"), line(run("c")))),
]

# Each needs a process of its own for each size, so these are few.
RENDERED = [
    Family(f"render: {name}", make, ("render",)) for name, make in JSON_SHAPES
    if name in ("blocks", "styled runs", "links", "items of all levels", "galleries")
] + [
    Family(f"render: text of {name}", text(piece), ("render",)) for name, piece in JSON_TEXTS.items()
]

CHECKED = [
    Family(f"check: {name}", make, ("check", ".json")) for name, make in JSON_SHAPES
] + [
    Family(f"check: {name}", make, ("check", ".json"))
    for name, make in [
        ("arrays", nested("[", "]", "1")),
        ("open arrays", repeated("[")),
        ("open objects", repeated("{\"a\":")),
        ("numbers", repeated("1,", before="[", after="1]")),
        ("a long number", repeated("1")),
        ("a long fraction", repeated("1", before="[0.", after="]")),
        ("escapes", repeated("\\u4e2d", before="[\"", after="\"]")),
        ("line end escapes", repeated("\\n", before="[\"", after="\"]")),
        ("half escapes", repeated("\\ud83d", before="[\"", after="\"]")),
        ("keys", numbered("\"k{}\":1,", before="{\"blocks\":[],", after="\"z\":1}")),
        ("long keys", repeated("a", before="{\"", after="\":1}")),
        ("white space", repeated(" ", before="[", after="]")),
        ("blocks of a wrong kind", many({"type": "x"})),
        ("blocks of a wrong value", many(7)),
        ("runs of a wrong value", many_runs({"type": "textRun", "textRun": {"text": 7, "x": 1}})),
        ("levels out of range", many(line(run("a"), style=level(99)))),
        ("colours out of range", many_runs(run("a", textColor={**RED, "red": 999}), run("b"))),
        ("images of a wrong size", many({"type": "gallery", "gallery": {"imageList": [{"src": "a", "width": -1}]}})),
        ("one gallery of images",
         lambda n: blocks({"type": "gallery", "gallery": {"imageList": [{"src": "a"}] * (n // 12)}})),
    ]
]

ALL = PARSER + CHINESE + HTML + TABLES + TEXT + FRONT_MATTER + CHECKED + RENDERED

assert len({(family.name, family.command) for family in ALL}) == len(ALL), "two families share a name"
