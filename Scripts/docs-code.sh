#!/usr/bin/env bash
# Says where the code in the documentation's articles does not compile, which DocC does not look at. The blocks of an
# article are one program. The modules must have been built.
# usage: docs-code.sh BIN-PATH [ARTICLE]…
set -eu
bin=$1
shift
root=$(cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
[ $# -gt 0 ] || set -- "$root"/Sources/*/*.docc/*.md

# The C modules that the libraries stand on: their own maps, and those that SwiftPM made.
flags=(-I "$bin/Modules")
for map in $(find "$root/Sources" "$root/.build/checkouts" -name module.modulemap) "$bin"/*.build/module.modulemap; do
  flags+=(-Xcc "-fmodule-map-file=$map" -Xcc "-I$(dirname -- "$map")")
done

status=0
for article in "$@"; do
  # Lines outside of the blocks are left empty, so that line numbers are those of the article.
  awk '/^```/ { code = $0 == "```swift"; print ""; next } { print code ? $0 : "" }' "$article" >"$work/main.swift"
  swiftc -typecheck -swift-version 6 -warnings-as-errors "${flags[@]}" "$work/main.swift" >"$work/log" 2>&1 || {
    status=1
    sed "s#^$work/main.swift:#${article#"$root/"}:#" "$work/log"
  }
done
echo "docs-code.sh: $# articles$([ $status -eq 0 ] || echo ', faults above')"
exit $status
