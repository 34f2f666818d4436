# Writes weekly notes to measure with, in the manner of Examples/weekly.md. The same call writes the same bytes.
# usage: LC_ALL=C awk -v kind=note|mixed|list|prose -v size=N -f notes.awk >FILE
#        LC_ALL=C awk -v kind=folder -v size=N -v count=N -v folder=DIR -f notes.awk
# note and folder: notes of almost `size` bytes with front matter; mixed: notes of 1 to 4 KB until there are `size`
# bytes; list: `size` lines of a list; prose: Chinese paragraphs until there are `size` bytes.

BEGIN {
  state = 20241118
  fill()
  if (kind == "note") printf "%s", with_front_matter(size)
  else if (kind == "mixed") mixed(size)
  else if (kind == "list") list(size)
  else if (kind == "prose") prose(size)
  else if (kind == "folder") write_folder(folder, count, size)
  else { print "notes.awk: no such kind: " kind >"/dev/stderr"; exit 64 }
}

# What the notes are made of. {n} is a number, {f} a footnote, {w} a person, {u} a random word of an address.
function fill() {
  load(zh, "登录改版已全量，转化率从 {n}% 升到 **{n}%**。|支付链路~~本周上线~~推迟到下周三，影响约 {n} 单。|" \
    "请在周五前确认「灰度名单」，名单在[灰度计划](https://example.feishu.cn/docx/doxcn{u})里。|" \
    "**注意：**请看「邀请码」一节，{n} 天内有效，过期后自动作废。|第三方支付接口本周 {n} 次超时{f}，对方承诺周四前修复。|" \
    "埋点补齐：`login_{u}`、`pay_{u}`，覆盖率 {n}%。|和 {w} 对齐了重试间隔，先按 {n} 秒上线观察。|" \
    "线上超时已复现（只在高峰期出现），日志见 https://logs.example.com/{u}?range={n}d。|" \
    "本周评审了 {n} 个需求，其中 *{n}* 个需要设计再看一遍。|客户反馈集中在首屏加载，平均 {n} 毫秒，目标 {n} 毫秒。|" \
    "**结论：**先修稳定性，再推新功能；排期由 {w} 周二给出。|预发环境的压测窗口定在周二晚上，预计 {n} 分钟。|" \
    "招聘进展：面试 {n} 人，发出 {n} 个 offer，{w} 跟进。|数据看板已迁到新集群，查询耗时下降 {n}%。")
  load(en, "The login redesign is live for *everyone*, at {n}% of the traffic.|" \
    "Numbers are on https://metrics.example.com/{u}?range={n}d and look stable.|" \
    "Invite flow: copy reviewed by design, {n} comments are left{f}.|Merged [PR #{n}](https://git.example.com/app/pull/{n}).|" \
    "Retries back off now, `{u}_retry_times = {n}`, and give up after {n} seconds.|" \
    "**Blocked** on the payment provider; {w} escalated it on Tuesday.|Crash rate fell from 0.{n}% to 0.{n}% after the hotfix.|" \
    "We dropped ~~the old onboarding~~ and saved {n} screens.|Next week: load test with {n} users, then a go or no-go.|" \
    "Support answered {n} tickets; the median wait was {n} minutes.|" \
    "Docs moved to [the handbook](https://handbook.example.com/{u} \"handbook\").|Thanks to {w} for the review of {n} files.")
  load(tale, "有人问，目标定得高一点好，还是低一点好。|我们的经验是，目标要够得着，但要踮起脚。|" \
    "**关键结果：**要能在季度末用一个数字回答做到没有。|上个季度我们完成了 {n} 项，剩下的 {n} 项里有一半是因为依赖别的团队。|" \
    "复盘的时候不要急着找人，先把时间线写清楚，再看哪一步可以更早发现。|写周报不是为了交差，而是为了让没有参会的人也能接着往下做。|" \
    "如果一件事连续 {n} 周没有进展，那么它多半不是**真正重要**的事。|数据会骗人，尤其是只看平均数的时候；所以我们同时看中位数和最慢的百分之{n}。|" \
    "「先跑起来，再跑得好」，这句话说了很多年，到今天仍然有用。|团队从 {n} 个人变成 {n} 个人以后，口头约定就不够了，需要落到文档里。|" \
    "发布前的检查表越短越好，长的检查表没有人会认真看完。|用户不关心我们用了什么技术，只关心页面是不是快，钱是不是对。|" \
    "*慢就是快*，把一件事做完再开始下一件，往往比同时做三件更早结束。|客服每天收到的问题里，大约有 {n}% 可以靠一句更清楚的提示解决。")
  load(title, "进展 Progress|指标 Metrics|风险 Risks|下周计划 Next week|支付回调重试|Invite flow|数据 Data|需要的支持 Help needed")
  load(who, "@{ou_3bbe8a09c20e89cce9bff989ed84c1a2}|[@李雷](ou_7dab8a3d3cdcc9da365777c7ad535d62)|王小明|@Han Meimei")
  load(word, "login|pay|grey|retry|invite|growth|search|feed|export|quota|sync|audit")
  load(metric, "登录转化率|支付成功率|DAU|首屏耗时|Crash rate|次日留存|Tickets")
}

