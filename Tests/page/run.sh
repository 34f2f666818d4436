#!/bin/sh
# Looks at the page in a headless browser: one line a check, then `N passed, M failed`.
# Without a browser nothing is checked, or that is a failure with OKRMD_REQUIRE_CHROMIUM=1.
# usage: run.sh OKRMD
set -eu
okrmd=$(realpath -- "${1:?the path of okrmd is missing}")
cd "$(dirname "$0")"
chromium=$(./find-chromium.sh 2>&1) || {
  if [ "${OKRMD_REQUIRE_CHROMIUM:-}" = 1 ]; then
    echo "FAIL $chromium"
    echo "0 passed, 1 failed"
    exit 1
  fi
  echo "skip $chromium"
  echo "0 passed, 0 failed"
  exit
}
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
exec python3 checks.py "$okrmd" "$chromium"
