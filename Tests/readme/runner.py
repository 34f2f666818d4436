"""Runs the commands of one README in a folder of their own, beside a sandbox."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from readme import commands

# The commands that cannot be run here: what each begins with, and why. In their place it is checked that
# the Makefile has the target, and the variables that are set.
NOT_RUN = {
    "make demo": "builds for minutes",
    "make test": "builds for minutes",
    "make install": "builds for minutes and writes to the system",
    "make uninstall": "removes from the system",
}

# The commands that run until Ctrl-C. They are started, asked for their page, and ended by that signal.
LASTING = ("okrmd preview ", "okrmd sandbox")

# What stands in for programs that need a screen, a person or an account:
STAND_INS = {
    # the editor adds a line to the note,
    "editor": "printf '\\n- [x] 埋点补齐\\n' >>\"$1\"",
    # the browser writes down what it is to open,
    "xdg-open": "printf '%s' \"$1\" >\"$HOME/opened\"",
    "open": "printf '%s' \"$1\" >\"$HOME/opened\"",
    # and lark-cli checks that what it gets is v2.
    "lark-cli": """\
[ "$*" = 'okr +progress-update --progress-id ID --style richtext --content -' ] || exit 64
exec jq -e '.blocks | length > 0 and all(has("block_element_type"))' >/dev/null""",
}

# What is typed into a command that asks.
TYPED = {"read ": "s3cret\n"}

PATIENCE = 30
CREATED = re.compile(r"created record (\d+)")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
UNWANTED = re.compile(r"^(OKRMD_|GIT_|XDG_|LC_|LANG|TZ$|EDITOR$|VISUAL$|BASH_ENV$|ENV$)|_proxy$", re.IGNORECASE)


class Runner:
    def __init__(self, root, okrmd, readme, check):
        self.root = root
        self.okrmd = okrmd
        self.readme = readme
        self.check = check
        # The id that the README shows for the record that is created, and the one that the sandbox made up.
        self.shown_id = self.actual_id = None
        self.sandbox = None

    # MARK: The folder and the sandbox

    def __enter__(self):
        self.base = Path(tempfile.mkdtemp())
        self.folder = self.base / "notes of okrmd"
        try:
            self.prepare()
            self.start_sandbox()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.sandbox:
            self.sandbox.terminate()
            self.sandbox.wait(PATIENCE)
        shutil.rmtree(self.base)

    def prepare(self):
        programs = self.base / "bin"
        home = self.base / "home"
        for folder in [programs, home, self.folder / "notes"]:
            folder.mkdir(parents=True)
        (programs / "okrmd").symlink_to(self.okrmd)
        for name, script in STAND_INS.items():
            program = programs / name
            program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            program.chmod(0o755)
        self.environment = {key: value for key, value in os.environ.items() if not UNWANTED.search(key)}
        self.environment |= {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home), "EDITOR": "editor", "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "cache"), "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        examples = self.root / "Examples"
        shutil.copy(examples / "conversion.png", self.folder)
        shutil.copy(examples / "weekly.v1.json", self.folder / "record.json")
        for name in ["weekly.md", "verification.md", "conversion.png"]:
            shutil.copy(examples / name, self.folder / "notes")
        self.git("init", "--quiet")

    def git(self, *arguments):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=self.folder, env=self.environment, check=True)

    def start_sandbox(self):
        self.sandbox = subprocess.Popen(
            [self.okrmd, "sandbox", "--limit", "100000"], env=self.environment, stdout=subprocess.PIPE, text=True)
        lines = read_lines(self.sandbox, 4)
        variables = dict(re.findall(r"^export (\w+)=(\S+)$", "\n".join(lines), re.MULTILINE))
        if set(variables) != {"OKRMD_BASE_URL", "OKRMD_TOKEN"}:
            raise RuntimeError(f"the sandbox does not start: {lines}")
        self.environment |= variables

    # MARK: The blocks

    def run(self):
        """Runs the blocks in their order. A block of output belongs to the commands directly before it."""
        blocks = self.readme.blocks
        for block, following in zip(blocks, [*blocks[1:], None]):
            place = f"{self.readme.name}:{block.line}"
            if block.language == "markdown":
                self.write_note(block, place)
            elif block.language == "sh":
                has_output = following and following.language in ("text", "json") and following.is_adjacent
                self.run_block(block, following if has_output else None)
            elif block.language in ("text", "json"):
                index = blocks.index(block)
                is_output = index > 0 and blocks[index - 1].language == "sh" and block.is_adjacent
                self.check(f"{place}: the output belongs to a command", is_output)
            else:
                self.check(f"{place}: the block is of a known kind", block.language == "swift", block.language)

    def write_note(self, block, place):
        self.check(f"{place}: the note has a name", bool(re.fullmatch(r"\w+\.md", block.name)), block.name)
        (self.folder / block.name).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", block.name)

    def run_block(self, block, expected):
        status = 0
        for word in filter(None, block.directive.split("; ")):
            if exit_code := re.fullmatch(r"exit (\d+)", word):
                status = int(exit_code[1])
            elif word == "a colleague edits the record":
                self.edit_as_colleague()
            else:
                self.check(f"{self.readme.name}:{block.line - 1}: the directive is known", False, word)
        output = ""
        for line, command in commands(block):
            place = f"{self.readme.name}:{line}: {command}"
            if self.is_not_run(command):
                self.check_target(place, command)
            elif command.startswith(LASTING):
                output += self.start_and_end(place, command, len(expected.lines) if expected else 1)
            else:
                output += self.run_command(place, command, status)
        if not expected:
            return
        shown = "\n".join(expected.lines) + "\n"
        self.learn_id(shown, output)
        if self.actual_id:
            output = output.replace(self.actual_id, self.shown_id)
        place = f"{self.readme.name}:{expected.line}: the output of the commands above"
        # The port is any that was free.
        shown, output = (ADDRESS.sub("http://127.0.0.1:PORT", text) for text in (shown, output))
        self.check(place, shown == output, f"\n{output}")
        self.check_id_in_note(expected, shown)

    def learn_id(self, shown, output):
        shown_id, actual_id = CREATED.search(shown), CREATED.search(output)
        if shown_id and actual_id:
            self.shown_id, self.actual_id = shown_id[1], actual_id[1]

    def check_id_in_note(self, expected, shown):
        """A note whose record was created holds its id, and nothing else is changed."""
        if not CREATED.search(shown) or not self.actual_id:
            return
        note = shown.split(":")[0]
        block = next(block for block in self.readme.blocks if block.name == note)
        lines = (self.folder / note).read_text(encoding="utf-8").splitlines()
        line = f'  progress_id: "{self.actual_id}"'
        place = f"{self.readme.name}:{expected.line}: the id stands in {note}, and nothing else is changed"
        self.check(place, line in lines and [other for other in lines if other != line] == block.lines, lines)

    # MARK: The commands

    def is_not_run(self, command):
        return self.reason(command) is not None

    def reason(self, command):
        """Why a command is not run."""
        starts = (start for start in NOT_RUN if command == start or command.startswith(f"{start} "))
        return next((NOT_RUN[start] for start in starts), None)

    def check_target(self, place, command):
        makefile = (self.root / "Makefile").read_text(encoding="utf-8")
        _, target, *variables = command.split()
        missing = [] if re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) else [target]
        names = [variable.split("=")[0] for variable in variables]
        missing += [name for name in names if not re.search(rf"\b{name}\b", makefile)]
        self.check(f"{place} (not run: {self.reason(command)}; the Makefile has it)", not missing, f"no {missing}")

    def actual(self, command):
        return command.replace(self.shown_id, self.actual_id) if self.actual_id else command

    def run_command(self, place, command, status):
        typed = next((text for start, text in TYPED.items() if command.startswith(start)), "")
        try:
            result = subprocess.run(
                ["bash", "-o", "pipefail", "-c", self.actual(command)], cwd=self.folder, env=self.environment,
                input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.check(place, False, "it does not end")
            return ""
        self.check(place, result.returncode == status, f"exit code {result.returncode}\n{result.stdout}")
        return result.stdout

    def start_and_end(self, place, command, line_count):
        (Path(self.environment["HOME"]) / "opened").unlink(missing_ok=True)
        process = subprocess.Popen(
            ["bash", "-c", f"exec {self.actual(command)}"], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)
        lines = read_lines(process, line_count)
        address = ADDRESS.search("\n".join(lines))
        self.check(f"{place} (it answers)", bool(address) and is_page(address[0] + "/"), lines)
        if "--open" in command and address:
            self.check(f"{place} (a browser is opened)", self.opened() == address[0] + "/", self.opened())
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            status = "none: it had to be killed"
        self.check(f"{place} (Ctrl-C ends it)", status == 0, f"exit code {status}")
        return "".join(line + "\n" for line in lines)

    def opened(self):
        file = Path(self.environment["HOME"]) / "opened"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if file.exists() and file.stat().st_size > 0:
                return file.read_text(encoding="utf-8")
            time.sleep(0.02)
        return ""

    def edit_as_colleague(self):
        """Changes the record that was created, from another machine as it were."""
        environment = self.environment | {"XDG_STATE_HOME": str(self.base / "colleague")}

        def okrmd(*arguments, note=""):
            return subprocess.run(
                [self.okrmd, *arguments], cwd=self.base, env=environment, check=True, input=note, text=True,
                stdout=subprocess.PIPE).stdout

        okrmd("push", note=okrmd("pull", self.actual_id or "1").replace("58%", "61%"))


def is_page(address):
    # Not through a proxy of the user's.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=PATIENCE) as reply:
            return reply.headers.get_content_type() == "text/html" and len(reply.read()) > 0
    except OSError:
        return False


def read_lines(process, count):
    """The first lines that a process prints; fewer when it ends or takes too long."""
    lines = []

    def read():
        for _ in range(count):
            line = process.stdout.readline()
            if not line:
                break
            lines.append(line.rstrip("\n"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(PATIENCE)
    return list(lines)
