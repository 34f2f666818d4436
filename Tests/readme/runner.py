"""Runs the commands of one README, and compares what they print with what stands there."""

import re
import signal
import subprocess
import urllib.request

from readme import commands
from workplace import PATIENCE, read_lines

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

# What is typed into a command that asks.
TYPED = {"read ": "s3cret\n"}

CREATED = re.compile(r"created record (\d+)")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Runner:
    def __init__(self, root, workplace, readme, check):
        self.root = root
        self.workplace = workplace
        self.readme = readme
        self.check = check
        # The id that the README shows for the record that is created, and the one that the sandbox made up.
        self.shown_id = self.actual_id = None

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
        self.workplace.write_note(block.name, block.lines)

    def run_block(self, block, expected):
        status = 0
        for word in filter(None, block.directive.split("; ")):
            if exit_code := re.fullmatch(r"exit (\d+)", word):
                status = int(exit_code[1])
            elif word == "a colleague edits the record":
                self.workplace.edit_as_colleague(self.actual_id or "1")
            else:
                self.check(f"{self.readme.name}:{block.line - 1}: the directive is known", False, word)
        output = ""
        for line, command in commands(block):
            place = f"{self.readme.name}:{line}: {command}"
            if reason_not_to_run(command):
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
        lines = self.workplace.read_note(note)
        line = f'  progress_id: "{self.actual_id}"'
        place = f"{self.readme.name}:{expected.line}: the id stands in {note}, and nothing else is changed"
        self.check(place, line in lines and [other for other in lines if other != line] == block.lines, lines)

    # MARK: The commands

    def check_target(self, place, command):
        makefile = (self.root / "Makefile").read_text(encoding="utf-8")
        _, target, *variables = command.split()
        missing = [] if re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) else [target]
        names = [variable.split("=")[0] for variable in variables]
        missing += [name for name in names if not re.search(rf"\b{name}\b", makefile)]
        reason = reason_not_to_run(command)
        self.check(f"{place} (not run: {reason}; the Makefile has it)", not missing, f"no {missing}")

    def actual(self, command):
        return command.replace(self.shown_id, self.actual_id) if self.actual_id else command

    def run_command(self, place, command, status):
        typed = next((text for start, text in TYPED.items() if command.startswith(start)), "")
        try:
            result = subprocess.run(
                ["bash", "-o", "pipefail", "-c", self.actual(command)], cwd=self.workplace.folder,
                env=self.workplace.environment, input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.check(place, False, "it does not end")
            return ""
        self.check(place, result.returncode == status, f"exit code {result.returncode}\n{result.stdout}")
        return result.stdout

    def start_and_end(self, place, command, line_count):
        self.workplace.forget_what_was_opened()
        process = subprocess.Popen(
            ["bash", "-c", f"exec {self.actual(command)}"], cwd=self.workplace.folder,
            env=self.workplace.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        lines = read_lines(process, line_count)
        address = ADDRESS.search("\n".join(lines))
        self.check(f"{place} (it answers)", bool(address) and is_page(address[0] + "/"), lines)
        if "--open" in command and address:
            opened = self.workplace.opened()
            self.check(f"{place} (a browser is opened)", opened == address[0] + "/", opened)
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            status = "none: it had to be killed"
        self.check(f"{place} (Ctrl-C ends it)", status == 0, f"exit code {status}")
        return "".join(line + "\n" for line in lines)


def reason_not_to_run(command):
    starts = (start for start in NOT_RUN if command == start or command.startswith(f"{start} "))
    return next((NOT_RUN[start] for start in starts), None)


def is_page(address):
    # Not through a proxy of the user's.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=PATIENCE) as reply:
            return reply.headers.get_content_type() == "text/html" and len(reply.read()) > 0
    except OSError:
        return False
