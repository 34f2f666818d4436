#!/usr/bin/env python3
"""Writes weekly notes to measure with, in the manner of Examples/weekly.md. The same call writes the same bytes.

usage: notes.py note|mixed|list|prose SIZE >FILE
       notes.py folder SIZE COUNT FOLDER
note and folder: notes of almost SIZE bytes with front matter; mixed: notes of 1 to 4 KB until there are SIZE bytes;
list: SIZE lines of a list; prose: Chinese paragraphs until there are SIZE bytes.
"""

import sys

# What the notes are made of. {n} is a number, {f} a footnote, {w} a person, {u} a random word of an address.
POOLS = {
    "zh": [
        "登录改版已全量，转化率从 {n}% 升到 **{n}%**。",
        "支付链路~~本周上线~~推迟到下周三，影响约 {n} 单。",
        "请在周五前确认「灰度名单」，名单在[灰度计划](https://example.feishu.cn/docx/doxcn{u})里。",
        "**注意：**请看「邀请码」一节，{n} 天内有效，过期后自动作废。",
        "第三方支付接口本周 {n} 次超时{f}，对方承诺周四前修复。",
        "埋点补齐：`login_{u}`、`pay_{u}`，覆盖率 {n}%。",
        "和 {w} 对齐了重试间隔，先按 {n} 秒上线观察。",
        "线上超时已复现（只在高峰期出现），日志见 https://logs.example.com/{u}?range={n}d。",
        "本周评审了 {n} 个需求，其中 *{n}* 个需要设计再看一遍。",
        "客户反馈集中在首屏加载，平均 {n} 毫秒，目标 {n} 毫秒。",
        "**结论：**先修稳定性，再推新功能；排期由 {w} 周二给出。",
        "预发环境的压测窗口定在周二晚上，预计 {n} 分钟。",
        "招聘进展：面试 {n} 人，发出 {n} 个 offer，{w} 跟进。",
        "数据看板已迁到新集群，查询耗时下降 {n}%。",
    ],
    "en": [
        "The login redesign is live for *everyone*, at {n}% of the traffic.",
        "Numbers are on https://metrics.example.com/{u}?range={n}d and look stable.",
        "Invite flow: copy reviewed by design, {n} comments are left{f}.",
        "Merged [PR #{n}](https://git.example.com/app/pull/{n}).",
        "Retries back off now, `{u}_retry_times = {n}`, and give up after {n} seconds.",
        "**Blocked** on the payment provider; {w} escalated it on Tuesday.",
        "Crash rate fell from 0.{n}% to 0.{n}% after the hotfix.",
        "We dropped ~~the old onboarding~~ and saved {n} screens.",
        "Next week: load test with {n} users, then a go or no-go.",
        "Support answered {n} tickets; the median wait was {n} minutes.",
        'Docs moved to [the handbook](https://handbook.example.com/{u} "handbook").',
        "Thanks to {w} for the review of {n} files.",
    ],
    "tale": [
        "有人问，目标定得高一点好，还是低一点好。",
        "我们的经验是，目标要够得着，但要踮起脚。",
        "**关键结果：**要能在季度末用一个数字回答做到没有。",
        "上个季度我们完成了 {n} 项，剩下的 {n} 项里有一半是因为依赖别的团队。",
        "复盘的时候不要急着找人，先把时间线写清楚，再看哪一步可以更早发现。",
        "写周报不是为了交差，而是为了让没有参会的人也能接着往下做。",
        "如果一件事连续 {n} 周没有进展，那么它多半不是**真正重要**的事。",
        "数据会骗人，尤其是只看平均数的时候；所以我们同时看中位数和最慢的百分之{n}。",
        "「先跑起来，再跑得好」，这句话说了很多年，到今天仍然有用。",
        "团队从 {n} 个人变成 {n} 个人以后，口头约定就不够了，需要落到文档里。",
        "发布前的检查表越短越好，长的检查表没有人会认真看完。",
        "用户不关心我们用了什么技术，只关心页面是不是快，钱是不是对。",
        "*慢就是快*，把一件事做完再开始下一件，往往比同时做三件更早结束。",
        "客服每天收到的问题里，大约有 {n}% 可以靠一句更清楚的提示解决。",
    ],
    "title": [
        "进展 Progress",
        "指标 Metrics",
        "风险 Risks",
        "下周计划 Next week",
        "支付回调重试",
        "Invite flow",
        "数据 Data",
        "需要的支持 Help needed",
    ],
    "who": [
        "@{ou_3bbe8a09c20e89cce9bff989ed84c1a2}",
        "[@李雷](ou_7dab8a3d3cdcc9da365777c7ad535d62)",
        "王小明",
        "@Han Meimei",
    ],
    "word": [
        "login",
        "pay",
        "grey",
        "retry",
        "invite",
        "growth",
        "search",
        "feed",
        "export",
        "quota",
        "sync",
        "audit",
    ],
    "metric": [
        "登录转化率",
        "支付成功率",
        "DAU",
        "首屏耗时",
        "Crash rate",
        "次日留存",
        "Tickets",
    ],
}


def size(text):
    return len(text.encode())


