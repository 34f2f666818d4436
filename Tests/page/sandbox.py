"""The page of the sandbox."""

import json
import urllib.request

from results import check
from servers import Okrmd


def sandbox(browser, _):
    server = Okrmd("sandbox", "--record", "7")
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
