#!/usr/bin/env python3
"""Says which public symbols have no comment, which is no warning of DocC's: one line for each.

usage: undocumented.py EXTRACTED-SYMBOLS MODULE...

EXTRACTED-SYMBOLS is the folder that `swift package generate-documentation` leaves the symbol graphs in.
"""

import glob
import json
import os
import sys


def needs_comment(symbol):
    """Whether someone wrote the symbol; what the compiler makes has no place in a file."""
    return (
        symbol["accessLevel"] in ("public", "open")
        and "location" in symbol
        and symbol["kind"]["identifier"] != "swift.extension"
    )


def place(symbol):
    location = symbol["location"]
    path = os.path.relpath(location["uri"].removeprefix("file://"))
    return f"{path}:{location['position']['line'] + 1}"


folder, modules = sys.argv[1], sys.argv[2:]
count = 0
missing = []
for module in modules:
    files = glob.glob(f"{folder}/*/{module}/*.symbols.json")
    if not files:
        sys.exit(f"undocumented.py: there is no symbol graph of {module} in {folder}")
    for file in files:
        with open(file) as graph:
            symbols = [symbol for symbol in json.load(graph)["symbols"] if needs_comment(symbol)]
        count += len(symbols)
        missing += [
            f"{place(symbol)}: error: no comment on {module}.{'.'.join(symbol['pathComponents'])}"
            for symbol in symbols
            if "docComment" not in symbol
        ]
print("\n".join(sorted(missing) + [f"undocumented.py: {count} public symbols, {len(missing)} without a comment"]))
sys.exit(1 if missing else 0)
