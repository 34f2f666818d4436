"""Facts about the page, read from a browser that shows it."""
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request

from devtools import Browser
from servers import Okrmd

okrmd, chromium = sys.argv[1:]
passed = failed = 0


def check(name, holds, saw=None):
    global passed, failed
    if holds:
        passed += 1
        print(f"ok: {name}", flush=True)
    else:
        failed += 1
        print(f"FAILED: {name}" + ("" if saw is None else f": {saw}"), flush=True)


def save(path, text):
    with open(path, "w") as file:
        file.write(text)


PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf"
    b"\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82")

LAYOUT = """\
plain

- a
  - b
    - c
      - d

1. one
   1. two
      1. three
         1. four

- [x] done
- [ ] open

> quoted

<span style="color: #000000">black</span> <mark>marked</mark> `code`

[Title](https://a.feishu.cn/docx/x) @{ou_someone} [tel](tel:+861) https://a.example/""" + "long" * 60 + """

![](a.png) ![](b.png) ![](https://else.example/c.png)
"""

TEXTS = """[...document.querySelectorAll('.list .line')].map((line) => ({
  marker: line.querySelector('.marker').textContent,
  name: line.querySelector('.marker').getAttribute('aria-label'),
  level: line.getAttribute('aria-level'),
  text: line.querySelector('.text').textContent,
  x: line.querySelector('.text').getBoundingClientRect().left,
  markerX: line.querySelector('.marker').getBoundingClientRect().left,
}))"""

CONTRAST = """(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((value) => {
    value /= 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const paper = (element) => {
    for (; element; element = element.parentElement) {
      const color = parse(getComputedStyle(element).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  return Math.min(...[...document.querySelectorAll('main *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  ).map((element) => {
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(paper(element))];
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  }));
})()"""


def layout(browser, folder):
    note = os.path.join(folder, "layout.md")
    save(note, LAYOUT)
    for name in ("a.png", "b.png"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(PICTURE)
    server = Okrmd(okrmd, "preview", note)
    page = browser.page(f"{server.url}/")
    lines = page.get(TEXTS)
    by_text = {line["text"]: line for line in lines}
    check("bullets by level", [by_text[text]["marker"] for text in "abcd"] == ["•", "◦", "▪", "•"], lines)
    markers = [by_text[text]["marker"] for text in ("one", "two", "three", "four")]
    check("numbers by level", markers == ["1.", "a.", "i.", "1."], markers)
    check("check boxes have names",
          [by_text[text]["name"] for text in ("done", "open")] == ["done", "not done"], lines)
    levels = [by_text[text]["x"] for text in "abcd"]
    steps = [after - before for before, after in zip(levels, levels[1:])]
    check("a level is one step to the right", all(abs(step - 24) < 0.5 for step in steps), steps)
    check("lists of both kinds are aligned",
          all(abs(by_text[one]["x"] - by_text[two]["x"]) < 0.5
              for one, two in (("a", "one"), ("b", "two"), ("c", "three"), ("d", "four"), ("a", "quoted"))), lines)
    check("markers stand before their text", all(line["markerX"] < line["x"] for line in lines), lines)
    check("a quoted line has no marker", by_text["quoted"]["marker"] == "", by_text["quoted"])
    check("levels are told to screen readers",
          [by_text[text]["level"] for text in "abcd"] == ["1", "2", "3", "4"], lines)
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in tree]
    names = [(node["role"]["value"], node.get("name", {}).get("value")) for node in tree if "role" in node]
    check("lists, items and the heading are in the accessibility tree",
          roles.count("list") >= 2 and roles.count("listitem") >= 11 and ("heading", "layout.md") in names, names)
    check("check boxes are in the accessibility tree",
          ("image", "done") in names and ("image", "not done") in names, names)
    pictures = page.get("[...document.images].map((image) => ({ width: image.naturalWidth,"
                        "top: image.getBoundingClientRect().top, left: image.getBoundingClientRect().left }))")
    check("images are loaded, one a row",
          len(pictures) == 2 and all(picture["width"] == 1 for picture in pictures)
          and pictures[0]["top"] < pictures[1]["top"] and pictures[0]["left"] == pictures[1]["left"], pictures)
    elsewhere = page.get("document.querySelector('.elsewhere').textContent")
    check("a remote image is named, not fetched", "https://else.example/c.png" in elsewhere, elsewhere)
    links = page.get("[...document.querySelectorAll('.content a')].map((a) => [a.protocol, a.target, a.rel])")
    check("links leave no trace", len(links) >= 3
          and all(link[0] == "https:" and link[1:] == ["_blank", "noopener noreferrer"] for link in links), links)
    check("a link to a telephone is text", page.get("document.querySelector('.dead').textContent") == "tel")
    check("colours are set", page.get("getComputedStyle(document.querySelector('.tint')).color") == "rgb(0, 0, 0)")
    check("light text can be read", page.get(CONTRAST) >= 4.5, page.get(CONTRAST))
    page.emulate(dark=True)
    paper = page.get("getComputedStyle(document.querySelector('.record')).backgroundColor")
    check("dark follows the system", paper == "rgb(31, 33, 36)", paper)
    check("dark text can be read, coloured or not", page.get(CONTRAST) >= 4.49, page.get(CONTRAST))
    elsewhere = requests_elsewhere(page, server.url)
    check("nothing is asked for elsewhere", elsewhere == [], elsewhere)
    check("the policy is not broken", page.heard("Log.entryAdded") == [], page.heard("Log.entryAdded"))
    page.close()

    phone = browser.page(f"{server.url}/", width=390, height=844)
    width = phone.get("[document.documentElement.scrollWidth, innerWidth]")
    check("no sideways scroll at 390 px", width[0] <= 390, width)
    over = phone.get("[...document.querySelectorAll('main *')].filter((element) =>"
                     "element.getBoundingClientRect().right > 390).map((element) => element.outerHTML.slice(0, 80))")
    check("nothing sticks out at 390 px", over == [], over)
    phone.close()
    check("Ctrl-C ends the preview", server.end() == 0)


