"""A picture of the page of the example note, light and 1200 pixels wide. usage: screenshot.py OKRMD CHROMIUM"""
import os
import shutil
import sys
import tempfile
from pathlib import Path

from devtools import Browser
from servers import Okrmd

EXAMPLES = Path(__file__).resolve().parents[2] / "Examples"
PICTURE = EXAMPLES / "preview.png"


def main(okrmd, chromium):
    Okrmd.program = okrmd
    folder = Path(tempfile.mkdtemp())
    browser = Browser(chromium)
    try:
        for name in ("weekly.md", "conversion.png"):
            shutil.copy(EXAMPLES / name, folder)
        note = folder / "weekly.md"
        # The page shows the time of the last save; the picture should not change with it.
        os.utime(note, (1763712000, 1763712000))
        server = Okrmd("preview", note)
        page = browser.page(f"{server.url}/", height=100)
        page.until("[...document.images].every((image) => image.complete)")
        page.get("document.fonts.ready.then(() => 0)")
        page.screenshot(PICTURE)
        print(f"{PICTURE}: {PICTURE.stat().st_size} bytes")
    finally:
        Okrmd.end_all()
        browser.close()
        shutil.rmtree(folder)


main(*sys.argv[1:])
