"""The place where the commands of a README run: a folder of notes, programs in place of those that need a person, and
a sandbox to send to."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

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

# How many seconds anything may take.
PATIENCE = 30

# Variables of the user's that would change what commands do.
UNWANTED = re.compile(r"^(OKRMD_|GIT_|XDG_|LC_|LANG|TZ$|EDITOR$|VISUAL$|BASH_ENV$|ENV$)|_proxy$", re.IGNORECASE)


class Workplace:
    def __init__(self, root, okrmd):
        self.root = root
        self.okrmd = okrmd
        self.sandbox = None

    def __enter__(self):
        self.base = Path(tempfile.mkdtemp())
        self.folder = self.base / "notes of okrmd"
        self.home = self.base / "home"
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
        for folder in [programs, self.home, self.folder / "notes"]:
            folder.mkdir(parents=True)
        (programs / "okrmd").symlink_to(self.okrmd)
        for name, script in STAND_INS.items():
            program = programs / name
            program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            program.chmod(0o755)
        self.environment = {key: value for key, value in os.environ.items() if not UNWANTED.search(key)}
        self.environment |= {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.home), "EDITOR": "editor", "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(self.home / "state"), "XDG_CACHE_HOME": str(self.home / "cache"), "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        examples = self.root / "Examples"
        shutil.copy(examples / "conversion.png", self.folder)
        shutil.copy(examples / "weekly.v1.json", self.folder / "record.json")
        for name in ["weekly.md", "verification.md", "conversion.png"]:
            shutil.copy(examples / name, self.folder / "notes")
        self.git("init", "--quiet")

    def start_sandbox(self):
        self.sandbox = subprocess.Popen(
            [self.okrmd, "sandbox", "--limit", "100000"], env=self.environment, stdout=subprocess.PIPE, text=True)
        lines = read_lines(self.sandbox, 4)
        variables = dict(re.findall(r"^export (\w+)=(\S+)$", "\n".join(lines), re.MULTILINE))
        if set(variables) != {"OKRMD_BASE_URL", "OKRMD_TOKEN"}:
            raise RuntimeError(f"the sandbox does not start: {lines}")
        self.environment |= variables

    def write_note(self, name, lines):
        (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", name)

    def read_note(self, name):
        return (self.folder / name).read_text(encoding="utf-8").splitlines()

    def git(self, *arguments):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=self.folder, env=self.environment, check=True)

    def forget_what_was_opened(self):
        (self.home / "opened").unlink(missing_ok=True)

    def opened(self):
        """What the browser was asked to open."""
        file = self.home / "opened"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if file.exists() and file.stat().st_size > 0:
                return file.read_text(encoding="utf-8")
            time.sleep(0.02)
        return ""

    def edit_as_colleague(self, record):
        """Changes a record, from another machine as it were."""
        environment = self.environment | {"XDG_STATE_HOME": str(self.base / "colleague")}

        def okrmd(*arguments, note=""):
            return subprocess.run(
                [self.okrmd, *arguments], cwd=self.base, env=environment, check=True, input=note, text=True,
                stdout=subprocess.PIPE).stdout

        okrmd("push", note=okrmd("pull", record).replace("58%", "61%"))


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
