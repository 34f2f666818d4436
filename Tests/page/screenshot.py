"""A picture of the page of the example note."""
import os
import shutil
import sys
import tempfile

from devtools import Browser
from servers import Okrmd


def main(okrmd, chromium, examples, output, width, scheme):
    folder = tempfile.mkdtemp()
    browser = Browser(chromium)
    server = None
    try:
        for name in ("weekly.md", "conversion.png"):
            shutil.copy(os.path.join(examples, name), folder)
        note = os.path.join(folder, "weekly.md")
        # The page shows the time of the last save; the picture should not change with it.
        os.utime(note, (1763712000, 1763712000))
        server = Okrmd(okrmd, "preview", note)
        page = browser.page(f"{server.url}/", width=int(width), height=100, dark=scheme == "dark")
        page.until("[...document.images].every((image) => image.complete)")
        page.get("document.fonts.ready.then(() => 0)")
        page.screenshot(output)
        print(f"{output}: {os.path.getsize(output)} bytes")
    finally:
        if server:
            server.end()
        browser.close()
        shutil.rmtree(folder)


main(*sys.argv[1:])
