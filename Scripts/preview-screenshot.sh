#!/bin/sh
# Makes Examples/preview.png and preview.zh.png, the pictures in the READMEs: the page of Examples/weekly.md.
# usage: preview-screenshot.sh OKRMD
set -eu
okrmd=$(realpath -- "${1:?the path of okrmd is missing}")
cd "$(dirname "$0")/../Tests/page"
chromium=$(./find-chromium.sh)
# Nothing is left behind in the sources.
export PYTHONDONTWRITEBYTECODE=1
exec python3 screenshot.py "$okrmd" "$chromium"
