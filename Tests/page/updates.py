"""The page follows the note, and keeps the reader's place."""

from results import check
from servers import Okrmd


def updates(browser, folder):
    note = folder / "long.md"
    lines = [f"line {number} [link](https://a.example/{number})" for number in range(300)]

    def write():
        note.write_text("\n\n".join(lines) + "\n")

    write()
    server = Okrmd("preview", note)
    page = browser.page(f"{server.url}/")
    page.get("scrollTo(0, 3000)")
    page.get("document.querySelectorAll('.content a')[120].focus({ preventScroll: true })")
    page.get("""window.kept = document.querySelectorAll('.content .line')[120];
      window.top0 = kept.getBoundingClientRect().top; window.focused = document.activeElement""")
    lines[121] = "changed below"
    write()
    page.until("document.querySelector('.content').textContent.includes('changed below')")
    place = page.get("[scrollY, kept.getBoundingClientRect().top - top0, document.activeElement === focused]")
    check("an update below keeps the place and the focus", place == [3000, 0, True], place)
    lines[0:1] = ["new first", "new second", "new third"]
    write()
    page.until("document.querySelector('.content').textContent.includes('new third')")
    place = page.get("[kept.isConnected, kept.getBoundingClientRect().top - top0, document.activeElement === focused]")
    # Browsers scroll by whole pixels.
    check("lines that come above do not move what is read",
          place[0] and abs(place[1]) < 1 and place[2], place)
    number = page.get("[...document.querySelectorAll('.content .line')].indexOf(kept)")
    lines[number] = "line 120 changed [link](https://a.example/120)"
    write()
    page.until("document.querySelector('.content').textContent.includes('120 changed')")
    place = page.get("[scrollY, document.activeElement.href]")
    check("the focus stays on a line that changes itself", place[1] == "https://a.example/120", place)

    note.unlink()
    page.until("document.querySelector('.problem')")
    check("a note that is gone is said so above its last state",
          "no such file" in page.get("document.querySelector('.problem').textContent")
          and "new third" in page.get("document.querySelector('.content').textContent"))
    write()
    page.until("!document.querySelector('.problem')")
    check("a note that is back is shown without it", page.get("document.querySelectorAll('.entry').length") == 1)

    connection = "document.querySelector('.connection')"
    port = server.port
    check("no message while the server is there", page.get(f"{connection}.textContent") == "")
    server.end()
    page.until(f"{connection}.textContent.includes('No connection')")
    seen = page.get(f"{connection}.getBoundingClientRect().height > 10 && {connection}.getBoundingClientRect().top >= 0")
    check("the page says when the server has gone", seen)
    lines.append("after the pause")
    write()
    server = Okrmd("preview", "--port", str(port), note)
    page.until("document.querySelector('.content').textContent.includes('after the pause')")
    check("the page recovers when it is back", page.get(f"{connection}.textContent") == "")
    page.close()
    server.end()