def requests_elsewhere(page, url):
    asked = [event["request"]["url"] for event in page.heard("Network.requestWillBeSent")]
    return [address for address in asked if not address.startswith(url + "/")]


HOSTILE = """\
<script>window.hurt = 1</script>

<img src="x" onerror="window.hurt = 1"> <a href="javascript:window.hurt=1">click</a>

[a](javascript:window.hurt=1) [b](<data:text/html,x>) [c](vbscript:x) ![](javascript:window.hurt=1)

`</span><script>window.hurt = 1</script>` \\<script>window.hurt = 1\\</script>

[q](https://a.example/"onmouseover="window.hurt=1) [s](https://a.example/'><script>window.hurt=1</script>)

evil \u202e txt.exe

![](https://else.example/tracker.png) <img src="//else.example/x.png">

<span style="color: red; background: url(https://else.example/y.png)">red</span>

[Doc "<b>](https://a.feishu.cn/docx/x) @{ou_x}

&lt;svg onload="window.hurt=1"&gt; &#0; &#x202e;
"""


def hostile(browser, folder):
    note = os.path.join(folder, "<img src=x onerror=window.hurt=1>.md")
    save(note, HOSTILE)
    server = Okrmd(okrmd, "preview", note)
    page = browser.page(f"{server.url}/")
    before = page.get("document.scripts.length")
    page.get("""document.querySelectorAll('.content a, .content span').forEach((element) => {
      element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); })""")
    page.get("document.querySelectorAll('.dead').forEach((element) => element.click())")
    check("hostile: nothing ran", page.get("window.hurt === undefined"))
    check("hostile: no script but the page's", before == 1
          and page.get("document.querySelectorAll('main script, main svg, main img').length") == 0)
    check("hostile: no handler in the page", page.get(
        "[...document.querySelectorAll('*')].every((e) => [...e.attributes].every((a) => !/^on|^style$/.test(a.name)"
        " || (a.name === 'style' && e.matches('.tint'))))"))
    links = page.get("[...document.querySelectorAll('main a')].map((a) => a.protocol)")
    check("hostile: links lead to the web only", set(links) <= {"https:"} and links, links)
    text = page.get("document.querySelector('.content').textContent")
    check("hostile: markup is text", "</span><script>window.hurt = 1</script>" in text, text)
    check("hostile: what turns text around is named", "evil U+202E txt.exe" in text and "\u202e" not in text, text)
    dialogs = page.heard("Page.javascriptDialogOpening")
    check("hostile: no dialog", dialogs == [], dialogs)
    elsewhere = requests_elsewhere(page, server.url)
    check("hostile: nothing is asked for elsewhere", elsewhere == [], elsewhere)
    # The same by an event, which is another way into the page.
    save(note, HOSTILE + "\nagain\n")
    page.until("document.querySelector('.content').textContent.includes('again')")
    check("hostile: an update ran nothing", page.get("window.hurt === undefined")
          and requests_elsewhere(page, server.url) == [])
    page.close()
    server.end()


