"""Checks README.md and README.zh-CN.md. usage: checks.py OKRMD; see run.sh."""

import re
import subprocess
import sys
from pathlib import Path

from readme import Readme, code_spans
from runner import Runner
from workplace import Workplace

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["README.md", "README.zh-CN.md"]

# Flags that belong to other programs.
OTHER_FLAGS = {
    "--style": "lark-cli",
    "--content": "lark-cli",
}

passed = 0
failed = 0


def check(name, is_right, got=None):
    global passed, failed
    if is_right:
        passed += 1
        print(f"ok {name}")
    else:
        failed += 1
        print(f"FAIL {name}" + ("" if got is None else f" -- got {got}"))


def same(name, first, second):
    """Checks that two lists are the same, and shows the first difference."""
    first, second = list(first), list(second)
    difference = next((pair for pair in zip(first, second) if pair[0] != pair[1]), None)
    if not difference and len(first) != len(second):
        difference = f"{len(first)} and {len(second)} of them"
    check(f"both READMEs: {name}", difference is None, difference)


# MARK: Both say the same


def check_sameness(english, chinese):
    same("the levels of the headings", *([s.level for s in r.sections] for r in (english, chinese)))
    same("the commands and their order", *([c for _, c in r.commands()] for r in (english, chinese)))
    same(
        "the other blocks, to the letter",
        *([(b.language, b.name, b.lines) for b in r.blocks if b.language != "sh"] for r in (english, chinese)))
    same("what the test is told", *([(b.language, b.directive) for b in r.blocks] for r in (english, chinese)))
    same("the number of rows of each table", *([len(t.rows) for t in r.tables] for r in (english, chinese)))
    for number, (first, second) in enumerate(zip(english.tables, chinese.tables), 1):
        if not all(is_literal(row[0]) for row in first.rows[1:]):
            continue
        same(f"the first column of table {number}", *([row[0] for row in t.rows[1:]] for t in (first, second)))
    for first, second in zip(english.sections, chinese.sections):
        texts = ["\n".join(section.prose) for section in (first, second)]
        same(f"the code in the text of '{first.title}'", *(sorted(set(code_spans(t))) for t in texts))
        same(f"the numbers in the text of '{first.title}'", *(sorted(set(numbers(t))) for t in texts))
    links = [sorted(set(r.links()) - set(NAMES)) for r in (english, chinese)]
    same("the links", *links)
    for readme, other in [(english, chinese), (chinese, english)]:
        top = readme.text.split("\n## ")[0]
        check(f"{readme.name}: it links to {other.name} at the top", f"]({other.name})" in top)


def is_literal(cell):
    """Whether a cell has only code and numbers, which no translation changes."""
    return not re.search(r"\w", re.sub(r"`[^`]*`|\d+", "", cell))


def numbers(text):
    text = re.sub(r"\]\([^)]*\)|`[^`]*`", "", text)
    # Not those of a list.
    return re.findall(r"(?<![A-Za-z\d])\d+(?:\.\d+)*", re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE))


# MARK: Flags and exit codes


