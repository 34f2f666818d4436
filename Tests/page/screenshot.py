"""Pictures of the page of the example note, light, 1280 by 800 pixels, in English and Chinese.

usage: screenshot.py OKRMD CHROMIUM
"""
import os
import shutil
import sys
import tempfile
from pathlib import Path

from devtools import Browser
from servers import Okrmd

EXAMPLES = Path(__file__).resolve().parents[2] / "Examples"
PICTURES = {"en": EXAMPLES / "preview.png", "zh": EXAMPLES / "preview.zh.png"}


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
        for language, picture in PICTURES.items():
            server = Okrmd("--lang", language, "preview", note)
            page = browser.page(
                f"{server.url}/", width=1280, height=800, language={"en": "en-US", "zh": "zh-CN"}[language])
            page.until("[...document.images].every((image) => image.complete)")
            page.get("document.fonts.ready.then(() => 0)")
            page.get("document.querySelectorAll('details').forEach((list) => { list.open = true }), 0")
            page.screenshot(picture, height=800)
            print(f"{picture}: {picture.stat().st_size} bytes")
    finally:
        Okrmd.end_all()
        browser.close()
        shutil.rmtree(folder)


main(*sys.argv[1:])
