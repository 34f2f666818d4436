"""Runs the commands of the READMEs and of Documentation, compares what is printed with what is shown, and compares the
tables of the reference with the help. usage: documents.py OKRMD; see run.sh.

In a page, a block with a file name after the language is written to that file. A block `sh` is run by bash. A block `text`
or `json` directly after it is what it prints. A comment before a block tells what a reader does not see:
`<!-- test: exit 73 -->` is the expected exit code, `<!-- test: colleague -->` has someone change the record first,
`<!-- test: not run -->` is for what needs another machine.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = READMES + [
    f"Documentation/{name}.md" for name in ("first-week", "reference", "library", "team", "exports", "mac", "proxy")]
# What builds or installs is not run; of `make` it is checked that the target exists.
NOT_RUN = ("make ", "brew ", "apt-get ", "sudo ", "podman ", "git clone ")
PATIENCE = 60

# The program as the pages call it. `preview` and `sandbox` last until Ctrl-C: their page is asked for, then they are
# ended. After `new`, a line is written below each heading, as a person would.
WRAPPER = r"""#!/bin/bash
case $1 in
  preview | sandbox)
    "$REAL" "$@" >"$HOME/lasting" & pid=$!
    for _ in $(seq 200); do grep -q 'http://127' "$HOME/lasting" && break; sleep 0.05; done
    cat "$HOME/lasting"
    curl --noproxy '*' -fsS -o /dev/null "$(grep -o 'http://127[0-9.:]*' "$HOME/lasting" | head -n 1)/" || exit 99
    kill -INT $pid
    wait $pid ;;
  new)
    "$REAL" "$@" || exit
    for file; do [ ! -f "$file" ] || sed -i 's/^-->$/-->\n登录改版已全量。/' "$file"; done ;;
  *) exec "$REAL" "$@" ;;
