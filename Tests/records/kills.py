#!/usr/bin/env python3
"""Kills okrmd at any moment of create, push, pull and convert, until COUNT commands were killed before their end.
Afterwards no record may be doubled, no note short, and nothing left behind.

usage: kills.py OKRMD [COUNT [SEED]]
"""
import collections
import json
import pathlib
import random
import sys
import tempfile
import time

from service import KEY_RESULTS, Failed, Line, Machine, Sandbox, check, png

RECORD_KEY = "progress_id"


class Run:
    def __init__(self, program, folder, seed):
        self.program, self.folder = program, folder
        self.random = random.Random(seed)
        self.sandbox = Sandbox(program, folder)
        self.line = Line(self.sandbox.port)
        self.number = 0
        self.outcomes = collections.Counter()
        # How long each takes; a kill comes within that time.
        self.times = {}

    def machine(self):
        self.number += 1
        return Machine(self.program, self.folder, f"m{self.number}", self.line.url,
                       {"OKRMD_TOKEN": self.sandbox.token})

    def note(self, machine, text, extra=""):
        body = f"# {text}\n\n" + "".join(f"- {text} {line}\n" for line in range(200)) + "\n![p](a.png)\n"
        note = f"---\nokr:\n  key_result: {KEY_RESULTS[0]}\n{extra}---\n{body}"
        machine.file("note.md").write_text(note)
        machine.file("a.png").write_bytes(png(8, 8, self.number))
        return note

    def kill(self, kind, machine, *arguments):
        """Starts a command and kills it, and tells whether it was still there."""
        process = machine.start(*arguments)
        time.sleep(self.random.uniform(0, self.times[kind] * 1.1))
        process.kill()
        process.communicate()
        self.line.drain()  # What had been sent is done, or never will be.
        killed = process.returncode == -9
        self.outcomes[kind, "killed" if killed else "had ended"] += 1
        return killed

    @property
    def killed(self):
        """How many commands were killed before their end."""
        return sum(number for (_, what), number in self.outcomes.items() if what == "killed")

    def holding(self, text):
        """The ids of the records that hold a text."""
        return [id for id, record in self.sandbox.records().items() if f"{text} 199" in record]

    def whole(self, kind, machine, *arguments):
        """Runs a command to its end."""
        start = time.monotonic()
        machine.run(*arguments)
        self.times[kind] = time.monotonic() - start

    def measure(self):
        for kind in ("create", "push", "pull", "convert"):
            getattr(self, kind)(None)

    # What is done with each command. Without `kill` it is done whole.

    def create(self, kill):
        machine = self.machine()
        text = f"create{self.number}x"
        before = self.note(machine, text)
        arguments = ("push", "--create", "note.md")
        if kill:
            kill("create", machine, *arguments)
            self.check_note(machine, before)
            report = machine.run(*arguments, status=None)
            check(machine.status in (0, 64, 73), machine.name, report)
            self.outcomes["create, then", machine.status] += 1
            check(len(self.holding(text)) <= 1, "a record is doubled", machine.name, report)
            if machine.status == 73:
                # Its advice: look, and write the id down, or create again.
                if ids := self.holding(text):
                    machine.file("note.md").write_text(
                        before.replace("okr:\n", f'okr:\n  {RECORD_KEY}: "{ids[0]}"\n'))
                    machine.run("push", "--adopt", "note.md")
                else:
                    machine.run(*arguments, "--create-again")
        else:
            self.whole("create", machine, *arguments)
        check(len(self.holding(text)) == 1, "not one record", machine.name, self.holding(text), *machine.story)
        check(self.holding(text)[0] in machine.file("note.md").read_text(), "the note lacks its id", machine.name)
        self.check_note(machine, before)
        return machine, text, before

    def push(self, kill):
        machine, text, _ = self.create(None)
        old = machine.file("note.md").read_text()
        note = old.replace(text, f"{text}y")
        machine.file("note.md").write_text(note)
        if kill:
            kill("push", machine, "push", "note.md")
        check(machine.file("note.md").read_text() == note, "push changed the note", machine.name)
        self.whole("push", machine, "push", "note.md")
        check(len(self.holding(f"{text}y")) == 1, "the record lacks the push", machine.name)
        check(not self.holding(text), "an old text is left", machine.name)
        return machine

    def pull(self, kill):
        machine, text, _ = self.create(None)
        id = self.holding(text)[0]
        arguments = ("pull", id, "-o", "pulled.md")
        if kill:
            kill("pull", machine, *arguments)
            pulled = machine.file("pulled.md")
            check(not pulled.exists() or f"{text} 199" in pulled.read_text(), "a note is short", machine.name)
        self.whole("pull", machine, *arguments, "--force")
        check(f"{text} 199" in machine.file("pulled.md").read_text(), "a note is short", machine.name)
        machine.run("push", "pulled.md", "--force")
        return machine

    def convert(self, kill):
        machine = self.machine()
        text = f"convert{self.number}x"
        before = self.note(machine, text)
        machine.file("note.json").write_text('{"old":true}\n')
        if kill:
            kill("convert", machine, "convert", "note.md", "-o", "note.json")
            value = json.loads(machine.file("note.json").read_text())
            check(value == {"old": True} or f"{text} 199" in json.dumps(value), "a file is short", machine.name)
        self.whole("convert", machine, "convert", "note.md", "-o", "note.json")
        check(f"{text} 199" in machine.file("note.json").read_text(), "a file is short", machine.name)
        self.check_note(machine, before)
        return machine

    def check_note(self, machine, before):
        lines = machine.file("note.md").read_text().splitlines(keepends=True)
        now = "".join(line for line in lines if RECORD_KEY not in line)
        check(now == before, "the note is not as it was", machine.name, now[:500])

    def once(self, kind):
        machine = getattr(self, kind)(self.kill)
        machine = machine[0] if isinstance(machine, tuple) else machine
        check(not machine.leftovers(), "left behind", *machine.leftovers())


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as folder:
        run = Run(program, folder, seed)
        try:
            run.measure()
            runs = 0
            while run.killed < count:
                run.once(("create", "push", "pull", "convert")[runs % 4])
                runs += 1
            for (kind, what), number in sorted(run.outcomes.items(), key=str):
                print(f"{kind} {what}: {number}")
            print(f"{runs} runs, {run.killed} killed: no record doubled, no note short, nothing left behind")
        except Failed as failure:
            print(f"run {run.number}, seed {seed}: {failure}", file=sys.stderr)
            return 1
        finally:
            run.sandbox.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
