#!/usr/bin/env python3
"""Compiles the Swift code in the documentation's articles, which DocC does not look at.

usage: docs-code.py BIN-PATH [ARTICLE...]

The blocks of an article are one program. The modules must have been built. Faults are printed with the article's lines.
"""

import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))


def program(article):
    """The article's code; other lines are left empty, so that line numbers are those of the article."""
    lines, in_code = [], False
    with open(article, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith("```"):
                in_code = line == "```swift"
                lines.append("")
            else:
                lines.append(line if in_code else "")
    return "\n".join(lines)


def module_maps(binaries):
    """The C modules under the libraries: their own maps, and those that SwiftPM wrote."""
    for folder in (f"{ROOT}/Sources", f"{ROOT}/.build/checkouts"):
        yield from glob.glob(f"{folder}/**/module.modulemap", recursive=True)
    yield from glob.glob(f"{binaries}/*.build/module.modulemap")


def main():
    binaries = sys.argv[1]
    articles = sys.argv[2:] or sorted(glob.glob(f"{ROOT}/Sources/*/*.docc/*.md"))
    flags = ["-I", f"{binaries}/Modules"]
    for path in module_maps(binaries):
        flags += ["-Xcc", f"-fmodule-map-file={path}", "-Xcc", f"-I{os.path.dirname(path)}"]
    faulty = 0
    with tempfile.TemporaryDirectory() as work:
        source = os.path.join(work, "main.swift")
        for article in articles:
            with open(source, "w", encoding="utf-8") as file:
                file.write(program(article))
            compiled = subprocess.run(
                ["swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", *flags, source],
                capture_output=True, text=True)
            if compiled.returncode:
                faulty += 1
                print((compiled.stdout + compiled.stderr).replace(source, os.path.relpath(article, ROOT)))
    print(f"docs-code: {len(articles)} articles, {faulty} with faults")
    sys.exit(1 if faulty else 0)


main()
