" Checks Markdown notes when they are saved, and sends those that ask for it to their OKR progress records.
" For Vim 8.1 and later with +job. README.md beside this file says how to set it up.

if exists('g:loaded_okrmd') || !has('job') || has('nvim')
  finish
endif
let g:loaded_okrmd = 1

let g:okrmd_command = get(g:, 'okrmd_command', 'okrmd')
let g:okrmd_pattern = get(g:, 'okrmd_pattern', '*.md,*.markdown')
let g:okrmd_check_args = get(g:, 'okrmd_check_args', [])
let g:okrmd_push_args = get(g:, 'okrmd_push_args', [])

augroup okrmd
  autocmd!
  execute 'autocmd BufWritePost' g:okrmd_pattern 'call s:Saved(str2nr(expand("<abuf>")), expand("<afile>:p"))'
  autocmd VimLeavePre * call s:Leave()
augroup END

command! OkrmdStatus call s:ShowStatus()
command! OkrmdPush call s:Push(bufnr('%'), expand('%:p'))
command! OkrmdCreate call s:Create(bufnr('%'), expand('%:p'))
command! -nargs=1 -complete=file OkrmdNew call s:New(fnamemodify(<q-args>, ':p'))
command! -nargs=1 -complete=file OkrmdNext call s:Next(expand('%:p'), fnamemodify(<q-args>, ':p'))
command! OkrmdOff autocmd! okrmd

" What is known of each note's push, by path: the buffer, whether a push runs, whether the note was saved
" again in the meantime, and how the last push ended.
let s:notes = {}

function! s:Saved(buffer, path) abort
  " `:w other.md` saves a copy, which is not the note of this buffer.
  if getbufvar(a:buffer, '&buftype') !=# '' || a:path !=# fnamemodify(bufname(a:buffer), ':p')
    return
  endif
  if s:IsInstalled()
    call s:Check(a:buffer, a:path)
    call s:Push(a:buffer, a:path)
  endif
endfunction

function! s:IsInstalled() abort
  if executable(g:okrmd_command)
    return 1
  endif
  if !exists('s:said_missing')
    let s:said_missing = 1
    call s:Say('okrmd: there is no program ' . g:okrmd_command . '; install it, or set g:okrmd_command', 1)
  endif
  return 0
endfunction

" Starts okrmd and calls Done with its exit code and output. The arguments are a list: no shell sees a name.
function! s:Run(args, Done) abort
  let run = {'lines': [], 'code': v:null, 'isClosed': 0, 'Done': a:Done}
  " An empty stoponexit lets a push end by itself after `:wq`.
  let run.job = job_start([g:okrmd_command] + a:args, {
        \ 'in_io': 'null', 'stoponexit': '',
        \ 'callback': {_, line -> add(run.lines, line)},
        \ 'close_cb': {_ -> s:Ended(extend(run, {'isClosed': 1}))},
        \ 'exit_cb': {_, code -> s:Ended(extend(run, {'code': code}))}})
  return run.job
endfunction

" The last output and the exit code come in either order.
function! s:Ended(run) abort
  if a:run.isClosed && a:run.code isnot v:null
    call a:run.Done(a:run.code, a:run.lines)
  endif
endfunction

" Diagnostics

let s:checks = {}

function! s:Check(buffer, path) abort
  if has_key(s:checks, a:buffer)
    call job_stop(s:checks[a:buffer].job)
  endif
  let check = {}
  let s:checks[a:buffer] = check
  let check.job = s:Run(['check', '--diagnostics', 'json'] + g:okrmd_check_args + ['--', a:path],
        \ {_, lines -> s:Checked(check, a:buffer, a:path, lines)})
endfunction

function! s:Checked(check, buffer, path, lines) abort
  " A later save started a newer check.
  if get(s:checks, a:buffer, {}) isnot a:check
    return
  endif
  call remove(s:checks, a:buffer)
  let items = []
  for line in a:lines
    call extend(items, s:Item(a:buffer, a:path, line))
  endfor
  for window in win_findbuf(a:buffer)
    " Only an own list is replaced; after one of yours (`:lvimgrep`, …) comes a new one.
    let isOwn = get(getloclist(window, {'title': 0}), 'title', '') ==# 'okrmd'
    if isOwn || !empty(items)
      call setloclist(window, [], isOwn ? 'r' : ' ', {'title': 'okrmd', 'items': items})
    endif
  endfor
endfunction

