#!/bin/sh
# Prints the path of a Chromium; says what to do when there is none. OKRMD_CHROMIUM names others to look for.
set -eu
for name in ${OKRMD_CHROMIUM:-chromium chromium-browser google-chrome}; do
  command -v "$name" && exit
done
echo "there is no chromium; Scripts/setup.sh page installs it" >&2
exit 1
