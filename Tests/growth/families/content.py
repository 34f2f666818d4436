"""ContentBlock JSON, checked and rendered."""

import json

from .family import Family
from .makers import nested, numbered, repeated, size, times


def blocks(*elements):
    return json.dumps({"blocks": list(elements)}, ensure_ascii=False, separators=(",", ":"))


def line(*elements, style=None):
    paragraph = {"elements": list(elements)}
    if style:
        paragraph = {"style": {"list": style}, **paragraph}
    return {"type": "paragraph", "paragraph": paragraph}


def run(text, **style):
    return {"type": "textRun", "textRun": {"text": text, **({"style": style} if style else {})}}


def many(*elements):
    """Blocks, again and again."""

    def make(length):
        return blocks(*list(elements) * max(1, length // (size(blocks(*elements)) - 12)))

    return make


def many_runs(*runs):
    """One line of runs."""

    def make(length):
        return blocks(line(*list(runs) * max(1, length // size(blocks(line(*runs))))))

    return make


def text(piece):
    """One run of a repeated piece."""
    return lambda length: blocks(line(run(times(piece, length))))


def level(number, kind="bullet"):
    return {"type": kind, "indentLevel": number}


def gallery(name):
    return {"type": "gallery", "gallery": {"imageList": [{"src": name}]}}


BOLD = {"bold": True}
RED = {"red": 255, "green": 0, "blue": 0, "alpha": 1}
MENTION = {"type": "person", "person": {"openId": "ou_a"}}
DOCUMENT = {"type": "docsLink", "docsLink": {"url": "https://a.feishu.cn/docx/b", "title": "a"}}

JSON_TEXTS = {
    "asterisks": "*a", "backticks": "``a", "brackets": "[", "entities": "&a", "addresses": "a@", "URLs": "http://",
    "spaces": "  ", "Chinese": "注：",
}

JSON_SHAPES = [
    ("blocks", many(line(run("a")))),
    ("empty lines", many(line())),
    ("runs", many_runs(run("a", **BOLD), run("b"))),
    ("styled runs", many_runs(run("a", **BOLD), run("b", textColor=RED), run("c", strikeThrough=True))),
    ("runs of spaces", many_runs(run(" ", **BOLD), run(" "))),
    ("runs of Chinese", many_runs(run("注：", **BOLD), run("看"))),
    ("links", many_runs(run("a", link={"url": "http://a.b/(c"}), run("b"))),
    ("mentions and documents", many_runs(MENTION, DOCUMENT)),
    ("code", many_runs(run("`", backColor={**RED, "red": 242, "green": 243, "blue": 245}), run("b"))),
    ("code lines", many(line(run("a", backColor={"red": 242, "green": 243, "blue": 245, "alpha": 1})))),
    ("items", many(line(run("a"), style=level(1)))),
    ("items of all levels", many(*(line(run("a"), style=level(n)) for n in (1, 2, 16)))),
    ("checks", many(line(run("a"), style=level(1, "checkBox")), line(run("b"), style=level(2, "indent")))),
    ("indented lines", many(line(run("a"), style=level(16, "indent")))),
    ("galleries", many(gallery("a b.png"), line(run("c")))),
]

# Each needs a process of its own for each size, so these are few.
RENDERED = [
    Family(f"render: {name}", make, ("render",), ".json") for name, make in JSON_SHAPES
    if name in ("blocks", "styled runs", "links", "items of all levels", "galleries")
] + [
    Family(f"render: text of {name}", text(piece), ("render",), ".json") for name, piece in JSON_TEXTS.items()
]

CHECKED = [
    Family(f"check: {name}", make, ("check",), ".json") for name, make in JSON_SHAPES
] + [
    Family(f"check: {name}", make, ("check",), ".json")
    for name, make in [
        ("arrays", nested("[", "]", "1")),
        ("open arrays", repeated("[")),
        ("open objects", repeated("{\"a\":")),
        ("numbers", repeated("1,", before="[", after="1]")),
        ("a long number", repeated("1")),
        ("a long fraction", repeated("1", before="[0.", after="]")),
        ("escapes", repeated("\\u4e2d", before="[\"", after="\"]")),
        ("line end escapes", repeated("\\n", before="[\"", after="\"]")),
        ("half escapes", repeated("\\ud83d", before="[\"", after="\"]")),
        ("keys", numbered("\"k{}\":1,", before="{\"blocks\":[],", after="\"z\":1}")),
        ("long keys", repeated("a", before="{\"", after="\":1}")),
        ("white space", repeated(" ", before="[", after="]")),
        ("blocks of a wrong kind", many({"type": "x"})),
        ("blocks of a wrong value", many(7)),
        ("runs of a wrong value", many_runs({"type": "textRun", "textRun": {"text": 7, "x": 1}})),
        ("levels out of range", many(line(run("a"), style=level(99)))),
        ("colours out of range", many_runs(run("a", textColor={**RED, "red": 999}), run("b"))),
        ("images of a wrong size", many({"type": "gallery", "gallery": {"imageList": [{"src": "a", "width": -1}]}})),
        ("one gallery of images",
         lambda n: blocks({"type": "gallery", "gallery": {"imageList": [{"src": "a"}] * (n // 12)}})),
    ]
]

FAMILIES = CHECKED + RENDERED
