"""Reads a README: its headings, tables, fenced blocks and prose."""

import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^```(\w*)[ \t]*(.*)$")
DIRECTIVE = re.compile(r"^<!-- test: (.*) -->$")
CODE_SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)|(?:src|href)=\"([^\"]+)\"")
COMMENT = re.compile(r"(?:^|\s+)# .*$")


@dataclass
class Block:
    """A fenced block."""

    language: str
    # What follows the language; for a note, the name of its file.
    name: str
    line: int
    # The words of the comment `<!-- test: ... -->` before it.
    directive: str
    lines: list[str] = field(default_factory=list)
    # Whether only blank lines lie between it and the block before.
    is_adjacent: bool = False


@dataclass
class Table:
    line: int
    rows: list[list[str]]


@dataclass
class Section:
    level: int
    title: str
    line: int
    # Text and tables, without fenced blocks.
    prose: list[str] = field(default_factory=list)


class Readme:
    def __init__(self, path):
        self.name = path.name
        self.text = path.read_text(encoding="utf-8")
        self.blocks = []
        self.tables = []
        self.sections = []
        # The lines of blocks that are written in a way that is not read here, or that do not end.
        self.odd_blocks = []
        self._read(self.text.split("\n"))

    def _read(self, lines):
        block = None
        table = None
        directive = ""
        is_adjacent = False
        for number, line in enumerate(lines, 1):
            if block:
                if line == "```":
                    block = None
                    is_adjacent = True
                else:
                    block.lines.append(line)
                continue
            if fence := FENCE.match(line):
                block = Block(fence[1], fence[2], number, directive, is_adjacent=is_adjacent)
                self.blocks.append(block)
                directive = ""
                continue
            if re.match(r"[ >]*(```|~~~)", line):
                self.odd_blocks.append(number)
            if line.strip():
                is_adjacent = False
            if match := DIRECTIVE.match(line):
                directive = match[1]
                continue
            if heading := re.match(r"^(#+) (.*)$", line):
                self.sections.append(Section(len(heading[1]), heading[2], number))
            elif self.sections:
                self.sections[-1].prose.append(line)
            if not line.startswith("|"):
                table = None
                continue
            if not table:
                table = Table(number, [])
                self.tables.append(table)
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                table.rows.append(cells)
        if block:
            self.odd_blocks.append(block.line)

    def commands(self):
        """The commands of the blocks `sh`, each with its line."""
        for block in self.blocks:
            if block.language == "sh":
                yield from commands(block)

    def anchors(self):
        """The anchors of the headings, as GitHub makes them."""
        return {re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-") for section in self.sections}

    def links(self):
        prose = "\n".join(line for section in self.sections for line in section.prose)
        return [first or second for first, second in LINK.findall(CODE_SPAN.sub("", prose))]

    def flags(self):
        """The flags that are named anywhere, with two dashes; headers of tables have more."""
        return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", self.text))


def commands(block):
    """The commands of a block, without comments, each with its line."""
    for offset, line in enumerate(block.lines, 1):
        command = COMMENT.sub("", line).strip()
        if command:
            yield block.line + offset, command


def code_spans(text):
    return CODE_SPAN.findall(text)
