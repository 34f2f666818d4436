#!/bin/sh
# Fuzzes the conversion for a bounded time, or looks at one input.
# usage: fuzz.sh BINARY run | one FILE | minimise FILE
# FUZZ_SECONDS is the time for each target, FUZZ_SEED the seed of its random numbers, FUZZ_TARGETS which ones.
set -eu
cd "$(dirname "$0")/.."
binary=$1
work=.build/fuzz/work
# Short traces of allocations spare a third of the time. A fault says what it is; a backtrace of Swift's own would
# take seconds.
export ASAN_OPTIONS="detect_leaks=0:malloc_context_size=2:${ASAN_OPTIONS:-}" SWIFT_BACKTRACE=enable=no

# What an input is for: by the name that a finding got, or by the kind of the file.
targets_of() {
  case ${1##*/} in
    front-matter-*) echo front-matter ;;
    note-*) echo note ;;
    json-* | *.json) echo json ;;
    *) echo note front-matter ;;
  esac
}

dictionary_of() { case $1 in note) echo Fuzzing/markdown.dict ;; *) echo "Fuzzing/$1.dict" ;; esac; }

run() {
  rm -rf "$work"
  mkdir -p "$work" .build/fuzz/findings
  Scripts/fuzz-seeds.py "$work/seeds"
  summary=''
  found=0
  for target in ${FUZZ_TARGETS:-note json front-matter}; do
    log=$work/$target.log
    corpus=$work/corpus/$target
    mkdir -p "$corpus"
    echo "fuzzing: $target for ${FUZZ_SECONDS:-60} seconds (the log is $log)"
    status=0
    OKRMD_FUZZ_TARGET=$target "$binary" -seed="${FUZZ_SEED:-1}" -max_total_time="${FUZZ_SECONDS:-60}" \
      -max_len=2048 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
      -dict="$(dictionary_of "$target")" -artifact_prefix=".build/fuzz/findings/$target-" \
      "$corpus" "$work/seeds/$target" >"$log" 2>&1 || status=$?
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    pace=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    line="$target: ${inputs:-0} inputs, ${pace:-0} a second, ${covered:-0} edges covered"
    if [ "$status" -eq 0 ]; then
      line="$line, no finding"
    else
      found=1
      file=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
      line="$line, FOUND ${file:-something, see $log}${file:+; again: make fuzz-one INPUT=$file}"
    fi
    summary="$summary$line
"
  done
  printf '%s' "$summary"
  return $found
}

one() {
  for target in $(targets_of "$1"); do
    echo "$target: $1"
    OKRMD_FUZZ_TARGET=$target "$binary" "$1"
  done
}

minimise() {
  for target in $(targets_of "$1"); do
    mkdir -p .build/fuzz/findings
    OKRMD_FUZZ_TARGET=$target "$binary" -minimize_crash=1 -max_total_time="${FUZZ_SECONDS:-60}" \
      -artifact_prefix=".build/fuzz/findings/$target-" "$1" 2>&1 | grep -E '^(input|fault):|written to' | tail -20
  done
}

case $2 in
  run) run ;;
  one | minimise) "$2" "${3:?the input is missing; name it with INPUT=FILE}" ;;
  *)
    echo "fuzz: '$2' is none of run, one and minimise" >&2
    exit 64
    ;;
esac