" The entry of the location list for a line of output: JSON, `FILE:LINE:COLUMN: error: …`, or an error without a
" place. okrmd counts columns like Vim, in bytes from 1.
function! s:Item(buffer, path, line) abort
  if a:line =~# '^{'
    let found = json_decode(a:line)
    let code = has_key(found, 'code') ? ' [' . found.code . ']' : ''
    return [{'bufnr': a:buffer, 'lnum': found.line, 'col': found.column,
          \ 'type': toupper(found.severity[0]), 'text': found.message . code}]
  endif
  let place = matchlist(a:line, '^\V' . escape(a:path, '\') . '\m:\(\d\+\):\(\d\+\): \(.*\)')
  if !empty(place)
    return [{'bufnr': a:buffer, 'lnum': str2nr(place[1]), 'col': str2nr(place[2]), 'type': 'E', 'text': place[3]}]
  endif
  if a:line =~# '^okrmd: error: '
    let text = s:WithoutPath(a:line, a:path)
    let place = matchlist(text, '^okrmd: error: line \(\d\+\): \(.*\)')
    return [{'bufnr': a:buffer, 'lnum': empty(place) ? 1 : str2nr(place[1]), 'col': 1,
          \ 'type': 'E', 'text': empty(place) ? text : place[2]}]
  endif
  return []
endfunction

" In Chinese the colon is a full-width one.
function! s:WithoutPath(line, path) abort
  return substitute(a:line, '\V' . escape(a:path, '\') . '\m\(: \|：\)', '', '')
endfunction

" Pushing

function! s:Push(buffer, path) abort
  if !s:IsInstalled()
    return
  endif
  let note = extend(s:notes, {a:path: {'isRunning': 0, 'message': 'not pushed yet'}}, 'keep')[a:path]
  let note.buffer = a:buffer
  if note.isRunning
    let note.isSavedAgain = 1
    return
  endif
  let note.isRunning = 1
  let note.isSavedAgain = 0
  let note.message = 'under way'
  call s:Mark(note, 'pushing')
  call s:Run(s:PushArgs(a:path), {code, lines -> s:Pushed(note, a:path, code, lines)})
endfunction

function! s:PushArgs(path) abort
  return ['push', '--hook'] + g:okrmd_push_args + ['--', a:path]
endfunction

function! s:Pushed(note, path, code, lines) abort
  let a:note.isRunning = 0
  if a:note.isSavedAgain
    return s:Push(a:note.buffer, a:path)
  endif
  let said = s:WithoutPath(join(a:lines), a:path)
  " A note without a progress id is skipped without a word.
  let a:note.message = said !=# '' ? said : a:code ? 'okrmd push ended with ' . a:code : 'not asked to be pushed'
  call s:Mark(a:note, a:code ? 'push failed (' . a:code . ')' : said ==# '' ? '' : 'pushed')
  if said !=# '' || a:code
    call s:Say(fnamemodify(a:path, ':t') . ': ' . a:note.message, a:code)
  endif
endfunction

" New notes and records

function! s:New(path) abort
  call s:Open(['new', '--', a:path], a:path)
endfunction

function! s:Next(note, path) abort
  if &modified
    return s:Say('okrmd: save the note first', 1)
  endif
  call s:Open(['next', '-o', a:path, '--', a:note], a:path)
endfunction

" Lets okrmd write a note, and opens it.
function! s:Open(args, path) abort
  if s:IsInstalled()
    call s:Run(a:args, {code, lines -> code ? s:Say(join(lines), 1) : execute('edit ' . fnameescape(a:path), '')})
  endif
endfunction

" Makes a record for each section without one, or for the note; okrmd writes the ids into the file.
function! s:Create(buffer, path) abort
  if getbufvar(a:buffer, '&modified')
    return s:Say('okrmd: save the note first', 1)
  endif
  if s:IsInstalled()
    call s:Run(['push', '--create'] + g:okrmd_push_args + ['--', a:path],
          \ {code, lines -> s:Created(a:buffer, a:path, code, lines)})
  endif
endfunction

function! s:Created(buffer, path, code, lines) abort
  call setbufvar(a:buffer, '&autoread', 1)
  execute 'checktime' a:buffer
  call s:Say(s:WithoutPath(join(a:lines), a:path), a:code)
endfunction

" For the status line: %{get(b:,'okrmd_status','')}
function! s:Mark(note, status) abort
  if bufexists(a:note.buffer)
    call setbufvar(a:note.buffer, 'okrmd_status', a:status)
    redrawstatus!
  endif
endfunction

function! s:ShowStatus() abort
  let note = get(s:notes, expand('%:p'), {'message': 'not pushed yet'})
  let status = get(b:, 'okrmd_status', '')
  echo 'okrmd: ' . (status ==# '' ? '' : status . ': ') . note.message
endfunction

" A message longer than the line would ask for a key.
function! s:Say(message, isError) abort
  let room = max([&columns - 13, 20])
  let isLong = strdisplaywidth(a:message) > room
  execute 'echohl' a:isError ? 'ErrorMsg' : 'None'
  echomsg isLong ? matchstr(a:message, '.*\%<' . room . 'v') . '…' : a:message
  echohl None
endfunction

" What was saved during a push is pushed after Vim is gone. okrmd waits for the push that still runs.
function! s:Leave() abort
  for [path, note] in items(s:notes)
    if note.isRunning && note.isSavedAgain
      call job_start([g:okrmd_command] + s:PushArgs(path),
            \ {'in_io': 'null', 'out_io': 'null', 'err_io': 'null', 'stoponexit': ''})
    endif
  endfor
endfunction
