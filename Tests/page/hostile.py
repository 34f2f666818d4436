"""A note that means harm does none."""

from results import check
from servers import Okrmd

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
    note = folder / "<img src=x onerror=window.hurt=1>.md"
    note.write_text(HOSTILE)
    server = Okrmd("preview", note)
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
    elsewhere = page.requests_outside(server.url)
    check("hostile: nothing is asked for elsewhere", elsewhere == [], elsewhere)
    # The same by an event, which is another way into the page.
    note.write_text(HOSTILE + "\nagain\n")
    page.until("document.querySelector('.content').textContent.includes('again')")
    check("hostile: an update ran nothing", page.get("window.hurt === undefined")
          and page.requests_outside(server.url) == [])
    page.close()
    server.end()
