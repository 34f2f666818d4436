"""The page of a note with sections: each record under its heading, and what is not sent."""

from results import check
from servers import Okrmd

NOTE = """\
# Week 48

not sent

## KR1 **login**
<!-- okr
progress_id: "7"
percent: 62.5
-->
first [a](b.md)

## KR2
<!-- okr
percent: 5
-->
second
"""


def sections(browser, folder):
    note = folder / "sections.md"
    note.write_text(NOTE)
    server = Okrmd("preview", note)
    page = browser.page(f"{server.url}/", language="zh-CN")
    records = """[...document.querySelectorAll('.record')].map((record) =>
      [record.querySelector('h2').textContent, record.querySelector('.content').textContent])"""
    check("sections: each record is under its heading",
          page.get(records) == [["KR1 login", "first a"], ["KR2", "second"]], page.get(records))
    said = page.get("""['h1', '.note .facts', '.unsent .where', '.unsent pre', '.remarks h2'].map((name) =>
      document.querySelector(name).textContent)""")
    check("sections: the page says what is not sent, and what a push would refuse",
          said[0] == "sections.md" and said[1].startswith("2 条进展记录保存于 ") and said[2] == "第 1 行"
          and said[3] == "# Week 48\n\nnot sent" and said[4] == "1 个错误，1 个警告", said)
    page.get("window.kept = document.querySelectorAll('.record')[0]")
    note.write_text(NOTE.replace("## KR2", "## KR2 and more").replace("not sent", "later"))
    page.until("document.querySelectorAll('.record')[1].querySelector('h2').textContent === 'KR2 and more'")
    check("sections: a save replaces what has changed, and no more",
          page.get("kept.isConnected && document.querySelector('.unsent pre').textContent.includes('later')"))
    note.write_text("plain\n")
    page.until("document.querySelectorAll('.record').length === 1")
    check("sections: a note without them is one record", page.get("document.querySelector('.unsent') === null"))
    page.close()
    server.end()
