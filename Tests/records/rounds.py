#!/usr/bin/env python3
"""Two machines push one note with pictures in turn, each after it got the other's text, without a conflict.

usage: rounds.py OKRMD [COUNT]
"""
import pathlib
import sys
import tempfile

from service import APP, KEY_RESULTS, Failed, Machine, Sandbox, check, png


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(program, folder)
        try:
            machines = [Machine(program, folder, name, sandbox.url, APP) for name in ("laptop", "desktop")]
            for machine in machines:
                machine.file("a.png").write_bytes(png(8, 6, 1))
                machine.file("b.png").write_bytes(png(4, 4, 2))
            first = machines[0]
            first.file("note.md").write_text(
                f"---\nokr:\n  key_result: {KEY_RESULTS[0]}\n---\n第 0 轮\n\n![](a.png)\n\n- 甲\n\n![](b.png)\n")
            first.run("push", "--create", "note.md", says="created record")
            other = first
            for number in range(1, count + 1):
                machine = machines[number % 2]
                note = other.file("note.md").read_text()
                machine.file("note.md").write_text(note)
                machine.run("push", "note.md", says="updated record")
                machine.file("note.md").write_text(note.replace(f"第 {number - 1} 轮", f"第 {number} 轮"))
                machine.run("push", "note.md", says="updated record")
                machine.run("push", "--hook", "note.md", says="unchanged")
                records = sandbox.records()
                check(len(records) == 1, "a record is doubled", *records)
                record = list(records.values())[0]
                check(f"第 {number} 轮" in record and record.count('"gallery"') >= 2, "the record is short", record)
                other = machine
            print(f"{count} rounds on two machines: {2 * count + 1} pushes, no conflict")
        except Failed as failure:
            print(failure, file=sys.stderr)
            return 1
        finally:
            sandbox.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
