"""Tables (rule R17)."""

import math

from .family import OTHER_FLAGS, Family
from .makers import repeated, size, times


def table(columns, rows, cell="x", head="h"):
    def row(text):
        return "|" + (text + "|") * columns + "\n"

    return row(head) + row("-") + row(cell) * rows


def square_table(cell, head="h"):
    """As many columns as rows."""

    def make(length):
        side = max(1, math.isqrt(length // size(cell + "|")))
        return table(side, side, cell, head)

    return make


def tall_table(cell="x", columns=3):
    return lambda length: table(columns, length // (columns * size(cell + "|") + 2), cell)


def ragged_table(length):
    rows = times("|x\n|x|y\n|x|y|z|z|z\n|||\n", length)
    return "|a|b|c|\n|-|-|-|\n" + rows


FAMILIES = [
    Family("a table of many rows", tall_table()),
    Family("a table of links", tall_table("[a](b.md)")),
    Family("a table of code", tall_table("`a`")),
    Family("a table of bold labels", tall_table("**甲：**乙")),
    Family("a table of images", tall_table("![a](b.png)")),
    Family("a table of tags", tall_table("<b>a<br>")),
    Family("a table of escaped pipes", tall_table("\\|")),
    Family("a table of empty cells", tall_table(" ")),
    Family("a table of mentions", tall_table("@{ou_a}")),
    Family("a ragged table", ragged_table),
    Family("a square table", square_table("x"), scale=0.5),
    Family("a square table of links", square_table("[a](b.md)", "[h](b.md)"), scale=0.5),
    Family("a wide table", lambda n: table(n // 8, 2), scale=0.25),
    Family("a long header", lambda n: table(1, n // 8, head="h" * (n // 2)), scale=0.5,
           ends_at_limit=True),
    Family("a long row", lambda n: table(3, 1, "x" * (n // 3))),
    Family("text before a wide header", lambda n: times("text\n", n // 2) + table(n // 64, 1, "x", "[a](b.md)")),
    Family("many tables", repeated("|a|\n|-|\n|b|\n\n")),
    # What a table reads of the whole note shows in a large note alone: a search takes an instruction for 8 bytes.
    Family("many tables in a large note", repeated("|a|\n|-|\n|b|\n\n"), scale=16),
    Family("tables in a list", repeated("- |a|\n  |-|\n  |b|\n")),
    Family("a row of images", lambda n: "|a|\n|-|\n|" + times("![a](b.png 't')", n) + "|\n"),
    Family("rows", tall_table("a **b**"), OTHER_FLAGS),
    Family("rows of empty cells", tall_table(" "), OTHER_FLAGS),
    Family("rows of a square table", square_table("x"), OTHER_FLAGS, scale=0.5),
]
