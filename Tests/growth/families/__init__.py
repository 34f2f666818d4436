"""Inputs that are out to make the converter slow: each family grows to any size.

The parser's follow the pathological tests of cmark and cmark-gfm; the others aim at what okrmd adds.
"""

from . import chinese, content, front_matter, html, lenient, parser, tables, text

ALL = (
    parser.FAMILIES + chinese.FAMILIES + html.FAMILIES + tables.FAMILIES + text.FAMILIES + front_matter.FAMILIES
    + lenient.FAMILIES + content.FAMILIES
)

assert len({family.name for family in ALL}) == len(ALL), "two families share a name"


def is_error(line):
    """Whether a line of standard error says that a file was refused, or that okrmd could not run."""
    return ": error: " in line and not line.startswith("{")
