# shellcheck shell=bash
# The git hooks in repositories of their own. Sourced by run.sh.

export GIT_CONFIG_GLOBAL=$WORK/gitconfig
git config --global user.name Test
git config --global user.email test@example.com
git config --global init.defaultBranch main
git config --global advice.detachedHead false

repository="$WORK/git/仓库 a"
mkdir -p "$repository"
cd -- "$repository" || exit
git init -q
cp "$HOOKS/git/pre-commit" "$HOOKS/git/post-commit" .git/hooks/
id=704185703224841014

# A note $1 for record …4$2 with text $3.
note() {
  mkdir -p -- "$(dirname -- "./$1")"
  printf '%s\n' '---' 'okr:' "  progress_id: \"$id$2\"" '---' '' "$3" >"./$1"
}
text() { "$TESTS/sandbox" text "$id$1"; }
# Commits; what was said is in $said.
commit() {
  said=$(git commit -q "$@" 2>&1)
}
said_has() {
  case $said in *"$2"*) check "$1" yes yes ;; *) check "$1" "$said" "…$2…" ;; esac
}
# How many commits there are.
commits() { git rev-list --count --all; }

note '周报 "1".md' 1 '[甲](rel.md) 一'
note $'in a folder/two\nlines.md' 2 '*二*'
echo '*x*' >plain.md
git add .
# The folder holds something else than what is staged.
note '周报 "1".md' 1 不提交
commit -m initial
check 'git: the initial commit is made' "$?$(commits)" 01
said_has 'git: what is missed is said, with the path and place in the staged note' \
  '周报 "1".md:6:1: warning: a relative link does not work'
check 'git: notes that lose nothing are not mentioned' "$(grep -c 'note:' <<<"$said")" 0
check 'git: the staged text is pushed, not that of the folder' "$(text 1)" '甲 一'
check 'git: a name with a newline is pushed too' "$(text 2)" 二
said_has 'git: each push is said with the path' "周报 \"1\".md: updated record ${id}1"
git checkout -q .

printf '%s\n' '---' 'okr:' '  progress_id: abc' '---' 'x' >'bad [*].md'
git add 'bad [*].md'
commit -m bad
check 'git: a note that cannot be converted stops the commit' "$?$(commits)" 11
said_has 'git: and it says where' 'bad [*].md:3:1: error: progress_id'
note 'bad [*].md' 3 三
commit -m bad
check 'git: what counts is the index, not the folder' "$?$(commits)" 11
git add -A
commit -m good
check 'git: the corrected note is committed and pushed, for all its wildcards' "$?$(commits)$(text 3)" 02三

git config okrmd.strict true
note '周报 "1".md' 1 '[乙](rel.md) 三'
commit -a -m strict
check 'git: okrmd.strict makes warnings stop the commit' "$?$(commits)" 12
printf '![图](a.png)\n' >>'bad [*].md'
git checkout -q -- '周报 "1".md'
printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\0\0\0\0' >a.png
git add -A
commit -m image
check 'git: an image that the push uploads is no such warning' "$?$(commits)" 03
git config --unset okrmd.strict
note 'bad [*].md' 3 三
commit -a -m 'no image'

# From a subfolder, only some of the files (git uses another index then).
note 'in a folder/-dash.md' 4 四
note 'in a folder/other.md' 5 '不'
cd 'in a folder' || exit
git add -- -dash.md other.md
commit -m sub -- ./-dash.md
check 'git: from a subfolder, a part of what is staged' "$?$(text 4)$(text 5)" 0四
cd .. || exit
commit -m rest
check 'git: the rest follows' "$(text 5)" 不

# Images are relative to the note.
mv a.png 'in a folder/'
printf '%s\n' '---' 'okr:' "  progress_id: \"${id}6\"" '  key_result: "7041430377642082323"' '---' '![图](a.png)' \
  >'in a folder/image.md'
git add -A
commit -m image
said_has 'git: an image beside the note is uploaded' "in a folder/image.md: updated record ${id}6, 1 image uploaded"

# Renamed and deleted.
git mv 'in a folder/-dash.md' 'moved 四.md'
git rm -q 'in a folder/other.md'
note 'moved 四.md' 4 移
git add -A
commit -m moved
check 'git: a renamed note is pushed, a deleted one is left alone' "$?$(text 4)$(text 5)" 0移不

# A note of two records.
printf '%s\n' '## KR1' '<!-- okr' "progress_id: \"${id}7\"" '-->' 七 '## KR2' '<!-- okr' "progress_id: \"${id}8\"" '-->' \
  '[八](rel.md)' >sections.md
git add sections.md
commit -m sections
check 'git: each record of a note with sections is pushed' "$(text 7)$(text 8)" 七八
said_has 'git: with one line' '2 records: 2 updated'
said_has 'git: and checked before' 'sections.md:10:1: warning: a relative link'

# The network is away.
note '周报 "1".md' 1 离线
start=$SECONDS
OKRMD_BASE_URL=$AWAY_URL commit -a -m away
check 'git: without network the commit is made all the same' "$?$(git status --porcelain)" 0
check 'git: and does not wait long' "$((SECONDS - start < 15))" 1
said_has 'git: it says that the push is missing' 'cannot connect'
check 'git: the record is unchanged' "$(text 1)" '甲 一'
commit --allow-empty -m later
check 'git: the next commit pushes it' "$(text 1)" 离线
commit --allow-empty -m 'later still'
check 'git: once' "$said" ''

# A worktree.
git worktree add -q -b branch "$WORK/git/work tree" 2>/dev/null
cd "$WORK/git/work tree" || exit
note '周报 "1".md' 1 支
commit -a -m branch
check 'git: in a worktree' "$?$(text 1)" 0支
cd -- "$repository" || exit

# A merge with a conflict.
note '周报 "1".md' 1 干
commit -a -m main
check 'git: before the merge the record says' "$(text 1)" 干
git merge -q branch >/dev/null 2>&1
note '周报 "1".md' 1 合
git add -A
commit -m merge
check 'git: a merge pushes what it made' "$?$(text 1)" 0合

# A rebase makes old commits again; they are not pushed.
git checkout -q -b old HEAD~1
note 'moved 四.md' 4 旧
commit -a -m old
note 'moved 四.md' 4 新
commit -a -m new
rebased=$(git rebase main 2>&1)
case $rebased in *'updated record'* | *'unchanged since'*) check 'git: a rebase pushes nothing' "$rebased" '' ;;
  *) check 'git: a rebase pushes nothing' "$(text 4)" 新 ;;
esac

# Turned off, and not installed.
git config okrmd.push false
note 'moved 四.md' 4 关
commit -a -m off
check 'git: okrmd.push false turns it off' "$?$(text 4)" 0新
git config --unset okrmd.push
note 'moved 四.md' 4 无
OKRMD=no-such-program commit -a -m missing
check 'git: without okrmd the commit is made' "$?$(git status --porcelain)" 0
check 'git: and each hook says it once' "$(grep -c 'okrmd is not installed' <<<"$said")" 2
commits=$(commits)
echo x >>plain.md
OKRMD=no-such-program commit -a -m plain
check 'git: but not in a commit without notes' "$?$said$(($(commits) - commits))" 01

# The token from a file.
token=$OKRMD_TOKEN
(umask 077 && printf '%s\n' "$token" >"$HOME/token file")
unset OKRMD_TOKEN
# shellcheck disable=SC2088
git config okrmd.tokenFile '~/token file'
note 'moved 四.md' 4 牌
commit -a -m token
check 'git: the token may come from a file' "$?$(text 4)" 0牌
export OKRMD_TOKEN=$token
cd "$TESTS" || exit
