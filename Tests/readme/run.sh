#!/bin/sh
# Runs every command of README.md and README.zh-CN.md and compares what is printed with what stands there. Looks also
# whether both say the same, and whether flags, exit codes, packages and links are right. One line a check, then
# `N passed, M failed`.
# usage: run.sh OKRMD
set -eu
okrmd=$(realpath -- "${1:?the path of okrmd is missing}")
# The tests need python3 and bash; the commands of the READMEs use the others.
for tool in python3 bash git jq; do
  command -v "$tool" >/dev/null || {
    echo "FAIL there is no $tool; Scripts/setup.sh readme installs it"
    echo "0 passed, 1 failed"
    exit 1
  }
done
cd "$(dirname "$0")"
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1
exec python3 checks.py "$okrmd"
