#!/bin/sh
# Measures okrmd against cmark-gfm, pandoc and parsing alone. README.md tells what the figures mean.
# usage: run.sh OKRMD
# CASES='1k 8m' measures these alone. TMPDIR says where the notes are made; they are removed at the end.
set -eu

fail() {
  echo "bench: $*" >&2
  exit 1
}

[ $# -eq 1 ] || fail 'usage: run.sh OKRMD'
okrmd=$(realpath -- "$1")
{ [ -f "$okrmd" ] && [ -x "$okrmd" ]; } || fail "$1 is no program"
here=$(cd "$(dirname "$0")" && pwd)
cases=${CASES:-1k list prose 8m 64m 10k instructions}
for name in $cases; do
  case $name in
    1k | list | prose | 8m | 64m | 10k | instructions) ;;
    *) fail "there is no case '$name'; there are 1k, list, prose, 8m, 64m, 10k and instructions" ;;
  esac
done
for tool in hyperfine pandoc cmark-gfm valgrind python3 cc strip pkg-config /usr/bin/time; do
  command -v "$tool" >/dev/null || fail "there is no $tool; Scripts/setup.sh bench installs it"
done

export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
cd "$work"
# Short names: 10,000 of them must fit into one argument of hyperfine.
ln -s "$okrmd" okrmd
# shellcheck disable=SC2046
cc -O2 -Wall -Wextra -o parse "$here/parse.c" $(pkg-config --cflags --libs libcmark-gfm)

notes() { "$here/notes.py" "$@"; }

# The command of a tool for a case; nothing when the tool sits it out.
command_of() {
  case $2:$1 in
    okrmd:10k) echo "./okrmd convert --out-dir out $input" ;;
    okrmd:8m | okrmd:64m) echo "./okrmd convert --max-bytes 100000000 $input" ;;
    okrmd:*) echo "./okrmd convert $input" ;;
    cmark-gfm:10k | pandoc:10k | pandoc:64m) ;;
    cmark-gfm:*) echo "cmark-gfm --unsafe -e footnotes -e table -e strikethrough -e autolink -e tasklist $input" ;;
    pandoc:*) echo "pandoc -f gfm -t json $input" ;;
    parsing:*) echo "./parse $input" ;;
  esac
}

# Runs a tool once. It must succeed; its peak memory and the size of its output are kept.
weigh() {
  # shellcheck disable=SC2086
  /usr/bin/time -q -f %M -o peak $3 >output 2>errors || fail "$1: $2 ends with $?: $(tail -n 3 errors)"
  if [ "$1:$2" = 10k:okrmd ]; then cat out/*.json >output; fi
  echo "weight $1 $2 $(cat peak) $(wc -c <output)" >>figures
}

# All of the output must be JSON, with as many documents as there are notes.
check_json() {
  python3 -c 'import json, sys
text, count, end, decoder = sys.stdin.read(), 0, 0, json.JSONDecoder()
while text[end:end + 1]:
    end = decoder.raw_decode(text, end)[1]
    while text[end:end + 1].isspace():
        end += 1
    count += 1
sys.exit(count != int(sys.argv[1]))' "$2" <output >/dev/null 2>errors \
    || fail "$1: what okrmd wrote is not valid JSON: $(tail -n 3 errors)"
}

# Runs the tools of a case in turn, so many rounds; pandoc in so many of them. Each run follows one of the same
# tool that does not count, and finds memory as that one left it.
measure() {
  name=$1 rounds=$2 pandoc_rounds=$3
  echo "bench: $name" >&2
  # shellcheck disable=SC2086
  echo "size $name $(cat $input | wc -c)" >>figures
  for tool in okrmd cmark-gfm pandoc parsing; do
    command=$(command_of "$name" "$tool")
    [ -n "$command" ] || continue
    weigh "$name" "$tool" "$command"
    if [ "$tool" = okrmd ]; then check_json "$name" "$(echo "$input" | wc -w)"; fi
  done
  round=0
  while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    set -- --prepare 'rm -rf out'
    for tool in okrmd cmark-gfm pandoc parsing; do
      command=$(command_of "$name" "$tool")
      if [ -z "$command" ]; then continue; fi
      if [ "$tool" = pandoc ] && [ "$round" -gt "$pandoc_rounds" ]; then continue; fi
      set -- "$@" --command-name "$tool" "$command"
    done
    if [ "$name" = 64m ]; then
      # For the growth: an eighth of the notes several times, so that both meet the same moments of the machine.
      for _ in 1 2 3 4; do
        set -- "$@" --command-name eighth './okrmd convert --max-bytes 100000000 8m.md'
      done
    fi
    hyperfine --shell=none --warmup 1 --runs 1 --style none --export-json times "$@" >/dev/null 2>errors \
      || fail "$name: $(cut -c 1-500 errors)"
    python3 -c 'import json, sys
for result in json.load(open("times"))["results"]:
    print("time", sys.argv[1], result["command"], result["times"][0], result["user"] + result["system"])' "$name" >>figures
  done
}

count_instructions() {
  echo "bench: instructions" >&2
  # valgrind cannot read the debug information of a Swift program.
  strip -g -o stripped okrmd
  for name in 1k 256k; do
    input=$name.md
    for tool in okrmd cmark-gfm parsing; do
      command=$(command_of "$name" "$tool" | sed 's|^./okrmd|./stripped|')
      # shellcheck disable=SC2086
      valgrind --tool=callgrind --callgrind-out-file=/dev/null $command >output 2>errors \
        || fail "instructions: $tool failed under valgrind: $(tail -n 3 errors)"
      echo "count $name $tool $(sed -n 's/.*refs: *//p' errors | tr -d ,)" >>figures
    done
  done
}

for name in $cases; do
  input=$name.md
  case $name in
    1k)
      notes note 1024 >"$input"
      measure 1k 60 20
      ;;
    list)
      notes list 10000 >"$input"
      measure list 40 3
      ;;
    prose)
      notes prose 1000000 >"$input"
      measure prose 20 3
      ;;
    8m)
      notes mixed 8388608 >"$input"
      measure 8m 10 1
      ;;
    64m)
      notes mixed 8388608 >8m.md
      notes mixed 67108864 >"$input"
      measure 64m 3 0
      ;;
    10k)
      mkdir n
      notes folder 1024 10000 n
      input=$(echo n/*.md)
      measure 10k 2 0
      ;;
    instructions)
      notes note 1024 >1k.md
      notes mixed 262144 >256k.md
      count_instructions
      ;;
  esac
done

echo "$(date +%Y-%m-%d), $(nproc) cores, $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)," \
  "$(./okrmd --version), pandoc $(pandoc --version | sed -n '1s/pandoc //p')"
# shellcheck disable=SC2086
"$here/report.py" $cases <figures
