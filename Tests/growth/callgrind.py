"""Counts the instructions of a run of okrmd with callgrind."""

import re
import subprocess
from dataclasses import dataclass


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


def cost_of_functions(name, dump):
    """What the calls of the functions cost whose name fits a pattern, each with all that was called in turn."""
    # Callgrind writes a name once, with a number, and then the number alone.
    numbers = set(re.findall(rb"fn=\((\d+)\) " + name + rb"\n", dump))
    if not numbers:
        return 0
    calls = rb"cfn=\((?:" + b"|".join(numbers) + rb")\).*?\ncalls=[^\n]*\n\S+ (\d+)"
    return sum(int(cost) for cost in re.findall(calls, dump))


def cost_of_callbacks(dump):
    """What okrmd does while the parser runs: it prepares text and translates part by part."""
    return cost_of_functions(rb"\$s\w*CommonMarkParser\w*callbacks\w*_To", dump)


def read_count(path):
    with open(path, "rb") as file:
        dump = file.read()
    total = int(re.search(rb"^totals: (\d+)", dump, re.MULTILINE)[1])
    called = cost_of_functions(b"cmark_parser_(?:feed|finish)", dump)
    parser = called - cost_of_callbacks(dump)
    return Count(total - parser, parser)


def run(command, folder, *options):
    """Runs something; returns where the counters are and what was said on standard error."""
    out = f"{folder}/callgrind"
    valgrind = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", *options]
    with open(f"{folder}/said", "w+b") as said:
        subprocess.run([*valgrind, *command], stdout=subprocess.DEVNULL, stderr=said)
        said.seek(0)
        return out, said.read().decode(errors="replace").splitlines()
