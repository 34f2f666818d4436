"""Converts each family at the largest size that okrmd takes. It must be done in time and within the memory, or say
in one line which limit it met.

usage: limits.py OKRMD [PART-OF-A-NAME]…
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

import families

SIZE = 1 << 20
# The parser has ten seconds. What comes before and after takes part of the rest.
MOST_SECONDS = 12
MOST_MEGABYTES = 600
# A conversion that is out of hand is stopped before the machine suffers.
KILL_SECONDS = 60
KILL_BYTES = 3 << 30


def fitting(family):
    """An input of at most the largest size, and nearly that."""
    length = SIZE
    while True:
        text = family.make(length).encode()
        if len(text) <= SIZE:
            return text
        length = int(length * min(0.99, SIZE / len(text)))


def run(okrmd, family, folder):
    """The exit status, the seconds, the megabytes and the errors of a conversion."""
    path = f"{folder}/input{family.suffix}"
    with open(path, "wb") as file:
        file.write(fitting(family))
    with open(f"{folder}/said", "w+b") as said:
        start = time.monotonic()
        process = subprocess.Popen(
            [okrmd, *family.arguments, path], stdout=subprocess.DEVNULL, stderr=said,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (KILL_BYTES, KILL_BYTES)))
        timer = threading.Timer(KILL_SECONDS, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        seconds = time.monotonic() - start
        said.seek(0)
        errors = [line.decode() for line in said if families.is_error(line.decode())]
    return os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024, errors


def verdict(family, status, seconds, megabytes, errors):
    if status < 0:
        return f"FAIL: {signal.Signals(-status).name}"
    if seconds > MOST_SECONDS:
        return "FAIL: too slow"
    if megabytes > MOST_MEGABYTES:
        return "FAIL: too much memory"
    if status in (0, 1) and not errors and not family.ends_at_limit:
        return "ok"
    if status == 65 and len(errors) == 1:
        return "limit: " + errors[0].split(": error: ", 1)[-1].strip()
    return f"FAIL: exit code {status}, {len(errors)} errors"


def main():
    okrmd, *wanted = sys.argv[1:]
    passed = failed = 0
    print(f"{'family':40} {'seconds':>7} {'MB':>5}  verdict")
    with tempfile.TemporaryDirectory() as folder:
        for family in families.ALL:
            if wanted and not any(part in family.name for part in wanted):
                continue
            outcome = run(okrmd, family, folder)
            word = verdict(family, *outcome)
            print(f"{family.name:40} {outcome[1]:7.2f} {outcome[2]:5.0f}  {word}", flush=True)
            passed, failed = (passed, failed + 1) if word.startswith("FAIL") else (passed + 1, failed)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