esac
"""

passed = failed = 0


def check(name, is_right, got=""):
    global passed, failed
    passed, failed = passed + bool(is_right), failed + (not is_right)
    print(f"ok {name}" if is_right else f"FAIL {name}\n{got}")


class Block:
    def __init__(self, line, info, directive, follows):
        self.line, self.directive, self.follows = line, directive, follows
        self.language, _, self.name = info.partition(" ")
        self.lines = []

    @property
    def text(self):
        return "".join(f"{line}\n" for line in self.lines)


def blocks(text):
    """The fenced blocks. `follows` says that only blank lines are between a block and the one before."""
    result, block, directive, follows = [], None, "", False
    for number, line in enumerate(text.split("\n"), 1):
        if block:
            if line == "```":
                block, directive, follows = None, "", True
            else:
                block.lines.append(line)
        elif line.startswith("```"):
            block = Block(number, line[3:], directive, follows)
            result.append(block)
        elif match := re.match(r"<!-- test: (.*) -->$", line):
            directive = match[1]
        elif line.strip():
            follows = False
    return result


# MARK: Running


class Page:
    """A temporary folder with a sandbox, in which the commands of one page run."""

    def __init__(self, okrmd):
        self.base = Path(tempfile.mkdtemp())
        self.folder, home, programs = (self.base / name for name in ("notes", "home", "bin"))
        for folder in (self.folder, home, programs):
            folder.mkdir()
        for name, text in {"okrmd": WRAPPER, "xdg-open": "#!/bin/sh\n", "open": "#!/bin/sh\n"}.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        unwanted = re.compile(r"^(OKRMD_|GIT_|XDG_|LC_|LANG)|_proxy$", re.IGNORECASE)
        self.environment = {key: value for key, value in os.environ.items() if not unwanted.search(key)}
        self.environment |= {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "REAL": okrmd}
        shutil.copy(ROOT / "Examples/conversion.png", self.folder)
        self.sandbox = subprocess.Popen(
            [okrmd, "sandbox", "--allow-logins", "--limit", "100000", "--record", "7041857032248410131"],
            env=self.environment, stdout=subprocess.PIPE, text=True)
        address = next(line for line in self.sandbox.stdout if line.startswith("export OKRMD_BASE_URL="))
        self.environment |= {
            "OKRMD_BASE_URL": address.strip().split("=")[1], "OKRMD_APP_ID": "cli_sandbox", "OKRMD_APP_SECRET": "sandbox"}

    def close(self):
        self.sandbox.terminate()
        self.sandbox.wait(PATIENCE)
        shutil.rmtree(self.base)

    def run(self, script, **more):
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.folder, env=self.environment | more,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)

    def colleague(self):
        """Changes the first record of w48.md, from another machine as it were."""
        self.run(
            'id=$(sed -n "s/^progress_id: *\\"*\\([0-9]*\\).*/\\1/p" w48.md | head -n 1)\n'
            'okrmd pull "$id" -o ../theirs.md; echo "海外版本周四提测。" >>../theirs.md; okrmd push ../theirs.md',
            XDG_STATE_HOME=str(self.base / "colleague"))


def run_page(name, text, okrmd):
    page = Page(okrmd)
    try:
        last = None
        for block in blocks(text):
            place = f"{name}:{block.line}"
            if block.name:
                (page.folder / block.name).write_text(block.text, encoding="utf-8")
            elif block.language == "sh":
                last = run_block(page, block, place)
            elif block.language in ("text", "json") and block.follows and last is not None:
                check(f"{place}: what the commands print", block.text == last, last)
    finally:
        page.close()


def run_block(page, block, place):
    check(f"{place}: no comment at the end of a line", not re.search(r"\S\s+# ", block.text), block.text)
    made = re.findall(r"^make (\w[\w-]*)", block.text, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in made:
        check(f"{place}: make {target} exists", re.search(rf"^{target}:", makefile, re.MULTILINE))
    if block.directive == "not run" or any(line.startswith(NOT_RUN) for line in block.lines):
        return None
    if block.directive == "colleague":
        page.colleague()
    status = int(block.directive.split()[1]) if block.directive.startswith("exit") else 0
    result = page.run(block.text)
    check(f"{place}: {block.lines[0]}", result.returncode == status, f"{result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout or result.stderr


# MARK: Comparing


def tables(text):
    """The tables, each with the text of the paragraph before it."""
    for before, table in re.findall(r"((?:^[^|\n].*\n)*)\n((?:^\|.*\n?)+)", text, re.MULTILINE):
        rows = [[c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", r)[1:-1]] for r in table.split("\n") if r]
        yield before, rows[0], rows[2:]


def help_flags(okrmd, command):
    text = subprocess.run([okrmd, command, "--help"], capture_output=True, text=True, env={"LC_ALL": "C"}).stdout
    entries = re.split(r"\n(?=  -)", text.partition("\nUSAGE:")[2])[1:]
    flags = {}
    for entry in entries:
        default = re.search(r"default:\s+([^)\s]+)\)", entry)
        for flag in re.findall(r"--[a-z][a-z-]*", re.match(r"  (-\S( <[^>]*>)?, )?--[a-z-]+", entry)[0]):
            flags[flag] = default and default[1]
    return {flag: default for flag, default in flags.items() if flag not in ("--help", "--version")}


def check_reference(text, okrmd):
    listing = subprocess.run([okrmd, "--help"], capture_output=True, text=True, env={"LC_ALL": "C"}).stdout
    commands = re.findall(r"^  ([a-z]+)  ", listing.partition("SUBCOMMANDS:")[2], re.MULTILINE)
    shown = {command: {} for command in commands}
    for before, head, rows in tables(text):
        for row in rows if head[0] == "flag" else []:
            cell = row[1] if head[1] == "of" else before
            for command in set(re.findall(r"`([a-z]+)`", cell)) & set(commands):
                for flag in re.findall(r"--[a-z][a-z-]*", row[0]):
                    shown[command][flag] = row[-1]
    for command in commands:
        flags = help_flags(okrmd, command)
        check(f"reference: the flags of {command}", set(flags) == set(shown[command]), sorted(set(flags) ^ set(shown[command])))
        for flag, default in flags.items():
            if default and default != "-" and flag in shown[command]:
                check(f"reference: the default of {command} {flag}", default in shown[command][flag], default)
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "Sources").rglob("*.swift"))
    codes = re.findall(r"static let \w+ = ExitStatus\((\d+)\)", sources)
    cells = [[row[0] for row in rows] for _, head, rows in tables(text) if head[0] == "code"]
    check("reference: the exit codes", cells == [codes], f"{cells} {codes}")
    variables = set(re.findall(r'"(OKRMD_[A-Z_]+)"', sources))
    named = set(re.findall(r"OKRMD_[A-Z_]+", "".join(r[0] for _, h, rows in tables(text) if h[0] == "variable" for r in rows)))
    check("reference: the variables", variables == named, sorted(variables ^ named))


# MARK: Languages

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def check_languages(okrmd):
    """Help and messages are Chinese by each way to ask for it; places, severities and codes are the same."""

    def output(*arguments, note=None, **variables):
        return subprocess.run([okrmd, *arguments], input=note, env=variables, capture_output=True, text=True)

    listing = output("--help", OKRMD_LANG="zh").stdout
    check("zh: the overview", CHINESE.search(listing.split("\n\n")[0].removeprefix("概述：")), listing)
    for command in re.findall(r"^  ([a-z]+)  ", listing, re.MULTILINE):
        text = output(command, "--help", OKRMD_LANG="zh").stdout
        entries = re.split(r"\n(?=  [-<])", text.partition("\n用法")[2])[1:]
        plain = [entry for entry in entries if not CHINESE.search(entry)]
        check(f"zh: the help of {command}", entries and not plain and CHINESE.search(text.split("\n\n")[0].removeprefix("概述：")), plain)
    note = "# 周报\n\n[复盘](docs/a.md)\n\n![图](none.png)\n"
    english = output("check", note=note, LC_ALL="C").stderr.splitlines()
    form = r"(\S+:\d+:\d+: \w+: ).*?( \[[a-z-]+\])?$"
    ways = [("OKRMD_LANG", "zh"), ("LC_ALL", "zh_CN.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8"), ("LANG", "zh_CN.UTF-8")]
    for name, value in ways:
        chinese = output("check", note=note, **{name: value}).stderr.splitlines()
        same = [re.sub(form, r"\1\2", line) for line in english] == [re.sub(form, r"\1\2", line) for line in chinese]
        check(f"zh: {name} for diagnostics", chinese and same and all(CHINESE.search(line) for line in chinese), chinese)
    flag = output("check", "--lang", "en", note=note, OKRMD_LANG="zh").stderr.splitlines()
    check("zh: --lang wins", flag == english, flag)


def check_links(name, text):
    for link in set(re.findall(r"\]\(([^()\s]+)\)", re.sub(r"`[^`\n]*`", "", text))):
        path = link.partition("#")[0]
        if path and not re.match(r"[a-z]+:", link):
            check(f"{name}: {link} exists", (ROOT / name).parent.joinpath(path).exists())


def main():
    okrmd = sys.argv[1]
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES if (ROOT / name).exists()}
    english, chinese = (texts[name] for name in READMES)
    check("both READMEs: the same blocks", *(lambda a, b: (a == b, f"{a}\n{b}"))(
        *([(b.language, b.name, b.lines) for b in blocks(t)] for t in (english, chinese))))
    check("both READMEs: the same headings", *(lambda a, b: (a == b, f"{a} {b}"))(
        *(re.findall(r"^#+ ", t, re.MULTILINE) for t in (english, chinese))))
    for name, text in texts.items():
        if name in READMES:
            check(f"{name}: at most 120 lines", text.count("\n") <= 120)
        check_links(name, text)
        run_page(name, text, okrmd)
    check_reference(texts["Documentation/reference.md"], okrmd)
    check_languages(okrmd)
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if failed == 0 and passed > 0 else 1)


main()