# A number from 0 to n - 1, of a generator whose products are exact in every awk.
function random(n) {
  state = (state * 16807) % 2147483647
  return int(state / 97) % n
}

function load(pool, text,   count) {
  count = split(text, pool, "|")
  pool[0] = count
}

function pick(pool) { return pool[1 + random(pool[0])] }

function filled(text,   at, before, kind, value) {
  before = ""
  while (at = index(text, "{")) {
    kind = substr(text, at + 1, 2)
    if (kind == "n}") value = 1 + random(98)
    else if (kind == "u}") value = pick(word) random(1000)
    else if (kind == "w}") value = pick(who)
    else value = footnote()
    before = before substr(text, 1, at - 1) value
    text = substr(text, at + 3)
  }
  return before text
}

# One footnote a note; the definition follows at the note's end.
function footnote() {
  if (footnotes || random(3)) return ""
  footnotes = "[^w" number "]: 周二 14:00–14:" (10 + random(50)) "，影响 0." random(10) "% 的订单。\n\n"
  return "[^w" number "]"
}

function sentence() { return random(5) < 3 ? filled(pick(zh)) : filled(pick(en)) }

# Hard-wrapped here and there.
function paragraph(   text, left) {
  text = sentence()
  for (left = random(4); left > 0; left--) text = text (random(2) ? "\n" : " ") sentence()
  return text "\n\n"
}

function items(marker,   text, left, place) {
  text = ""
  for (left = 2 + random(4); left > 0; left--) {
    place++
    text = text (marker == "task" ? (random(2) ? "- [x] " : "- [ ] ") : marker == "1." ? place ". " : "- ") sentence() "\n"
    if (!random(3)) text = text (marker == "1." ? "   - " : "  - ") sentence() "\n"
  }
  return text "\n"
}

function table(   text, left) {
  text = "| 指标 | 上周 | 本周 | Note |\n| --- | ---: | ---: | --- |\n"
  for (left = 2 + random(4); left > 0; left--)
    text = text "| " pick(metric) filled(" | {n}% | **{n}%** | 目标 {n}% |\n")
  return text "\n"
}

function block(   kind) {
  kind = random(20)
  if (kind < 7) return paragraph()
  if (kind < 10) return items("-")
  if (kind < 13) return items("task")
  if (kind < 14) return items("1.")
  if (kind < 15) return table()
  if (kind < 16) return "> " sentence() "\n> " sentence() "\n\n"
  if (kind < 17) return filled("```yaml\nretry:\n  name: {u}\n  times: {n}\n  backoff: {n}s   # doubles each time\n```\n\n")
  if (kind < 18) return filled("![每日转化率](https://img.example.com/{u}.png \"图 {n}：最近 7 天\")\n\n")
  if (kind < 19) return filled("对方承诺<span style=\"color: #d83931\">周四前</span>修复，<b>压测窗口</b>在周{n}。<br>") sentence() "\n\n"
  return "### " pick(title) "\n\n" paragraph()
}

# A note of at most `limit` bytes, unless its beginning alone is longer.
function note(limit,   text, addition, tries) {
  number++
  footnotes = ""
  text = filled("# 第 {n} 周 · Week " number "\n\n") paragraph() "## " pick(title) "\n\n"
  for (tries = 0; tries < 20;) {
    addition = block()
    if (!random(4)) addition = "## " pick(title) "\n\n" addition
    if (length(text) + length(addition) + length(footnotes) <= limit) text = text addition
    else tries++
  }
  return text (index(text, "[^w" number "]") ? footnotes : "")
}

function with_front_matter(limit,   matter) {
  matter = "---\nokr:\n  progress_id: \"70418570322484" (10000 + random(90000)) "\"\n  percent: " random(100) \
    "\n  status: " (random(2) ? "normal" : "risk") "\n---\n\n"
  return matter note(limit - length(matter))
}

function mixed(bytes,   written, text) {
  for (written = 0; written < bytes; written += length(text)) {
    text = note(1000 + random(3000))
    printf "%s", text
  }
}

function list(lines,   depth) {
  footnotes = "none"
  for (depth = 0; lines > 0; lines--) {
    printf "%s- %s\n", substr("        ", 1, 2 * depth), sentence()
    depth = random(depth + 2)
    if (depth > 4) depth = 4
  }
}

function prose(bytes,   written, text, left) {
  for (written = 0; written < bytes; written += length(text)) {
    text = ""
    for (left = 4 + random(8); left > 0; left--) text = text filled(pick(tale)) (random(4) ? "" : "\n")
    sub(/\n$/, "", text)
    text = text "\n\n"
    printf "%s", text
  }
}

function write_folder(folder, count, size,   file) {
  for (; count > 0; count--) {
    file = sprintf("%s/%04d.md", folder, count % 10000)
    printf "%s", with_front_matter(size) >file
    close(file)
  }
}
