"""Facts about the page, read from a browser that shows it. usage: checks.py OKRMD CHROMIUM; see run.sh."""

import shutil
import sys
import tempfile
from pathlib import Path

import results
from devtools import Browser
from hostile import hostile
from layout import layout
from sandbox import sandbox
from sections import sections
from servers import Okrmd
from speed import save_to_screen
from updates import updates


def main(okrmd, chromium):
    Okrmd.program = okrmd
    folder = Path(tempfile.mkdtemp())
    browser = Browser(chromium)
    try:
        for part in (layout, hostile, updates, sections, sandbox, save_to_screen):
            try:
                part(browser, folder)
            except Exception as error:
                results.check(f"{part.__name__} comes to its end", False, f"{type(error).__name__}: {error}")
    finally:
        Okrmd.end_all()
        browser.close()
        shutil.rmtree(folder)
    print(f"{results.passed} passed, {results.failed} failed")
    sys.exit(0 if results.failed == 0 and results.passed > 0 else 1)


main(*sys.argv[1:])
