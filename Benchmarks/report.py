#!/usr/bin/env python3
"""Makes the tables of run.sh from its figures, on standard input:

size CASE BYTES
weight CASE TOOL PEAK-KIB OUTPUT-BYTES
time CASE TOOL WALL-SECONDS CPU-SECONDS     many of each; the tool `eighth` is okrmd with an eighth of the notes
count CASE TOOL INSTRUCTIONS

usage: report.py CASE...
"""

import sys
from collections import defaultdict

TOOLS = ("okrmd", "cmark-gfm", "pandoc", "parsing")

sizes, peak, output, count = {}, {}, {}, {}
walls, cpus = defaultdict(list), defaultdict(list)
for kind, case, *values in (line.split() for line in sys.stdin if line.strip()):
    if kind == "size":
        sizes[case] = int(values[0])
    elif kind == "weight":
        peak[case, values[0]], output[case, values[0]] = int(values[1]), int(values[2])
    elif kind == "time":
        walls[case, values[0]].append(float(values[1]))
        cpus[case, values[0]].append(float(values[2]))
    elif kind == "count":
        count[case, values[0]] = int(values[1])
wall = {key: min(values) for key, values in walls.items()}
cpu = {key: min(values) for key, values in cpus.items()}


def quotient(a, b):
    return f"{a / b:.2f}" if a and b else "-"


def ratio(table, case, tool):
    return quotient(table.get((case, "okrmd")), table.get((case, tool)))


def print_sizes(cases):
    cases = [case for case in cases if case in sizes]
    if not cases:
        return
    print(f"\n{'':6}{'notes':>8}{'output':>9}{'wall':>10}{'CPU':>9} |{'CPU of okrmd / CPU of':>27} |"
          f"{'peak memory, MB':>35}")
    print(f"{'case':6}{'MB':>8}{'MB':>9}{'s':>10}{'s':>9} |{'cmark-gfm':>10}{'pandoc':>8}{'parsing':>9} |"
          f"{'okrmd':>8}{'cmark-gfm':>10}{'pandoc':>8}{'parsing':>9}")
    for case in cases:
        own = (case, "okrmd")
        ratios = [ratio(cpu, case, tool) for tool in TOOLS[1:]]
        memory = [f"{peak[case, tool] * 1024 / 1e6:.1f}" if (case, tool) in peak else "-" for tool in TOOLS]
        print(f"{case:6}{sizes[case] / 1e6:8.3f}{output[own] / 1e6:9.3f}{wall[own]:10.4f}{cpu[own]:9.4f} |"
              f"{ratios[0]:>10}{ratios[1]:>8}{ratios[2]:>9} |"
              f"{memory[0]:>8}{memory[1]:>10}{memory[2]:>8}{memory[3]:>9}")


def goals():
    """The goals: what, at most, by CPU time, by wall time."""
    for case, tool, limit, text in (("8m", "cmark-gfm", 1.0, "cmark-gfm"), ("8m", "parsing", 1.25, "parsing alone")):
        yield f"{case}: time of okrmd / {text}", limit, ratio(cpu, case, tool), ratio(wall, case, tool)
    yield "8m: peak memory of okrmd / cmark-gfm", 1.3, ratio(peak, "8m", "cmark-gfm"), None
    own, eighth = ("64m", "okrmd"), ("64m", "eighth")
    if walls[eighth]:
        each = len(walls[own]) / len(walls[eighth])
        yield ("64m: time of okrmd / its time for 8m", 8.5, quotient(sum(cpus[own]), each * sum(cpus[eighth])),
               quotient(sum(walls[own]), each * sum(walls[eighth])))
    for case, tool, limit, text in (
        ("1k", "cmark-gfm", 3.5, "cmark-gfm"), ("1k", "pandoc", 0.3, "pandoc"), ("10k", "parsing", 1.3, "parsing alone"),
    ):
        yield f"{case}: time of okrmd / {text}", limit, ratio(cpu, case, tool), ratio(wall, case, tool)


def print_goals():
    """The CPU time decides; the wall time is shown beside it."""
    rows = [goal for goal in goals() if goal[2] != "-"]
    if rows:
        print(f"\n{'goal':46}{'at most':>10}{'CPU':>8}{'wall':>8}")
    for text, limit, figure, beside in rows:
        verdict = "met" if float(figure) <= limit else "missed"
        if beside is not None and (float(beside) <= limit) != (verdict == "met"):
            verdict += f" (wall: {'met' if float(beside) <= limit else 'missed'})"
        print(f"{text:46}{limit:10.2f}{figure:>8}{beside or '':>8}  {verdict}")


def print_instructions():
    if ("1k", "okrmd") not in count:
        return
    print(f"\n{'':8}{'instructions, millions':>36} |{'okrmd /':>19}")
    print(f"{'case':8}{'okrmd':>12}{'cmark-gfm':>12}{'parsing':>12} |{'cmark-gfm':>10}{'parsing':>9}")
    for case in ("1k", "256k"):
        counts = [count[case, tool] / 1e6 for tool in ("okrmd", "cmark-gfm", "parsing")]
        print(f"{case:8}{counts[0]:12.2f}{counts[1]:12.2f}{counts[2]:12.2f} |"
              f"{ratio(count, case, 'cmark-gfm'):>10}{ratio(count, case, 'parsing'):>9}")


print_sizes(sys.argv[1:])
print_goals()
print_instructions()
