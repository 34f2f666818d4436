"""The pages of the sandbox: its records, and a login."""

import json
import urllib.parse
import urllib.request

from results import check
from servers import Okrmd

KEY_RESULT = "7041430377642082323"


class Client:
    """A program that talks to the sandbox as okrmd does."""

    def __init__(self, url):
        self.url = url

    def send(self, method, path, value):
        request = urllib.request.Request(
            f"{self.url}/open-apis/okr/v1/progress_records{path}", data=json.dumps(value).encode(), method=method,
            headers={"Authorization": "Bearer t-sandbox", "Content-Type": "application/json; charset=utf-8"})
        return json.load(urllib.request.urlopen(request))["data"]["progress_id"]

    def create(self, text, target=KEY_RESULT, kind=3):
        return self.send("POST", "", {
            "content": content(text), "progress_rate": {"percent": 40, "status": 2}, "source_title": "t",
            "source_url": "https://a.example", "target_id": target, "target_type": kind})

    def form(self, path, **values):
        values |= {"client_id": "cli_sandbox", "client_secret": "sandbox"}
        try:
            reply = urllib.request.urlopen(self.url + path, data=urllib.parse.urlencode(values).encode())
        except urllib.error.HTTPError as error:
            reply = error
        return json.load(reply)


def content(text):
    return {"blocks": [{"type": "paragraph", "paragraph": {"elements": [
        {"type": "textRun", "textRun": {"text": text, "style": {
            "textColor": {"red": 216, "green": 57, "blue": 49, "alpha": 1}}}}]}}]}


def sandbox(browser, _):
    server = Okrmd("sandbox", "--record", "7")
    client = Client(server.url)
    records(browser, client)
    login(browser, client)
    server.end()


def records(browser, client):
    page = browser.page(f"{client.url}/")
    client.send("PUT", "/7", {"content": content("甲"), "progress_rate": {"percent": 40, "status": 2}})
    page.until("document.querySelector('#record-7 .content').textContent === '甲'")
    facts = page.get("document.querySelector('#record-7 .facts').textContent")
    check("sandbox: a record that is pushed is shown", "40%" in facts and "Delayed" in facts, facts)
    color = page.get("getComputedStyle(document.querySelector('.tint')).color")
    check("sandbox: updates are coloured, too", color == "rgb(216, 57, 49)", color)
    new = client.create("乙")
    page.until(f"document.getElementById('record-{new}')")
    order = "[...document.querySelectorAll('.entry')].map((entry) => entry.id)"
    check("sandbox: a new record appears first", page.get(order) == [f"record-{new}", "record-7"], page.get(order))
    names = page.get(f"""['.above', 'h2'].map((name) => document.querySelector('#record-{new} ' + name).textContent)""")
    check("sandbox: a record names its objective and key result",
          names == ["让新用户在一分钟内完成注册并登录", "登录转化率从 52% 提升到 65%"], names)
    client.send("PUT", "/7", {"content": content("丙")})
    page.until("document.querySelector('#record-7 .content').textContent === '丙'")
    check("sandbox: a record that changes comes first", page.get(order) == ["record-7", f"record-{new}"], page.get(order))
    page.get("document.querySelector('#record-7 h2 a').click()")
    page.until("location.pathname === '/records/7' && document.readyState === 'complete'")
    check("sandbox: a record has a page of its own",
          page.get("document.querySelector('h1').textContent") == "Progress record 7")
    page.close()
    # A page that nobody sees is not connected, so there is one at a time.
    page = browser.page(f"{client.url}/", language="zh-CN,zh")
    client.send("PUT", "/7", {"content": content("丁")})
    page.until("document.querySelector('#record-7 .content').textContent === '丁'")
    said = page.get("[document.documentElement.lang, document.querySelector('h1').textContent,"
                       "document.querySelector('#record-7 .status').textContent,"
                       "document.querySelector('#record-7 .time').textContent.slice(0, 4)]")
    check("sandbox: the page speaks the browser's language, also in updates",
          said == ["zh-CN", "进展记录", "延期", "更新于 "], said)
    page.close()


def login(browser, client):
    begun = client.form("/oauth/v1/device_authorization", scope="offline_access okr:okr:readonly")
    page = browser.page(begun["verification_uri_complete"])
    check("login: the page shows the code", page.get("document.querySelector('.code').textContent") == begun["user_code"])
    check("login: there is one button", page.get("document.querySelectorAll('button').length") == 1)
    page.get("document.querySelector('button').click()")
    page.until("document.querySelector('h1')?.textContent.startsWith('Logged in')")
    tokens = client.form(
        "/open-apis/authen/v2/oauth/token", grant_type="urn:ietf:params:oauth:grant-type:device_code",
        device_code=begun["device_code"])
    check("login: the button gives tokens", tokens["code"] == 0 and "refresh_token" in tokens, tokens.get("error"))
    check("login: the policy is not broken", page.heard("Log.entryAdded") == [], page.heard("Log.entryAdded"))
    page.close()
