" Runs the hook in Vim. Started by run.sh, which sets the environment.

function! s:Check(name, isTrue, ...) abort
  let got = a:isTrue || a:0 == 0 ? '' : ' -- got ' . string(a:1)
  call writefile([(a:isTrue ? 'ok' : 'FAIL') . ' vim: ' . a:name . got], $RESULTS, 'a')
endfunction

" Waits in Vim's own event loop until Condition holds.
function! s:Wait(name, Condition, Got) abort
  let start = reltime()
  while !a:Condition() && reltimefloat(reltime(start)) < 20
    sleep 20m
  endwhile
  call s:Check(a:name, a:Condition(), a:Got())
endfunction

function! s:Sandbox(...) abort
  return system(shellescape($TESTS . '/sandbox') . ' ' . join(a:000))
endfunction

function! s:Record(id) abort
  return s:Sandbox('text', a:id)
endfunction

function! s:Status() abort
  return get(b:, 'okrmd_status', '')
endfunction

function! s:List() abort
  return map(getloclist(0), {_, item -> item.lnum . ':' . item.col . ' ' . item.type . ' ' . item.text})
endfunction

" Opens a note with front matter for a record, and one line of text.
function! s:Open(path, id, text) abort
  execute 'edit!' fnameescape(a:path)
  call setline(1, ['---', 'okr:', '  progress_id: "' . a:id . '"', '---', '', a:text])
endfunction

