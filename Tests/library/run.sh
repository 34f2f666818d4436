#!/usr/bin/env bash
# Builds the package in Examples/library, which imports the converter alone, and looks at what it prints and at
# what was built for it.
# usage: run.sh [SWIFT]
set -eu
swift=${1:-swift}
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
passed=0
failed=0

# Compares what came out with what is expected.
#   same NAME EXPECTED ACTUAL
same() {
  if [ "$2" = "$3" ]; then
    echo "ok $1"
    passed=$((passed + 1))
  else
    printf 'FAIL %s\nexpected:\n%s\nactual:\n%s\n' "$1" "$2" "$3"
    failed=$((failed + 1))
  fi
}

package=$root/Examples/library
"$swift" build --package-path "$package" --scratch-path "$work/build" >"$work/log" 2>&1 || {
  cat "$work/log"
  echo 'FAIL the package does not build'
  echo '0 passed, 1 failed'
  exit 1
}
program=$("$swift" build --package-path "$package" --scratch-path "$work/build" --show-bin-path)/note-to-json

same 'the built-in note' "$(
  cat <<'END'
{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"第 47 周","style":{"bold":true}}}]}},{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"结论：","style":{"bold":true}}},{"type":"textRun","textRun":{"text":"登录改版已全量，"}}]}},{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"转化率升到 58%。"}}]}},{"type":"paragraph","paragraph":{"style":{"list":{"type":"checkedBox","indentLevel":1}},"elements":[{"type":"textRun","textRun":{"text":"灰度发布"}}]}},{"type":"paragraph","paragraph":{"style":{"list":{"type":"checkBox","indentLevel":1}},"elements":[{"type":"textRun","textRun":{"text":"复盘"}}]}}]}
1:1: note: heading shown as a bold line [heading-flattened]
7:7: warning: a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…) [link-dropped]
END
)" "$("$program")"
same 'a note of one line' "$(
  cat <<'END'
{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"注意：","style":{"bold":true}}},{"type":"textRun","textRun":{"text":"请看 "}},{"type":"person","person":{"openId":"ou_1"}}]}}]}
END
)" "$("$program" '**注意：**请看 @{ou_1}')"
same 'an empty note' '{"blocks":[]}' "$("$program" '')"

# What was built for it. (SwiftPM fetches the other dependencies, and makes empty folders for them.) The YAML library
# may be any.
listed() { sort -u | grep -vi yam | paste -sd ' '; }
same 'objects of these modules were built, none of HTTP' 'CMarkBudget ContentBlocks MarkdownTranslator note_to_json' \
  "$(find "$work/build/" -path '*.build/*.o' -printf '%P\n' | sed -E 's#^.*/([^/]*)\.build/.*#\1#' | listed)"
same 'these modules were built, none of HTTP' 'ContentBlocks MarkdownTranslator note_to_json' \
  "$(find "$work/build/" -path '*/Modules/*.swiftmodule' -printf '%f\n' | sed 's/\.swiftmodule$//' | listed)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
