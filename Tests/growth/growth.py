"""Counts what okrmd does for an input and for twice the input: seconds differ, instructions do not.

usage: growth.py OKRMD [PART-OF-A-NAME]…

Starting okrmd under callgrind takes a second, so one process reads all inputs of a command. Callgrind writes its
counters out each time the parser is called. An empty note between two inputs keeps their costs apart: an input
costs what is counted from the parse of the empty note before it to that of the one behind it.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

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


# What callgrind has counted.


@dataclass
class Count:
    """Instructions of okrmd itself and of the parser."""

    own: int = 0
    parser: int = 0
    # The error that okrmd ended with.
    refusal: str | None = None

    def __add__(self, other):
        return Count(self.own + other.own, self.parser + other.parser)

    def __sub__(self, other):
        return Count(self.own - other.own, self.parser - other.parser)


def cost_of_calls(text):
    """The sum over calls in callgrind's format, each with all that was called in turn."""
    return sum(int(cost) for cost in re.findall(rb"\ncalls=[^\n]*\n\S+ (\d+)", text))


def cost_of(name, dump):
    """What the calls of a function cost."""
    number = re.search(rb"fn=\((\d+)\) " + name + rb"\n", dump)
    if not number:
        return 0
    return cost_of_calls(b"".join(re.findall(rb"cfn=\(" + number[1] + rb"\).*?(\ncalls=[^\n]*\n[^\n]*)", dump)))


def cost_of_callbacks(dump):
    """What okrmd does while the parser runs: it prepares text and translates part by part."""
    names = set(re.findall(rb"fn=\((\d+)\) (?:\$s\w*CommonMarkParser\w*callbacks\w*_To)\n", dump))
    calls = rb"".join(re.findall(rb"cfn=\((?:" + b"|".join(names) + rb")\).*?(\ncalls=[^\n]*\n[^\n]*)", dump)) if names else b""
    return cost_of_calls(calls)


def read_count(path):
    with open(path, "rb") as file:
        dump = file.read()
    total = int(re.search(rb"^totals: (\d+)", dump, re.MULTILINE)[1])
    called = cost_of(b"cmark_parser_feed", dump) + cost_of(b"cmark_parser_finish", dump)
    parser = called - cost_of_callbacks(dump)
    return Count(total - parser, parser)


def callgrind(arguments, folder, *options):
    """Runs something; returns where the counters are and what was said on standard error."""
    out = f"{folder}/callgrind"
    command = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", *options, *arguments]
    with open(f"{folder}/said", "w+b") as said:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=said)
        said.seek(0)
        return out, said.read().decode(errors="replace").splitlines()


# Families, counted.


def write(text, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def sizes(family):
    size = int(SIZE * family.scale)
    return size, 2 * size


def count_together(okrmd, command, members):
    """The counts of families that one process reads, each at two sizes."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = list(command)
        suffix = arguments.pop() if arguments[-1] == ".json" else ".md"
        if command[0] == "convert":
            arguments += ["--out-dir", f"{folder}/out"] + ([] if "--pretty" in command else ["--compact"])
        if "--diagnostics" not in command:
            arguments += ["--diagnostics", "json", "--verbose"]
        files = []
        parses = 0
        places = {}

        def add(text, suffix):
            nonlocal parses
            files.append(write(text, f"{folder}/{len(files):04}{suffix}"))
            parses += suffix == ".md"

        for _ in range(3):
            add("", ".md")
        for family in members:
            # The first and smallest input does not count: with it everything is set up that is set up once.
            for length in (sizes(family)[0] // 16, *sizes(family)):
                places[family, length] = parses
                add(family.make(length), suffix)
                add("", ".md")
        out, said = callgrind([okrmd, *arguments, *files], folder, "--dump-before=cmark_budget_parse")
        # The first part ends with the first parse, the last one with the program.
        parts = [f"{out}.{number}" for number in range(2, parses + 1)] + [out]
        if not os.path.exists(parts[-2]) or os.path.exists(f"{out}.{parses + 1}"):
            raise Failure(f"okrmd did not parse each note once: {said[-1:]}")
        empty = read_count(parts[1])
        refusals = [line for line in said if line.startswith("okrmd: error: ")]

        def count(family, length):
            place = places[family, length]
            result = read_count(parts[place - 1]) - empty
            if suffix == ".md":
                result += read_count(parts[place])
                # Then each file was parsed, so that it has the number of its parse.
                result.refusal = next((line for line in refusals if f"/{place:04}.md: " in line), None)
            return result

        return {family: [count(family, length) for length in sizes(family)] for family in members}


def count_apart(okrmd, command, members):
    """The counts of families that need a process for each input."""
    with tempfile.TemporaryDirectory() as folder:
        def count(text):
            out, said = callgrind([okrmd, *command, write(text, f"{folder}/input.json")], folder)
            if any(line.startswith("okrmd: error: ") for line in said):
                raise Failure(said[-1])
            return read_count(out)

        empty = count('{"blocks":[]}')
        return {family: [count(family.make(length)) - empty for length in sizes(family)] for family in members}


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
        verdict = f"FAIL: {refusal.split('.md: ')[-1]}"
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
        batches.setdefault(family.command, []).append(family)
    print("Millions of instructions of okrmd itself for n bytes and for twice as many, and their ratio.")
    print(f"{'family':40} {'n':>7} {'n':>9} {'2n':>9} {'ratio':>7} {'parser':>7}  verdict")
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind gives up on so many debug symbols.
        stripped = f"{folder}/okrmd"
        subprocess.run(["strip", "-g", "-o", stripped, okrmd], check=True)
        for command, members in batches.items():
            count = count_apart if command[0] == "render" else count_together
            try:
                counts = count(stripped, command, members)
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