def updates(browser, folder):
    note = os.path.join(folder, "long.md")
    lines = [f"line {number} [link](https://a.example/{number})" for number in range(300)]

    def write():
        save(note, "\n\n".join(lines) + "\n")

    write()
    server = Okrmd(okrmd, "preview", note)
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

    os.remove(note)
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
    server = Okrmd(okrmd, "preview", "--port", str(port), note)
    page.until("document.querySelector('.content').textContent.includes('after the pause')")
    check("the page recovers when it is back", page.get(f"{connection}.textContent") == "")
    page.close()
    server.end()


def sandbox(browser, folder):
    server = Okrmd(okrmd, "sandbox", "--record", "7")
    page = browser.page(f"{server.url}/")
    paragraph = {"type": "paragraph", "paragraph": {"elements": [
        {"type": "textRun", "textRun": {"text": "甲", "style": {
            "textColor": {"red": 216, "green": 57, "blue": 49, "alpha": 1}}}}]}}
    body = {"content": {"blocks": [paragraph]}, "progress_rate": {"percent": 40, "status": 2}}

    def send(method, path, value):
        request = urllib.request.Request(
            f"{server.url}/open-apis/okr/v1/progress_records{path}", data=json.dumps(value).encode(), method=method,
            headers={"Authorization": "Bearer t-sandbox", "Content-Type": "application/json; charset=utf-8"})
        return json.load(urllib.request.urlopen(request))["data"]["progress_id"]

    send("PUT", "/7", body)
    page.until("document.querySelector('#record-7 .content').textContent === '甲'")
    facts = page.get("document.querySelector('#record-7 .facts').textContent")
    check("sandbox: a record that is pushed is shown", "40%" in facts and "延期" in facts, facts)
    color = page.get("getComputedStyle(document.querySelector('.tint')).color")
    check("sandbox: updates are coloured, too", color == "rgb(216, 57, 49)", color)
    new = send("POST", "", {**body, "source_title": "t", "source_url": "https://a.example", "target_id": "1",
                            "target_type": 2})
    page.until(f"document.getElementById('record-{new}')")
    check("sandbox: a new record appears", page.get("document.querySelectorAll('.entry').length") == 2)
    page.get("document.querySelector('#record-7 h2 a').click()")
    page.until("location.pathname === '/records/7' && document.readyState === 'complete'")
    check("sandbox: a record has a page of its own",
          page.get("document.querySelector('h1').textContent") == "Progress record 7")
    page.close()
    server.end()


def save_to_screen(browser, folder):
    """From the write to the frame that shows it, by one clock."""
    note = os.path.join(folder, "weekly.md")
    text = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Examples/weekly.md")).read()
    save(note, text)
    server = Okrmd(okrmd, "preview", note)
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
        save(note, text + f"\nsave {number}.\n")
        times.append(page.get("shown") - start)
    page.close()
    server.end()
    print(f"save to screen: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms of {len(times)}")


def main():
    global failed
    folder = tempfile.mkdtemp()
    browser = Browser(chromium)
    try:
        for part in (layout, hostile, updates, sandbox, save_to_screen):
            try:
                part(browser, folder)
            except Exception as error:
                failed += 1
                print(f"FAILED: {part.__name__} ended: {type(error).__name__}: {error}", flush=True)
    finally:
        Okrmd.end_all()
        browser.close()
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
