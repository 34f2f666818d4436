#!/bin/sh
# Runs the tests of concurrent conversions under ThreadSanitizer.
# The watchdog is left out: ThreadSanitizer holds a signal back while the parser's own loop runs.
# usage: threads.sh [SWIFT]
set -eu
swift=${1:-swift}
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$root/.build/sanitize
mkdir -p "$folder"
cp "$root/Tests/sanitize/Package.swift" "$folder"
for name in Sources Tests Examples Documentation; do ln -sfn "$root/$name" "$folder/$name"; done
"$swift" build --package-path "$folder" --build-tests --sanitize=thread
tests=$("$swift" build --package-path "$folder" --show-bin-path)/okrmd-sanitizePackageTests.xctest
# Not through `swift test`: stopped, it leaves the tests running.
TSAN_OPTIONS=exitcode=66 timeout 300 "$tests" --testing-library swift-testing \
  --filter ConcurrencyTests --skip Watchdog
