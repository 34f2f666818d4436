#!/usr/bin/env python3
"""A week of two people with two machines each, three key results, pictures, edits on both sides, a login that expires,
and a save without network. Nothing may be lost, doubled or leaked, and every message must be true.

usage: week.py OKRMD
"""
import pathlib
import re
import sys
import tempfile

from service import APP, KEY_RESULTS, Failed, Line, Machine, Sandbox, check, png


class Week:
    def __init__(self, program, folder):
        self.sandbox = Sandbox(program, folder)
        self.line = Line(self.sandbox.port)
        # One logs in on both machines; the other has a token of the app.
        self.wang = [Machine(program, folder, f"wang-{name}", self.line.url, APP) for name in ("laptop", "desktop")]
        token = {"OKRMD_TOKEN": self.sandbox.token}
        self.chen = [Machine(program, folder, f"chen-{name}", self.line.url, token) for name in ("laptop", "desktop")]
        self.kept = []  # What was written and must be in its record at the end: (number of the record, text).
        self.gone = []  # What was replaced by its writer.
        self.pulls = 0

    # The note, and what a record says

    def write(self, machine, section, text, kept=True):
        """Writes a paragraph at the end of a section, the first of which is 0."""
        path = machine.file("w48.md")
        parts = re.split(r"(?m)(?=^#+ )", path.read_text())
        place = [number for number, part in enumerate(parts) if "<!-- okr\n" in part][section]
        parts[place] = parts[place].rstrip("\n") + f"\n\n{text}\n\n"
        path.write_text("".join(parts).rstrip("\n") + "\n")
        if kept:
            self.kept.append((section, text))

    def copy(self, source, target, *names):
        for name in names:
            target.file(name).write_bytes(source.file(name).read_bytes())

    @staticmethod
    def ids(machine, name="w48.md"):
        return re.findall(r'progress_id: *"?(\d+)', machine.file(name).read_text())

    def comment(self, machine, section, text):
        """A colleague pulls a record, writes below it and pushes."""
        self.pulls += 1
        name = f"theirs{self.pulls}.md"
        machine.run("pull", self.records[section], "-o", name)
        path = machine.file(name)
        path.write_text(path.read_text().rstrip("\n") + f"\n\n{text}\n")
        machine.run("push", name, says=f"updated record {self.records[section]}")
        self.kept.append((section, text))

    def check_records(self, count):
        records = self.sandbox.records()
        check(len(records) == count, f"{len(records)} records, not {count}", *records)
        for section, text in self.kept:
            found = {id: record.count(text) for id, record in records.items() if text in record}
            check(found == {self.records[section]: 1}, f"{text}: not once in its record", found)
        for text in self.gone:
            check(not any(text in record for record in records.values()), f"{text} is still there")

    # The days

    def monday(self):
        laptop, desktop = self.wang
        laptop.run("list", status=64, says="okrmd login")
        laptop.run("login", says="logged in")
        laptop.run("list", says=KEY_RESULTS[0])
        laptop.run("new", *(f for id in KEY_RESULTS for f in ("--key-result", id)), "w48.md")
        laptop.run("new", "w48.md", status=73, says="exists")
        for number, name in enumerate(("funnel.png", "构建.png")):
            laptop.file(name).write_bytes(png(20, 10 + number, number))
        self.write(laptop, 0, "登录改版已全量")
        self.write(laptop, 0, "![漏斗](funnel.png)", kept=False)
        self.write(laptop, 1, "步骤减到三步")
        self.write(laptop, 2, "Released on Tuesday")
        self.write(laptop, 2, "![构建](构建.png)", kept=False)
        laptop.run("check", "--strict", "w48.md")
        output = laptop.run("push", "--create", "w48.md", says="3 records: 3 created")
        self.records = self.ids(laptop)
        check(len(set(self.records)) == 3 and all(id in output for id in self.records), "not three ids", output)
        laptop.run("push", "--create", "w48.md", status=64, says="have records already")
        laptop.run("push", "--hook", "w48.md", says="3 unchanged")
        # The note is on the other machine, too.
        self.copy(laptop, desktop, "w48.md", "funnel.png", "构建.png")
        desktop.run("login")
        desktop.run("push", "w48.md", says="3 records: 3 updated")
        laptop.run("push", "w48.md", says="3 records: 3 updated")
        self.check_records(3)

    def tuesday(self):
        laptop, _ = self.wang
        self.comment(self.chen[0], 0, "陈静：海外版本周四提测")
        self.write(laptop, 0, "数据来自周一的看板")
        self.write(laptop, 1, "第二步合并到第一步")
        output = laptop.run("push", "w48.md", status=73, says="was changed in Feishu since this machine last saw it")
        check("+ 陈静：海外版本周四提测" in output and "3 records: 2 updated, 1 refused" in output, output)
        before = laptop.file("w48.md").read_text()
        # Both wrote at the end of the section, so both lines are kept between marks.
        laptop.run("pull", "--merge", "w48.md", status=None)
        merged = laptop.file("w48.md").read_text()
        if laptop.status == 1:
            laptop.run("push", "w48.md", status=65, says="conflict marks")
            merged = re.sub(r"(?m)^(<<<<<<< .*|=======|>>>>>>> .*)\n", "\n", merged)
            laptop.file("w48.md").write_text(merged)
        check("陈静：海外版本周四提测" in merged and all(
            line in merged for line in before.splitlines()), "the merge lost a line", merged)
        laptop.run("push", "w48.md", says="3 records: 3 updated")
        self.check_records(3)

    def wednesday(self):
        laptop, desktop = self.wang
        # The other machine has Monday's note and meets Tuesday's records.
        self.copy(laptop, desktop, "w48.md")
        desktop.run("push", "w48.md", says="3 records: 3 updated")
        # The login's time is over: it is refreshed without a word. Then it is worth nothing.
        file = desktop.home / ".config/okrmd/login.json"
        old = file.read_text()
        file.write_text(re.sub(r'"expires":\d+', '"expires":1', old))
        self.write(desktop, 2, "Build takes 9 minutes")
        desktop.run("push", "w48.md", says="3 records: 3 updated")
        check(file.read_text() != old, "the login was not refreshed")
        self.secrets = re.findall(r'"(?:token|access|refresh)[a-z_]*":"([^"]{20,})"', old + file.read_text())
        check(self.secrets, "no tokens in the login", re.sub(r"[A-Za-z0-9]{30,}", "…", old))
        file.write_text(re.sub(r'"expires":\d+', '"expires":1', old))
        self.write(desktop, 1, "下周做灰度")
        desktop.run("push", "w48.md", status=77, says="okrmd login")
        desktop.run("login")
        desktop.run("push", "w48.md", says="3 records: 3 updated")
        self.check_records(3)

    def thursday(self):
        laptop, desktop = self.wang
        self.copy(desktop, laptop, "w48.md")
        laptop.run("push", "w48.md", says="3 records: 3 updated")
        self.line.cut()
        self.write(laptop, 0, "离线时写的一段", kept=False)
        note = laptop.file("w48.md").read_text()
        output = laptop.run("push", "--hook", "--retries", "0", "w48.md", status=None)
        check(laptop.status in (69, 75) and output.count("\n") == 1, "not one line", output)
        check("refused" in output or "connect" in output, output)
        check(laptop.file("w48.md").read_text() == note, "the note was changed")
        self.line.restore()
        self.check_records(3)
        laptop.run("push", "--hook", "w48.md", says="1 updated, 2 unchanged")
        self.kept.append((0, "离线时写的一段"))
        self.comment(self.chen[1], 2, "Jing: thanks")
        laptop.run("push", "w48.md", "--section", "3", "--hook", says="unchanged")
        laptop.run("pull", "--merge", "w48.md", says="merged the changes")
        laptop.run("push", "w48.md", says="3 records: 3 updated")
        self.check_records(3)

    def friday(self):
        laptop, _ = self.wang
        colleague = self.chen[0]
        # Both change one line.
        colleague.run("pull", self.records[1], "-o", "kr2.md")
        theirs = colleague.file("kr2.md")
        theirs.write_text(theirs.read_text().replace("步骤减到三步", "步骤减到两步半"))
        colleague.run("push", "kr2.md")
        note = laptop.file("w48.md")
        note.write_text(note.read_text().replace("步骤减到三步", "步骤减到两步"))
        laptop.run("push", "w48.md", status=73, says="2 updated, 1 refused")
        laptop.run("pull", "--merge", "w48.md", status=1, says="1 conflict")
        laptop.run("push", "w48.md", status=65, says="conflict marks")
        merged = note.read_text()
        check("步骤减到两步\n" in merged and "步骤减到两步半\n" in merged, "a side is lost", merged)
        note.write_text(re.sub(r"(?ms)^<<<<<<< .*?\n(.*?)=======\n.*?>>>>>>> .*?\n", r"\1", merged))
        laptop.run("push", "w48.md", says="3 records: 3 updated")
        self.kept.remove((1, "步骤减到三步"))
        self.kept.append((1, "步骤减到两步"))
        self.gone += ["步骤减到三步", "步骤减到两步半"]
        self.check_records(3)
        before = self.sandbox.records()
        # A copy is not next week's note; `next` makes that.
        laptop.file("copy.md").write_text(note.read_text().replace("步骤减到两步", "下周的内容"))
        laptop.run("push", "copy.md", status=73, says="okrmd next")
        laptop.run("next", "w48.md", "-o", "w49.md")
        check(not self.ids(laptop, "w49.md"), "the next week has ids")
        laptop.run("push", "--create", "w49.md", says="3 records: 3 created")
        after = self.sandbox.records()
        check(len(after) == 6 and all(after[id] == before[id] for id in before), "last week's records changed")
        check(len(set(self.ids(laptop, "w49.md")) | set(self.records)) == 6, "an id is used twice")

    def run(self):
        for day in (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday):
            day()
            print(f"{day.__name__}: {len(self.sandbox.records())} records, {len(self.kept)} texts in their places")
        for secret in self.secrets + [APP["OKRMD_APP_SECRET"] + '"', self.sandbox.token + '"']:
            check(not any(secret in text for text in Machine.said), "a secret was printed")
            for machine in self.wang + self.chen:
                check(not any(secret.encode() in path.read_bytes() for path in machine.notes.iterdir()), "a secret leaked")
        for machine in self.wang + self.chen:
            check(not machine.leftovers(), "left behind", *machine.leftovers())
        print(f"{len(Machine.said)} commands: nothing lost, doubled or leaked")


def main():
    with tempfile.TemporaryDirectory() as folder:
        week = Week(str(pathlib.Path(sys.argv[1]).resolve()), folder)
        try:
            week.run()
        except Failed as failure:
            print(failure, file=sys.stderr)
            return 1
        finally:
            week.sandbox.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
