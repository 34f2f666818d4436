"""As cmark and cmark-gfm test themselves."""

import math

from .family import Family
from .makers import halves, nested, numbered, one_of_each, repeated, size, times


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


FAMILIES = [
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
    # A NUL itself is refused before anything is parsed.
    Family("zero bytes as entities", repeated("abc&#0;de&#0;")),
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