function! s:Main() abort
  let path = $WORK . "/vim/周报 \"a\" 'b' $(x) [1].md"
  call mkdir($WORK . '/vim')
  execute 'cd' fnameescape($WORK . '/vim')

  call s:Open(path, $ID1, '中文 [甲](rel.md) 完')
  call append('$', ['', '*强调*'])
  silent write
  let expected = ['6:8 W a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…) [link-dropped]',
        \ '8:1 N emphasis shown as plain text [emphasis-dropped]']
  call s:Wait('a save fills the location list, with bytes as columns', {-> s:List() ==# expected}, {-> s:List()})
  call s:Check('the list leads to the character', strpart(getline(6), getloclist(0)[0].col - 1, 1) ==# '[')
  call s:Wait('a save changes the record', {-> s:Record($ID1) ==# '中文 甲 完|强调'}, {-> s:Record($ID1)})
  call s:Wait('the status says so', {-> s:Status() ==# 'pushed'}, {-> s:Status()})
  call s:Check('so does :OkrmdStatus', execute('OkrmdStatus') =~# 'pushed: updated record', execute('OkrmdStatus'))

  call setline(6, '完成')
  8delete _
  silent write
  call s:Wait('the list is emptied when all is well', {-> empty(s:List())}, {-> s:List()})
  call s:Wait('a second save changes the record again', {-> s:Record($ID1) ==# '完成'}, {-> s:Record($ID1)})
  call s:Wait('the second push ends', {-> s:Status() ==# 'pushed'}, {-> s:Status()})

  " The network is away.
  let $OKRMD_BASE_URL = $AWAY_URL
  call setline(6, '离线')
  silent write
  call s:Wait('without network the status stays on failed', {-> s:Status() ==# 'push failed (75)'}, {-> s:Status()})
  call s:Check('without network the note is saved all the same', readfile(path)[5] ==# '离线')
  call s:Check('there is a message', execute('messages') =~# 'cannot connect\|was not', execute('messages'))
  call s:Check(':OkrmdStatus tells the whole story', execute('OkrmdStatus') =~# 'push failed (75): .*cannot connect',
        \ execute('OkrmdStatus'))
  let $OKRMD_BASE_URL = $SANDBOX_URL
  silent write
  call s:Wait('the next save sends it', {-> s:Record($ID1) ==# '离线' && s:Status() ==# 'pushed'}, {-> s:Record($ID1)})

  " Saves during a push.
  call s:Sandbox('log')
  call s:Sandbox('stop')
  for text in ['一', '二', '三']
    call setline(6, text)
    let start = reltime()
    silent write
    call s:Check('a save during a push does not wait for it: ' . text, reltimefloat(reltime(start)) < 2)
    if text ==# '一'
      call s:Wait('the push runs', {-> s:Status() ==# 'pushing' && readfile($WORK . '/pushes') ==# ['begin']},
            \ {-> readfile($WORK . '/pushes')})
      " Time to read the note, so that the later saves come too late for this push.
      sleep 300m
    endif
  endfor
  let found = s:Sandbox('find-token')
  call s:Check('no command line holds the token', found ==# '', found)
  call s:Sandbox('go')
  call s:Wait('the last of several saves is pushed', {-> s:Status() ==# 'pushed'}, {-> s:Status()})
  call s:Check('it is in the record', s:Record($ID1) ==# '三', s:Record($ID1))
  let log = s:Sandbox('log')
  call s:Check('one push at a time, and none too many', log ==# 'begin end begin end ', log)

  " Other notes.
  execute 'edit!' fnameescape('-dash.md')
  call setline(1, ['---', 'okr:', '  progress_id: abc', '---', 'x'])
  silent write
  call s:Wait('front matter that is wrong is shown at its line, in a file with a leading dash',
        \ {-> get(s:List(), 0, '') =~# '^3:1 E progress_id must be'}, {-> s:List()})
  call s:Wait('its push fails with its own code', {-> s:Status() ==# 'push failed (65)'}, {-> s:Status()})
  edit! plain.md
  call setline(1, '*x*')
  silent write
  call s:Wait('a note without front matter is checked', {-> get(s:List(), 0, '') =~# '^1:1 N emphasis'}, {-> s:List()})
  call s:Wait('but has no status', {-> s:Status() ==# ''}, {-> s:Status()})

  lgetexpr ['plain.md:1:1:mine']
  silent write
  call s:Wait('a list of the user is kept', {-> getloclist(0, {'nr': '$'}).nr == 3 || getloclist(0, {'nr': 0}).nr == 3},
        \ {-> getloclist(0, {'nr': '$'})})
  call s:Wait('its push ends', {-> s:Status() ==# ''}, {-> s:Status()})
  lolder
  call s:Check('one :lolder away', getloclist(0)[0].text ==# 'mine', getloclist(0))

  " A note of two records.
  let [one, two] = [$ID1[:-2] . '6', $ID1[:-2] . '7']
  edit! sections.md
  call setline(1, ['## KR1', '<!-- okr', 'progress_id: "' . one . '"', '-->', '第一', '## KR2', '<!-- okr',
        \ 'progress_id: "' . two . '"', '-->', '第二'])
  messages clear
  silent write
  call s:Wait('a save changes each record of a note', {-> s:Record(one) ==# '第一' && s:Record(two) ==# '第二'},
        \ {-> s:Record(one) . s:Record(two)})
  call s:Wait('its push ends', {-> s:Status() ==# 'pushed'}, {-> s:Status()})
  let said = filter(split(execute('messages'), "\n"), {_, line -> line =~# 'sections.md'})
  call s:Check('with one line', len(said) == 1 && said[0] =~# '2 records: 2 updated', said)

  " A new week.
  OkrmdNew ./周 48.md
  call s:Wait(':OkrmdNew opens what okrmd wrote', {-> getline(1, '$') ==# ['new']}, {-> getline(1, '$')})
  OkrmdNext 周 49.md
  call s:Wait(':OkrmdNext opens it, too', {-> getline(1, '$') ==# ['next', 'new']}, {-> getline(1, '$')})
  OkrmdCreate
  call s:Wait(':OkrmdCreate reads the note again', {-> getline(1, '$') ==# ['next', 'new', 'created']},
        \ {-> getline(1, '$')})
  call s:Check('and says what was made', execute('messages') =~# 'created record 1', execute('messages'))
  call setline(1, 'changed')
  messages clear
  OkrmdCreate
  OkrmdNext 周 50.md
  call s:Check('a note that is not saved is refused', len(split(execute('messages'), 'save the note first', 1)) == 3,
        \ execute('messages'))
  edit! plain.md

  messages clear
  let g:okrmd_command = 'no-such-program'
  write
  write
  let said = filter(split(execute('messages'), "\n"), {_, line -> line =~# 'no-such-program'})
  call s:Check('a missing okrmd is said once', len(said) == 1, said)
  let g:okrmd_command = $TESTS . '/watched-okrmd'

  call s:Open(path, $ID1, '关')
  OkrmdOff
  call s:Sandbox('log')
  silent write
  sleep 500m
  call s:Check(':OkrmdOff turns it off', s:Sandbox('log') ==# '')
endfunction

" Saves once or twice while the sandbox does not answer, and quits.
function! s:Quit() abort
  call s:Open($WORK . '/quit vim ' . $SAVES . '.md', $QUIT_ID, '甲')
  silent write
  if $SAVES == 2
    " Time for the push to read the note.
    sleep 500m
    call setline(6, '乙')
    silent write
  endif
endfunction

try
  if $SAVES ==# ''
    call s:Main()
  else
    call s:Quit()
  endif
catch
  call s:Check('no error in the test', 0, v:exception . ' at ' . v:throwpoint)
endtry
qall!
