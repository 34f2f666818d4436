"""Front matter (rule R20)."""

import math

from .family import Family
from .makers import nested, numbered, repeated, times


def front_matter(make):
    return lambda length: "---\n" + make(length) + "\n---\na\n"


def deep_yaml(length):
    return "".join(" " * level + "a:\n" for level in range(min(900, math.isqrt(2 * length))))


def aliases(length):
    """Each line holds the one before twice."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 6)]
    return "\n".join(lines) + "\nb: [" + times("x, ", length) + "x]"


FAMILIES = [
    Family("YAML keys", front_matter(numbered("key{}: a\n"))),
    Family("YAML keys of okr", front_matter(numbered("  key{}: a\n", before="okr:\n"))),
    Family("a YAML list", front_matter(repeated("- a\n", before="a:\n"))),
    Family("a YAML list on one line", front_matter(repeated("a, ", before="a: [", after="b]"))),
    Family("YAML brackets", front_matter(nested("[", "]", "a"))),
    Family("open YAML brackets", front_matter(repeated("["))),
    Family("deep YAML", front_matter(deep_yaml)),
    Family("YAML with aliases", front_matter(aliases)),
    Family("YAML with many aliases", front_matter(repeated("*a, ", before="a: &a b\nc: [", after="b]"))),
    Family("a YAML string", front_matter(repeated("a", before="a: "))),
    Family("YAML escapes", front_matter(repeated("\\n", before="a: \"", after="\""))),
    Family("a YAML block", front_matter(repeated("  a\n", before="a: |\n"))),
    Family("YAML comments", front_matter(repeated("# a\n"))),
    Family("front matter that is not YAML", front_matter(repeated("a: [}\n"))),
    Family("front matter without an end", repeated("a: b\n", before="---\n")),
]
