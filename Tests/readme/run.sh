#!/bin/sh
# Runs the commands of the READMEs and of Documentation; see documents.py. One line a check, then `N passed, M failed`.
# usage: run.sh OKRMD
set -eu
okrmd=$(realpath -- "${1:?the path of okrmd is missing}")
# The tests need python3 and bash; the commands of the pages use the others.
for tool in python3 bash curl jq; do
  command -v "$tool" >/dev/null || {
    echo "FAIL there is no $tool; Scripts/setup.sh readme installs it"
    echo "0 passed, 1 failed"
    exit 1
  }
done
cd "$(dirname "$0")"
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1
exec python3 documents.py "$okrmd"
