"""Counts what okrmd does for an input and for twice the input: seconds differ, instructions do not.

usage: growth.py OKRMD [PART-OF-A-NAME]…

Starting okrmd under callgrind takes a second, so one process reads all inputs of a command. Callgrind writes its
counters out each time the parser is called. An empty note between two inputs keeps their costs apart: an input
costs what is counted from the parse of the empty note before it to that of the one behind it.
"""

import os
import subprocess
import sys
import tempfile

import callgrind
import families

# The smaller size in bytes; the larger one is twice that.
SIZE = 8192
# Linear growth has the ratio 2, n·log n 2.2, quadratic growth 4. Above this ratio a sixth of the work is quadratic
# already at these sizes.
HIGHEST_RATIO = 2.3
# Below so many instructions at the larger size, the ratio says nothing.
LEAST_WORK = 500_000


class Failure(Exception):
    pass


# Families, counted.


def write(text, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def sizes(family):
    """The two sizes in bytes that a family is counted at."""
    size = int(SIZE * family.scale)
    return size, 2 * size


class Inputs:
    """The files that one process reads: the inputs of families, each between two empty notes."""

    def __init__(self, members, folder):
        self.folder = folder
        self.files = []
        # How many notes are parsed, in all and before an input.
        self.parses = 0
        self.parses_before = {}
        for _ in range(3):
            self.add("", ".md")
        for family in members:
            # The first and smallest input does not count: with it everything is set up that is set up once.
            for length in (sizes(family)[0] // 16, *sizes(family)):
                self.parses_before[family, length] = self.parses
                self.add(family.make(length), family.suffix)
                self.add("", ".md")

    def add(self, text, suffix):
        self.files.append(write(text, f"{self.folder}/{len(self.files):04}{suffix}"))
        self.parses += suffix == ".md"


def count_together(okrmd, members):
    """The counts of families that one process reads, each at two sizes."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = Inputs(members, folder)
        arguments = members[0].arguments
        # The time that parsing may take grows with it: under callgrind, on a busy machine, ten seconds are not much.
        arguments += ["--max-bytes", str(16 << 20)]
        if arguments[0] == "convert":
            arguments += ["--out-dir", f"{folder}/out"] + ([] if "--pretty" in arguments else ["--compact"])
        out, said = callgrind.run([okrmd, *arguments, *inputs.files], folder, "--dump-before=cmark_budget_parse")
        # The first part ends with the first parse, the last one with the program.
        parts = [f"{out}.{number}" for number in range(2, inputs.parses + 1)] + [out]
        if not os.path.exists(parts[-2]) or os.path.exists(f"{out}.{inputs.parses + 1}"):
            raise Failure(f"okrmd did not parse each note once: {said[-1:]}")
        empty = callgrind.read_count(parts[1])
        refusals = [line for line in said if families.is_error(line)]

        def count(family, length):
            place = inputs.parses_before[family, length]
            result = callgrind.read_count(parts[place - 1]) - empty
            if family.suffix == ".md":
                result += callgrind.read_count(parts[place])
                # Then each file was parsed, so that it has the number of its parse.
                result.refusal = next((line for line in refusals if f"/{place:04}.md:" in line), None)
            return result

        return {family: [count(family, length) for length in sizes(family)] for family in members}


def count_apart(okrmd, members):
    """The counts of families that need a process for each input."""
    with tempfile.TemporaryDirectory() as folder:
        def count(family, text):
            file = write(text, f"{folder}/input{family.suffix}")
            out, said = callgrind.run([okrmd, *family.arguments, file], folder)
            if any(families.is_error(line) for line in said):
                raise Failure(said[-1])
            return callgrind.read_count(out)

        empty = count(members[0], '{"blocks":[]}')
        return {
            family: [count(family, family.make(length)) - empty for length in sizes(family)] for family in members
        }


# The table.


def ratio(counts):
    small, large = counts
    return large / max(small, 1) if large >= LEAST_WORK else None


def row(family, counts):
    """A line of the table, and whether the family passes."""
    small, large = counts
    own = ratio((small.own, large.own))
    parser = ratio((small.parser, large.parser))
    passes = own is None or own <= HIGHEST_RATIO
    verdict = "ok" if passes else "FAIL"
    if not passes and family.ends_at_limit:
        passes = True
        verdict = "ok, a limit ends it"
    refusal = small.refusal or large.refusal
    if refusal:
        passes = False
        verdict = f"FAIL: {refusal.split(': error: ')[-1]}"
    if parser is not None and parser > HIGHEST_RATIO:
        verdict += ", the parser is slow"

    def column(value):
        return f"{value:7.2f}" if value is not None else "      –"

    print(
        f"{family.name:40} {sizes(family)[0]:7} {small.own / 1e6:9.1f} {large.own / 1e6:9.1f} {column(own)} "
        f"{column(parser)}  {verdict}",
        flush=True,
    )
    return passes


def main():
    okrmd, *wanted = sys.argv[1:]
    chosen = [f for f in families.ALL if not wanted or any(part in f.name for part in wanted)]
    batches = {}
    for family in chosen:
        batches.setdefault((family.command, family.suffix), []).append(family)
    print("Millions of instructions of okrmd itself for n bytes and for twice as many, and their ratio.")
    print(f"{'family':40} {'n':>7} {'n':>9} {'2n':>9} {'ratio':>7} {'parser':>7}  verdict")
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind gives up on so many debug symbols.
        stripped = f"{folder}/okrmd"
        subprocess.run(["strip", "-g", "-o", stripped, okrmd], check=True)
        for (command, _), members in batches.items():
            count = count_apart if command[0] == "render" else count_together
            try:
                counts = count(stripped, members)
            except Failure as failure:
                print(f"FAIL {' '.join(command)}: {failure}")
                failed += len(members)
                continue
            for family in members:
                if row(family, counts[family]):
                    passed += 1
                else:
                    failed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
