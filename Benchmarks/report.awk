# Makes the tables of run.sh from its figures:
#   size CASE BYTES
#   weight CASE TOOL PEAK-KIB OUTPUT-BYTES
#   time CASE TOOL WALL-SECONDS CPU-SECONDS     many of each; the tool `eighth` is okrmd with an eighth of the notes
#   count CASE TOOL INSTRUCTIONS

$1 == "size" { size[$2] = $3 }
$1 == "weight" { peak[$2, $3] = $4; output[$2, $3] = $5 }
$1 == "time" {
  if (!(($2, $3) in wall) || $4 < wall[$2, $3]) wall[$2, $3] = $4
  if (!(($2, $3) in cpu) || $5 < cpu[$2, $3]) cpu[$2, $3] = $5
  all_wall[$2, $3] += $4
  all_cpu[$2, $3] += $5
  runs[$2, $3]++
}
$1 == "count" { count[$2, $3] = $4 }

function quotient(a, b) { return a && b ? sprintf("%.2f", a / b) : "-" }
function megabytes(kibibytes) { return kibibytes ? sprintf("%.1f", kibibytes * 1024 / 1000000) : "-" }

function row(name) {
  printf "%-6s%8.3f%9.3f%10.4f%9.4f |%10s%8s%9s |%8s%10s%8s%9s\n", name, size[name] / 1000000,
    output[name, "okrmd"] / 1000000, wall[name, "okrmd"], cpu[name, "okrmd"],
    quotient(cpu[name, "okrmd"], cpu[name, "cmark-gfm"]), quotient(cpu[name, "okrmd"], cpu[name, "pandoc"]),
    quotient(cpu[name, "okrmd"], cpu[name, "parsing"]), megabytes(peak[name, "okrmd"]),
    megabytes(peak[name, "cmark-gfm"]), megabytes(peak[name, "pandoc"]), megabytes(peak[name, "parsing"])
}

function verdict(figure, limit) { return figure + 0 <= limit ? "met" : "missed" }

# A goal; the CPU time decides, and the wall time is shown beside it.
function goal(text, limit, figure, beside,   words) {
  if (figure == "-") return
  if (!goals++) printf "\n%-46s%10s%8s%8s\n", "goal", "at most", "CPU", "wall"
  words = verdict(figure, limit)
  if (beside != "" && verdict(beside, limit) != words) words = words " (wall: " verdict(beside, limit) ")"
  printf "%-46s%10.2f%8s%8s  %s\n", text, limit, figure, beside, words
}

function time_goal(name, tool, limit, text) {
  goal(name ": time of okrmd / " text, limit, quotient(cpu[name, "okrmd"], cpu[name, tool]),
    quotient(wall[name, "okrmd"], wall[name, tool]))
}

function instructions(name) {
  printf "%-8s%12.2f%12.2f%12.2f |%10s%9s\n", name, count[name, "okrmd"] / 1000000,
    count[name, "cmark-gfm"] / 1000000, count[name, "parsing"] / 1000000,
    quotient(count[name, "okrmd"], count[name, "cmark-gfm"]), quotient(count[name, "okrmd"], count[name, "parsing"])
}

END {
  amount = split(cases, names, " ")
  for (i = 1; i <= amount; i++) {
    if (!(names[i] in size)) continue
    if (!rows++) {
      printf "\n%-6s%8s%9s%10s%9s |%27s |%35s\n", "", "notes", "output", "wall", "CPU", "CPU of okrmd / CPU of", "peak memory, MB"
      printf "%-6s%8s%9s%10s%9s |%10s%8s%9s |%8s%10s%8s%9s\n", "case", "MB", "MB", "s", "s", "cmark-gfm", "pandoc",
        "parsing", "okrmd", "cmark-gfm", "pandoc", "parsing"
    }
    row(names[i])
  }
  time_goal("8m", "cmark-gfm", 0.85, "cmark-gfm")
  time_goal("8m", "parsing", 1.15, "parsing alone")
  goal("8m: peak memory of okrmd / cmark-gfm", 1.1, quotient(peak["8m", "okrmd"], peak["8m", "cmark-gfm"]), "")
  if (runs["64m", "eighth"]) {
    each = runs["64m", "okrmd"] / runs["64m", "eighth"]
    goal("64m: time of okrmd / its time for 8m", 8.5,
      quotient(all_cpu["64m", "okrmd"], each * all_cpu["64m", "eighth"]),
      quotient(all_wall["64m", "okrmd"], each * all_wall["64m", "eighth"]))
  }
  time_goal("1k", "cmark-gfm", 5, "cmark-gfm")
  time_goal("1k", "pandoc", 0.4, "pandoc")
  time_goal("10k", "parsing", 1.3, "parsing alone")
  if (("1k", "okrmd") in count) {
    printf "\n%-8s%36s |%19s\n", "", "instructions, millions", "okrmd /"
    printf "%-8s%12s%12s%12s |%10s%9s\n", "case", "okrmd", "cmark-gfm", "parsing", "cmark-gfm", "parsing"
    instructions("1k")
    instructions("256k")
  }
}
