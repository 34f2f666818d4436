#!/usr/bin/env bash
# Runs okrmd under valgrind and looks for memory that nothing points to at the end.
# usage: leaks.sh OKRMD
set -u

OKRMD=$(realpath -- "${1:?the path of okrmd is missing}")
ROOT=$(cd -- "$(dirname -- "$0")/../.." && pwd)
WORK=$(mktemp -d)
trap 'rm -rf -- "$WORK"' EXIT
passed=0
failed=0

# Valgrind gives up on so many debug symbols.
strip -g -o "$WORK/okrmd" "$OKRMD"

# Runs okrmd and compares its exit code.
#   leaks NAME EXIT-CODE ARGUMENT…
leaks() {
  local name=$1 expected=$2 status
  shift 2
  # Memory that is still reachable is what Swift and the parser set up once.
  valgrind --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --error-exitcode=99 \
    --undef-value-errors=no --log-file="$WORK/log" "$WORK/okrmd" "$@" >/dev/null 2>"$WORK/said" </dev/null
  status=$?
  if [ "$status" -eq "$expected" ]; then
    echo "ok $name"
    passed=$((passed + 1))
  else
    echo "FAIL $name: exit code $status, not $expected"
    tail -n 1 "$WORK/said"
    grep -v '^--' "$WORK/log" | tail -n 30
    failed=$((failed + 1))
  fi
}

repeat() { local text; printf -v text '%*s' "$2" ''; printf '%s' "${text// /$1}"; }

# All examples of the specification, one note.
if [ -f /usr/share/doc/cmark-gfm/spec.txt.gz ]; then
  zcat /usr/share/doc/cmark-gfm/spec.txt.gz >"$WORK/specification.md"
else
  cp "$ROOT/Documentation/mapping.md" "$WORK/specification.md"
fi
{ repeat '|x' 1000; echo '|'; repeat '|-' 1000; echo '|'; repeat $'|x|\n' 15000; } >"$WORK/memory.md"
# No allocation for long: the watchdog leaves the parser.
{ repeat 'a <? ' 50000; } >"$WORK/time.md"
printf 'a\377' >"$WORK/bytes.md"
printf -- '---\nokr:\n  percent: x\n---\n' >"$WORK/front-matter.md"
printf '{"blocks":[{"type":7}]}' >"$WORK/faults.json"
printf '{"blocks":[' >"$WORK/broken.json"

leaks 'the example' 0 convert "$ROOT/Examples/weekly.md"
leaks 'the specification' 0 convert --verbose "$WORK/specification.md"
leaks 'the other flags' 0 convert --tables rows --images link --soft-breaks line --wire v2 --pretty --body \
  --link-base https://a.b/ "$WORK/specification.md"
leaks 'the manuals' 0 check "$ROOT/Documentation/mapping.md" "$ROOT/Documentation/rendering.md" "$ROOT/README.md" \
  "$ROOT/README.zh-CN.md"
leaks 'a note over the limit of memory' 65 convert "$WORK/memory.md"
leaks 'a note over the limit of time' 65 convert "$WORK/time.md"
leaks 'one note of several over a limit' 65 check "$WORK/memory.md" "$ROOT/Examples/weekly.md" "$WORK/memory.md"
leaks 'a note that is not UTF-8' 65 convert "$WORK/bytes.md"
leaks 'bad front matter' 65 convert "$WORK/front-matter.md"
leaks 'a missing note' 66 convert "$WORK/none.md"
leaks 'a wrong flag' 64 convert --no-such-flag
leaks 'JSON without faults' 0 check "$ROOT/Examples/weekly.v1.json" "$ROOT/Examples/weekly.v2.json"
leaks 'JSON with faults' 1 check "$WORK/faults.json" "$WORK/broken.json"
leaks 'JSON as Markdown' 0 render "$ROOT/Examples/weekly.v2.json"
leaks 'broken JSON as Markdown' 65 render "$WORK/broken.json"
leaks 'a dry run' 0 push --dry-run --progress-id 7041857032248410131 "$ROOT/Examples/weekly.md"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
