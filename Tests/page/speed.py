"""How long a save takes to be seen. It is told, not judged: seconds depend on the machine."""

import statistics
import time
from pathlib import Path

from servers import Okrmd

EXAMPLE = Path(__file__).resolve().parents[2] / "Examples/weekly.md"


def save_to_screen(browser, folder):
    """From the write to the frame that shows it, by one clock."""
    note = folder / "weekly.md"
    text = EXAMPLE.read_text(encoding="utf-8")
    note.write_text(text)
    server = Okrmd("preview", note)
    page = browser.page(f"{server.url}/")
    times = []
    for number in range(20):
        page.get(f"""window.shown = new Promise((resolve) => {{
          new MutationObserver(() => {{
            if (document.querySelector('.content').textContent.includes('save {number}.'))
              requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0));
          }}).observe(document.body, {{ subtree: true, childList: true, characterData: true }});
        }}); 0""")
        start = time.time() * 1000
        note.write_text(text + f"\nsave {number}.\n")
        times.append(page.get("shown") - start)
    page.close()
    server.end()
    print(f"save to screen: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms of {len(times)}")
