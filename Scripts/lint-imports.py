#!/usr/bin/env python3
"""Reports imports that point in a wrong direction: one line for each, FILE:LINE: error: ...

usage: lint-imports.py [FOLDER]

SwiftPM does not check this: it lets a target import whatever a dependency of a dependency brings along.
"""

import fnmatch
import os
import re
import sys

# A folder or a file, and what it may import. A file may import what its folder may, and what its own row names.
RULES = {
    "Sources/ContentBlocks": "Synchronization",
    "Sources/MarkdownTranslator": "ContentBlocks",
    "Sources/MarkdownTranslator/Parsing/Text/Bytes.swift": "Glibc Musl Darwin",
    "Sources/MarkdownTranslator/Parsing/CommonMarkParser.swift": "CCMarkGFM CMarkBudget Glibc Musl Darwin",
    "Sources/MarkdownTranslator/Parsing/FrontMatter/YAMLReader.swift": "CYAML",
    "Sources/OKRClient": "ContentBlocks Synchronization",
    "Sources/OKRClient/Transport/HTTPTransport.swift": "Glibc Musl Darwin",
    "Sources/OKRClient/Transport": "CCurl",
    "Sources/NotePage": "ContentBlocks Glibc Musl Darwin Synchronization",
    "Sources/NotePage/PageServer.swift": "NIO*",
    "Sources/OKRSandbox": "ContentBlocks NotePage Glibc Musl Darwin",
    "Sources/okrmd": "*",
}

# Attributes and an access level may precede the word; the kind of a declaration may follow it.
IMPORT = re.compile(
    r"^\s*(?:@[A-Za-z_]+(?:\([^)]*\))?\s+)*"
    r"(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?`?([A-Za-z_][A-Za-z_0-9]*)"
)


def allowed(path):
    """The patterns of the modules that a file may import."""
    return [
        pattern
        for place, patterns in RULES.items()
        if path == place or path.startswith(place + "/")
        for pattern in patterns.split()
    ]


def swift_files(folder):
    for directory, folders, files in os.walk(folder):
        folders.sort()
        yield from (os.path.join(directory, file) for file in sorted(files) if file.endswith(".swift"))


def main():
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    for place in RULES:
        if not os.path.exists(place):
            sys.exit(f"lint-imports: {place} does not exist; correct the table in Scripts/lint-imports.py")
    imports = faults = 0
    for path in swift_files("Sources"):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                found = IMPORT.match(line)
                if not found:
                    continue
                imports += 1
                if not any(fnmatch.fnmatchcase(found[1], pattern) for pattern in allowed(path)):
                    faults += 1
                    print(f"{path}:{number}: error: must not import {found[1]}; the table is in Scripts/lint-imports.py")
    print(f"lint-imports: {imports} imports, {faults} wrong")
    sys.exit(1 if faults else 0)


main()
