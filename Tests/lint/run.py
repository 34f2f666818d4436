#!/usr/bin/env python3
"""Adds wrong imports to a copy of the sources, one at a time, and checks that the lint finds each."""

import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
JSON = "Sources/ContentBlocks/Text/MessageText.swift"
NOTE = "Sources/MarkdownTranslator/MarkdownConverter.swift"
CLIENT = "Sources/OKRClient/BaseURL.swift"
SANDBOX = "Sources/OKRSandbox/Sandbox.swift"
PARSER = "Sources/MarkdownTranslator/Parsing/CommonMarkParser.swift"
TOOL = "Sources/okrmd/Okrmd.swift"

# A file, a line that is appended to it, and the module that the lint must name; None when the line is allowed.
CASES = [
    (JSON, "import MarkdownTranslator", "MarkdownTranslator"),
    (JSON, "import Foundation", "Foundation"),
    (NOTE, "import CCMarkGFM", "CCMarkGFM"),
    (NOTE, "import Glibc", "Glibc"),
    (NOTE, "import OKRClient", "OKRClient"),
    (CLIENT, "import MarkdownTranslator", "MarkdownTranslator"),
    (CLIENT, "import NIOCore", "NIOCore"),
    (CLIENT, "import CCurl", "CCurl"),
    (SANDBOX, "import CCurl", "CCurl"),
    (SANDBOX, "  @testable import OKRClient", "OKRClient"),
    (SANDBOX, "@_spi(Some) public import struct OKRClient.Brand", "OKRClient"),
    (JSON, "import Synchronization", None),
    (JSON, "// import Foundation", None),
    (PARSER, "import CMarkBudget", None),
    (TOOL, "import OKRSandbox", None),
]


def said(folder):
    lint = subprocess.run(
        [sys.executable, os.path.join(ROOT, "Scripts/lint-imports.py"), folder], capture_output=True, text=True)
    return lint.returncode, lint.stdout + lint.stderr


def passes(folder, file, line, module):
    path = os.path.join(folder, file)
    with open(path, encoding="utf-8") as source:
        original = source.read()
    with open(path, "w", encoding="utf-8") as changed:
        changed.write(original + line + "\n")
    status, output = said(folder)
    with open(path, "w", encoding="utf-8") as restored:
        restored.write(original)
    if module is None:
        good = status == 0 and "error" not in output
    else:
        number = original.count("\n") + 1
        good = status == 1 and output.startswith(f"{file}:{number}: error: must not import {module};")
    print(f"{'ok' if good else 'FAIL'} {line.strip()} in {file}" + ("" if good else f"\n{output}"))
    return good


def main():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "Sources"), os.path.join(folder, "Sources"))
        results = [passes(folder, *case) for case in CASES]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)


main()
