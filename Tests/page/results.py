"""What the checks found: one line each, and the counts."""

passed = failed = 0


def check(name, holds, saw=None):
    global passed, failed
    if holds:
        passed += 1
        print(f"ok {name}", flush=True)
    else:
        failed += 1
        print(f"FAIL {name}" + ("" if saw is None else f" -- got {saw}"), flush=True)