class Help:
    """What `okrmd --help` and `okrmd COMMAND --help` say."""

    def __init__(self, okrmd):
        root = output(okrmd, "--help")
        listed = root.split("SUBCOMMANDS:")[1]
        self.commands = re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)
        texts = {"": root} | {name: output(okrmd, name, "--help") for name in self.commands}
        self.flags = {name: self.options(text) for name, text in texts.items()}

    @staticmethod
    def options(text):
        """The flags with their defaults."""
        flags = {}
        for entry in re.split(r"\n(?=  -)", text.split("\nOPTIONS:")[1].split("\nSUBCOMMANDS:")[0]):
            head = re.match(r"\s*((?:-{1,2}[a-z][a-z-]*(?: <[^>]+>)?(?:, )?)+)", entry)
            default = re.search(r"default:\s+([^)\s]+)\)", entry)
            for flag in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", re.sub(r"<[^>]+>", "", head[1]) if head else ""):
                flags[flag] = default[1] if default else None
        return flags

    def all(self):
        return {flag for flags in self.flags.values() for flag in flags}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def check_flags(readme, help):
    words = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", readme.text))
    for command, flags in help.flags.items():
        # -h is short for a flag that is there.
        missing = [flag for flag in flags if flag not in words | {"-h"}]
        check(f"{readme.name}: the flags of '{f'okrmd {command}'.strip()}' stand in it", not missing, missing)
    unknown = sorted(readme.flags() - help.all() - set(OTHER_FLAGS))
    check(f"{readme.name}: every flag in it exists", not unknown, unknown)
    lines = readme.text.split("\n")
    for command, flags in help.flags.items():
        for flag, default in flags.items():
            if default is None:
                continue
            naming = [line for line in lines if line.startswith("|") and re.search(rf"{flag}(?![\w-])", line)]
            is_named = any(f"`{default}`" in line for line in naming)
            check(f"{readme.name}: the default of '{command} {flag}' is {default}", is_named, naming)


def check_calls(readme, help):
    """Each `okrmd COMMAND …`, also in the text, has flags of that command."""
    prose = "\n".join(line for section in readme.sections for line in section.prose)
    calls = [call for _, line in readme.commands() for call in line.split(" | ") if call.startswith("okrmd ")]
    for call in calls + code_spans(prose):
        words = call.split()
        if words[0] == "make":
            check(f"{readme.name}: `{call}` is a target", is_target(words[1]))
        if words[0] != "okrmd" or len(words) == 1:
            continue
        command = "" if words[1].startswith("-") else words[1]
        known = help.flags.get(command, {})
        unknown = [word for word in words[1:] if re.match(r"--?[a-z]", word) and word not in known]
        is_known = command in help.flags and not unknown
        check(f"{readme.name}: `{call}` has a command and flags that exist", is_known, unknown or command)


def is_target(name):
    return re.search(rf"^{re.escape(name)}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def check_exit_codes(readme):
    source = (ROOT / "Sources/okrmd/ExitStatus.swift").read_text(encoding="utf-8")
    codes = re.findall(r"^  static let \w+ = ExitStatus\((\d+)\)", source, re.MULTILINE)
    tables = [[row[0] for row in table.rows[1:]] for table in readme.tables]
    shown = [column for column in tables if all(cell.isdigit() for cell in column)]
    check(f"{readme.name}: the exit codes are those of the source", shown == [codes], shown)


# MARK: The rest


def check_packages(readme):
    setup = (ROOT / "Scripts/setup.sh").read_text(encoding="utf-8")
    packages = re.search(r"^  build\) packages='([^']+)'", setup, re.MULTILINE)[1].split()
    missing = [package for package in packages if f"`{package}`" not in readme.text]
    check(f"{readme.name}: the packages that the set-up installs", not missing, missing)


def check_blocks(readme):
    odd = readme.odd_blocks
    check(f"{readme.name}: its blocks are written so that the test reads them", not odd, odd)


def check_links(readme):
    for link in sorted(set(readme.links())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        if path:
            check(f"{readme.name}: {link} exists", (ROOT / path).exists())
        if anchor:
            target = Readme(ROOT / path) if path else readme
            check(f"{readme.name}: {link} is a heading", anchor in target.anchors(), sorted(target.anchors()))


def main():
    okrmd = sys.argv[1]
    help = Help(okrmd)
    readmes = [Readme(ROOT / name) for name in NAMES]
    check_sameness(*readmes)
    for readme in readmes:
        check_blocks(readme)
        check_flags(readme, help)
        check_calls(readme, help)
        check_exit_codes(readme)
        check_packages(readme)
        check_links(readme)
        with Workplace(ROOT, okrmd) as workplace:
            Runner(ROOT, workplace, readme, check).run()
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if failed == 0 and passed > 0 else 1)


if __name__ == "__main__":
    main()