class Writer:
    def __init__(self):
        self.state = 20241118
        self.number = 0
        self.footnotes = ""

    def random(self, limit):
        """A number from 0 to limit - 1."""
        self.state = self.state * 16807 % 2147483647
        return self.state // 97 % limit

    def pick(self, pool):
        return POOLS[pool][self.random(len(POOLS[pool]))]

    def filled(self, text):
        result = ""
        while "{" in text:
            before, text = text.split("{", 1)
            kind, text = text[:2], text[2:]
            if kind == "n}":
                value = str(1 + self.random(98))
            elif kind == "u}":
                value = self.pick("word") + str(self.random(1000))
            elif kind == "w}":
                value = self.pick("who")
            else:
                value = self.footnote()
            result += before + value
        return result + text

    def footnote(self):
        """One footnote a note; the definition follows at the note's end."""
        if self.footnotes or self.random(3):
            return ""
        self.footnotes = (
            f"[^w{self.number}]: 周二 14:00–14:{10 + self.random(50)}，影响 0.{self.random(10)}% 的订单。\n\n"
        )
        return f"[^w{self.number}]"

    def sentence(self):
        return self.filled(self.pick("zh" if self.random(5) < 3 else "en"))

    def paragraph(self):
        """Hard-wrapped here and there."""
        text = self.sentence()
        for _ in range(self.random(4)):
            text += ("\n" if self.random(2) else " ") + self.sentence()
        return text + "\n\n"

    def items(self, marker):
        text = ""
        for place in range(1, 3 + self.random(4)):
            if marker == "task":
                text += "- [x] " if self.random(2) else "- [ ] "
            else:
                text += f"{place}. " if marker == "1." else "- "
            text += self.sentence() + "\n"
            if not self.random(3):
                text += ("   - " if marker == "1." else "  - ") + self.sentence() + "\n"
        return text + "\n"

    def table(self):
        text = "| 指标 | 上周 | 本周 | Note |\n| --- | ---: | ---: | --- |\n"
        for _ in range(2 + self.random(4)):
            text += "| " + self.pick("metric") + self.filled(" | {n}% | **{n}%** | 目标 {n}% |\n")
        return text + "\n"

    def block(self):
        kind = self.random(20)
        if kind < 7:
            return self.paragraph()
        if kind < 14:
            return self.items("-" if kind < 10 else "task" if kind < 13 else "1.")
        if kind < 15:
            return self.table()
        if kind < 16:
            return "> " + self.sentence() + "\n> " + self.sentence() + "\n\n"
        if kind < 17:
            return self.filled(
                "```yaml\nretry:\n  name: {u}\n  times: {n}\n  backoff: {n}s   # doubles each time\n```\n\n")
        if kind < 18:
            return self.filled('![每日转化率](https://img.example.com/{u}.png "图 {n}：最近 7 天")\n\n')
        if kind < 19:
            text = '对方承诺<span style="color: #d83931">周四前</span>修复，<b>压测窗口</b>在周{n}。<br>'
            return self.filled(text) + self.sentence() + "\n\n"
        return "### " + self.pick("title") + "\n\n" + self.paragraph()

    def note(self, limit):
        """A note of at most `limit` bytes, unless its beginning alone is longer."""
        self.number += 1
        self.footnotes = ""
        text = self.filled(f"# 第 {{n}} 周 · Week {self.number}\n\n") + self.paragraph()
        text += "## " + self.pick("title") + "\n\n"
        length = size(text)
        tries = 0
        while tries < 20:
            addition = self.block()
            if not self.random(4):
                addition = "## " + self.pick("title") + "\n\n" + addition
            if length + size(addition) + size(self.footnotes) <= limit:
                text += addition
                length += size(addition)
            else:
                tries += 1
        return text + (self.footnotes if f"[^w{self.number}]" in text else "")

    def with_front_matter(self, limit):
        matter = f'---\nokr:\n  progress_id: "70418570322484{10000 + self.random(90000)}"'
        matter += f"\n  percent: {self.random(100)}\n  status: {'normal' if self.random(2) else 'risk'}\n---\n\n"
        return matter + self.note(limit - size(matter))

    def mixed(self, limit):
        written = 0
        while written < limit:
            text = self.note(1000 + self.random(3000))
            written += size(text)
            yield text

    def list(self, lines):
        self.footnotes = "none"
        depth = 0
        for _ in range(lines):
            yield "  " * depth + "- " + self.sentence() + "\n"
            depth = min(self.random(depth + 2), 4)

    def prose(self, limit):
        written = 0
        while written < limit:
            text = ""
            for _ in range(4 + self.random(8)):
                text += self.filled(self.pick("tale")) + ("" if self.random(4) else "\n")
            text = text.removesuffix("\n") + "\n\n"
            written += size(text)
            yield text


def main(kind, limit, count="0", folder=""):
    writer = Writer()
    if kind == "folder":
        for number in range(int(count), 0, -1):
            with open(f"{folder}/{number % 10000:04}.md", "w", encoding="utf-8") as file:
                file.write(writer.with_front_matter(int(limit)))
        return
    parts = {
        "note": lambda limit: [writer.with_front_matter(limit)],
        "mixed": writer.mixed,
        "list": writer.list,
        "prose": writer.prose,
    }
    if kind not in parts:
        sys.exit(f"notes.py: no such kind: {kind}")
    for text in parts[kind](int(limit)):
        sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
