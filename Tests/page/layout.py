"""What is on the page of a note, and where. The note has some of everything."""

from results import check
from servers import Okrmd

PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf"
    b"\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82")

NOTE = """\
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

# Each line with its marker.
LINES = """[...document.querySelectorAll('.list .line')].map((line) => ({
  marker: line.querySelector('.marker').textContent,
  name: line.querySelector('.marker').getAttribute('aria-label'),
  level: line.getAttribute('aria-level'),
  text: line.querySelector('.text').textContent,
  x: line.querySelector('.text').getBoundingClientRect().left,
  markerX: line.querySelector('.marker').getBoundingClientRect().left,
}))"""

# The lowest contrast of a text with what is behind it, as WCAG counts it.
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
    note = folder / "layout.md"
    note.write_text(NOTE)
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(PICTURE)
    server = Okrmd("preview", note)
    page = browser.page(f"{server.url}/")
    lines(page)
    accessibility(page)
    images(page)
    links(page)
    colours(page)
    elsewhere = page.requests_outside(server.url)
    check("nothing is asked for elsewhere", elsewhere == [], elsewhere)
    check("the policy is not broken", page.heard("Log.entryAdded") == [], page.heard("Log.entryAdded"))
    page.close()

    page = browser.page(f"{server.url}/", width=390, height=844)
    phone(page)
    page.close()
    check("Ctrl-C ends the preview", server.end() == 0)


def lines(page):
    shown = page.get(LINES)
    by_text = {line["text"]: line for line in shown}
    check("bullets by level", [by_text[text]["marker"] for text in "abcd"] == ["•", "◦", "▪", "•"], shown)
    markers = [by_text[text]["marker"] for text in ("one", "two", "three", "four")]
    check("numbers by level", markers == ["1.", "a.", "i.", "1."], markers)
    check("check boxes have names",
          [by_text[text]["name"] for text in ("done", "open")] == ["done", "not done"], shown)
    levels = [by_text[text]["x"] for text in "abcd"]
    steps = [after - before for before, after in zip(levels, levels[1:])]
    check("a level is one step to the right", all(abs(step - 24) < 0.5 for step in steps), steps)
    check("lists of both kinds are aligned",
          all(abs(by_text[one]["x"] - by_text[two]["x"]) < 0.5
              for one, two in (("a", "one"), ("b", "two"), ("c", "three"), ("d", "four"), ("a", "quoted"))), shown)
    check("markers are before their text", all(line["markerX"] < line["x"] for line in shown), shown)
    check("a quoted line has no marker", by_text["quoted"]["marker"] == "", by_text["quoted"])
    check("levels are told to screen readers",
          [by_text[text]["level"] for text in "abcd"] == ["1", "2", "3", "4"], shown)


def accessibility(page):
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in tree]
    names = [(node["role"]["value"], node.get("name", {}).get("value")) for node in tree if "role" in node]
    check("lists, items and the heading are in the accessibility tree",
          roles.count("list") >= 2 and roles.count("listitem") >= 11 and ("heading", "layout.md") in names, names)
    check("check boxes are in the accessibility tree",
          ("image", "done") in names and ("image", "not done") in names, names)


def images(page):
    pictures = page.get("[...document.images].map((image) => ({ width: image.naturalWidth,"
                        "top: image.getBoundingClientRect().top, left: image.getBoundingClientRect().left }))")
    check("images are loaded, one a row",
          len(pictures) == 2 and all(picture["width"] == 1 for picture in pictures)
          and pictures[0]["top"] < pictures[1]["top"] and pictures[0]["left"] == pictures[1]["left"], pictures)
    elsewhere = page.get("document.querySelector('.elsewhere').textContent")
    check("a remote image is named, not fetched", "https://else.example/c.png" in elsewhere, elsewhere)


def links(page):
    found = page.get("[...document.querySelectorAll('.content a')].map((a) => [a.protocol, a.target, a.rel])")
    check("links leave no trace", len(found) >= 3
          and all(link[0] == "https:" and link[1:] == ["_blank", "noopener noreferrer"] for link in found), found)
    check("a link to a telephone is text", page.get("document.querySelector('.dead').textContent") == "tel")


def colours(page):
    check("colours are set", page.get("getComputedStyle(document.querySelector('.tint')).color") == "rgb(0, 0, 0)")
    check("light text can be read", page.get(CONTRAST) >= 4.5, page.get(CONTRAST))
    page.emulate(dark=True)
    paper = page.get("getComputedStyle(document.querySelector('.record')).backgroundColor")
    check("dark follows the system", paper == "rgb(31, 33, 36)", paper)
    check("dark text can be read, coloured or not", page.get(CONTRAST) >= 4.49, page.get(CONTRAST))


def phone(page):
    width = page.get("[document.documentElement.scrollWidth, innerWidth]")
    check("no sideways scroll at 390 px", width[0] <= 390, width)
    over = page.get("[...document.querySelectorAll('main *')].filter((element) =>"
                     "element.getBoundingClientRect().right > 390).map((element) => element.outerHTML.slice(0, 80))")
    check("nothing sticks out at 390 px", over == [], over)
