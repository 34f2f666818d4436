#!/usr/bin/env python3
"""Writes the inputs that fuzzing starts from: the examples of the GFM specification, the cases of the manuals, the
examples and fixtures, and every text in the tests, where each past fault has left its own.

usage: fuzz-seeds.py DIRECTORY
"""

import gzip
import re
import sys
from collections import Counter
from glob import glob
from pathlib import Path

SPECIFICATION = "/usr/share/doc/cmark-gfm/spec.txt.gz"
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", '"': '"', "'": "'", "\\": "\\"}

seen = set()
count = Counter()


def seed(out, target, text):
    data = text.encode(errors="replace")
    if not 0 < len(data) <= 4096 or (target, text) in seen:
        return
    seen.add((target, text))
    (out / target / f"{count[target]:05}").write_bytes(data)
    count[target] += 1


def sort_seed(out, text):
    """A text goes where it can be read."""
    if re.match(r"\s*[\[{]", text):
        seed(out, "json", text)
        return
    seed(out, "note", text)
    if re.match("\ufeff?---", text) or count["note"] % 20 == 0:
        seed(out, "front-matter", text)


def unescaped(text):
    def character(match):
        return chr(int(match[1], 16)) if match[1] else ESCAPES[match[2]]

    return re.sub(r"\\(?:u\{([0-9A-Fa-f]+)\}|([nrt0\"'\\]))", character, text)


def of_specification():
    """Between lines of 32 backticks, the Markdown ends at a line "."."""
    with gzip.open(SPECIFICATION, "rt", encoding="utf-8") as file:
        for example in re.findall(r"^`{32} example[^\n]*\n(.*?)^\.\n", file.read(), re.M | re.S):
            yield example.replace("→", "\t")


def of_manuals():
    """Fenced blocks, with stand-ins for what cannot be seen."""
    for path in sorted(glob("Documentation/*.md")):
        for _, case in re.findall(r"^(`{3,})(?:markdown|json)[^\n]*\n(.*?)^\1$", read(path), re.M | re.S):
            case = case.replace("␣", " ").replace("⇥", "\t")
            case = re.sub(r"⟨U\+([0-9A-F]+)⟩", lambda match: chr(int(match[1], 16)), case)
            yield re.sub(r"⟨byte ([0-9A-F]+)⟩", "\ufffd", case)


def of_examples():
    for pattern in ("Examples/*.md", "Examples/*.json", "Tests/*/Fixtures/*.json", "Tests/*/Findings/*"):
        for path in sorted(glob(pattern)):
            text = read(path)
            yield text
            # Long ones in pieces as well.
            if len(text) > 500:
                yield from re.split(r"\n(?=\n)", text)


def of_tests():
    paths = [path for folder in ("ContentBlocksTests", "MarkdownTranslatorTests", "ConversionOracles")
             for path in glob(f"Tests/{folder}/**/*.swift", recursive=True)]
    for path in sorted(paths):
        source = read(path)
        for text, indentation in re.findall(r'"""\n(.*?)^( *)"""', source, re.M | re.S):
            yield unescaped(re.sub(f"^{indentation}", "", text, flags=re.M))
        source = re.sub(r'"""\n.*?"""', "", source, flags=re.S)
        yield from re.findall(r'#"(.*?)"#', source)
        for text in re.findall(r'(?<!#)"((?:[^"\\\n]|\\.)*)"', source):
            yield unescaped(text)


def read(path):
    return Path(path).read_text(encoding="utf-8", errors="replace")


def main(out):
    for target in ("note", "json", "front-matter"):
        (out / target).mkdir(parents=True, exist_ok=True)
    for texts in (of_specification, of_manuals, of_examples, of_tests):
        for text in texts():
            sort_seed(out, text)
    print("seeds:", ", ".join(f"{count[target]} {target}" for target in sorted(count)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if not Path(SPECIFICATION).exists():
        sys.exit("the GFM specification is missing; install it with: apt-get install cmark-gfm")
    main(Path(sys.argv[1]))
