#!/bin/sh
# Looks at the page in a headless browser: one line a check, then `N passed, N failed`.
# usage: run.sh OKRMD
set -eu
okrmd=$1
case $okrmd in /*) ;; *) okrmd=$PWD/$okrmd ;; esac
cd "$(dirname "$0")"

chromium=''
for name in ${OKRMD_CHROMIUM:-chromium chromium-browser google-chrome}; do
  if command -v "$name" >/dev/null; then
    chromium=$(command -v "$name")
    break
  fi
done
if [ -z "$chromium" ]; then
  if [ "${OKRMD_REQUIRE_CHROMIUM:-}" = 1 ]; then
    echo "failed: there is no chromium; Scripts/setup.sh page installs it"
    echo "0 passed, 1 failed"
    exit 1
  fi
  echo "SKIPPED: there is no chromium; Scripts/setup.sh page installs it"
  echo "0 passed, 0 failed"
  exit 0
fi
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1
exec python3 checks.py "$okrmd" "$chromium"
