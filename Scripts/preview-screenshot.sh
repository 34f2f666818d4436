#!/bin/sh
# Makes Examples/preview.png: the page of Examples/weekly.md, light and 1200 pixels wide.
# usage: preview-screenshot.sh OKRMD [OUTPUT [WIDTH [light|dark]]]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
okrmd=$1
output=${2:-$root/Examples/preview.png}
chromium=$(command -v "${OKRMD_CHROMIUM:-chromium}") || {
  echo "preview-screenshot: there is no chromium; Scripts/setup.sh page installs it" >&2
  exit 1
}
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$root/Tests/page/screenshot.py" "$okrmd" "$chromium" "$root/Examples" "$output" \
  "${3:-1200}" "${4:-light}"
