#!/bin/sh
# Hostile input, in two ways: `growth` counts instructions at a size and at twice that size; `limits` converts the
# largest input that is taken. One line for each family, then `N passed, N failed`.
# usage: run.sh growth|limits OKRMD [PART-OF-A-NAME]…
set -eu
check=$1
okrmd=$(realpath -- "$2")
shift 2
case $check in
  growth) needed='python3 valgrind strip' ;;
  limits) needed='python3' ;;
  *)
    echo "run.sh: '$check' is neither growth nor limits" >&2
    exit 64
    ;;
esac
for tool in $needed; do
  command -v "$tool" >/dev/null || {
    echo "FAIL there is no $tool; Scripts/setup.sh growth installs it"
    exit 1
  }
done
cd "$(dirname "$0")"
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$check.py" "$okrmd" "$@"
