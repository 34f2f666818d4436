-- Checks Markdown notes when they are saved, and sends those that ask for it to their OKR progress records.
-- For Neovim 0.7 and later. README.md beside this file says how to set it up.

local M = {}

local options = {
  command = 'okrmd',
  pattern = { '*.md', '*.markdown' },
  check_args = {},
  push_args = {},
}

local namespace = vim.api.nvim_create_namespace('okrmd')
local severities = {
  error = vim.diagnostic.severity.ERROR,
  warning = vim.diagnostic.severity.WARN,
  note = vim.diagnostic.severity.HINT,
}

-- A message longer than the line would ask for a key.
local function say(message, level)
  local room = math.max(vim.o.columns - 13, 20)
  if vim.fn.strdisplaywidth(message) > room then
    message = vim.fn.matchstr(message, '.*\\%<' .. room .. 'v') .. '…'
  end
  -- Right inside an autocommand a message of level ERROR would be shown as an error of the autocommand.
  vim.schedule(function() vim.notify(message, level) end)
end

local said_missing = false
local function is_installed()
  if vim.fn.executable(options.command) == 1 then return true end
  if not said_missing then
    said_missing = true
    say('okrmd: there is no program ' .. options.command .. '; install it, or set command', vim.log.levels.ERROR)
  end
  return false
end

local function list(...)
  local all = {}
  for _, part in ipairs({ ... }) do vim.list_extend(all, part) end
  return all
end

-- Starts okrmd and calls done with its exit code and output lines. The arguments are a list: no shell sees a name.
-- Not vim.system: only jobstart can detach, which lets a push end by itself after `:wq`.
local function run(args, done)
  local lines = {}
  local function collect(_, data)
    for _, line in ipairs(data) do
      if line ~= '' then table.insert(lines, line) end
    end
  end
  return vim.fn.jobstart(list({ options.command }, args), {
    detach = true,
    stdin = 'null',
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = collect,
    on_stderr = collect,
    on_exit = function(_, code) done(code, lines) end,
  })
end

-- In Chinese the colon is a full-width one.
local function without_path(line, path)
  for _, colon in ipairs({ ': ', '：' }) do
    local first, last = line:find(path .. colon, 1, true)
    if first then return line:sub(1, first - 1) .. line:sub(last + 1) end
  end
  return line
end

-- Diagnostics

local checks = {}

-- The diagnostic of a line of output: JSON, `FILE:LINE:COLUMN: error: …`, or an error without a place. Neovim counts lines and columns (bytes, like okrmd's) from 0.
local function diagnostic(line, path)
  if vim.startswith(line, '{') then
    local found = vim.json.decode(line)
    return {
      lnum = found.line - 1,
      col = found.column - 1,
      severity = severities[found.severity],
      message = found.message,
      code = found.code,
      source = 'okrmd',
    }
  end
  if vim.startswith(line, path .. ':') then
    local row, column, message = line:sub(#path + 1):match('^:(%d+):(%d+): (.*)')
    if row then
      return {
        lnum = tonumber(row) - 1,
        col = tonumber(column) - 1,
        severity = severities.error,
        message = message,
        source = 'okrmd',
      }
    end
  end
  if not vim.startswith(line, 'okrmd: error: ') then return nil end
  local text = without_path(line, path)
  local number, rest = text:match('^okrmd: error: line (%d+): (.*)')
  return {
    lnum = number and tonumber(number) - 1 or 0,
    col = 0,
    severity = severities.error,
    message = rest or text,
    source = 'okrmd',
  }
end

local function check(buffer, path)
  if checks[buffer] then vim.fn.jobstop(checks[buffer]) end
  local job
  local args = list({ 'check', '--diagnostics', 'json' }, options.check_args, { '--', path })
  job = run(args, function(_, lines)
    -- A later save started a newer check.
    if checks[buffer] ~= job then return end
    checks[buffer] = nil
    if not vim.api.nvim_buf_is_loaded(buffer) then return end
    local found = {}
    for _, line in ipairs(lines) do table.insert(found, diagnostic(line, path)) end
    vim.diagnostic.set(namespace, buffer, found)
  end)
  checks[buffer] = job
end

-- Pushing

-- What is known of each note's push, by path: the buffer, whether a push runs, whether the note was saved again
-- in the meantime, and how the last push ended.
local notes = {}

-- For the status line: %{get(b:,'okrmd_status','')}
local function mark(note, status)
  if vim.api.nvim_buf_is_valid(note.buffer) then
    vim.api.nvim_buf_set_var(note.buffer, 'okrmd_status', status)
    vim.cmd('redrawstatus!')
  end
end

local function push_args(path) return list({ 'push', '--hook' }, options.push_args, { '--', path }) end

local function push(buffer, path)
  local note = notes[path] or { message = 'not pushed yet' }
  notes[path] = note
  note.buffer = buffer
  if note.is_running then
    note.is_saved_again = true
    return
  end
  note.is_running = true
  note.is_saved_again = false
  note.message = 'under way'
  mark(note, 'pushing')
  run(push_args(path), function(code, lines)
    note.is_running = false
    if note.is_saved_again then return push(buffer, path) end
    local said = without_path(table.concat(lines, ' '), path)
    local failed = code ~= 0
    -- A note without a progress id is skipped without a word.
    note.message = said ~= '' and said or failed and 'okrmd push ended with ' .. code or 'not asked to be pushed'
    mark(note, failed and 'push failed (' .. code .. ')' or said ~= '' and 'pushed' or '')
    if said ~= '' or failed then
      local name = vim.fn.fnamemodify(path, ':t')
      say(name .. ': ' .. note.message, failed and vim.log.levels.ERROR or vim.log.levels.INFO)
    end
  end)
end

-- New notes and records

-- Lets okrmd write a note, and opens it.
local function open(args, path)
  if not is_installed() then return end
  run(args, function(code, lines)
    if code ~= 0 then return say(table.concat(lines, ' '), vim.log.levels.ERROR) end
    vim.cmd('edit ' .. vim.fn.fnameescape(path))
  end)
end

local function is_saved()
  if vim.bo.modified then say('okrmd: save the note first', vim.log.levels.ERROR) end
  return not vim.bo.modified
end

-- Makes a record for each section without one, or for the note; okrmd writes the ids into the file.
local function create(buffer, path)
  if not is_saved() or not is_installed() then return end
  run(list({ 'push', '--create' }, options.push_args, { '--', path }), function(code, lines)
    if vim.api.nvim_buf_is_loaded(buffer) then
      vim.bo[buffer].autoread = true
      vim.cmd('checktime ' .. buffer)
    end
    local level = code ~= 0 and vim.log.levels.ERROR or vim.log.levels.INFO
    say(without_path(table.concat(lines, ' '), path), level)
  end)
end

-- What was saved during a push is pushed after Neovim is gone. okrmd waits for the push that still runs.
local function leave()
  for path, note in pairs(notes) do
    if note.is_running and note.is_saved_again then
      vim.fn.jobstart(list({ options.command }, push_args(path)), { detach = true })
    end
  end
end

local function saved(event)
  local path = vim.fn.fnamemodify(event.file, ':p')
  -- `:w other.md` saves a copy, which is not the note of this buffer.
  if vim.bo[event.buf].buftype ~= '' or path ~= vim.api.nvim_buf_get_name(event.buf) then return end
  if is_installed() then
    check(event.buf, path)
    push(event.buf, path)
  end
end

local function show_status()
  local note = notes[vim.api.nvim_buf_get_name(0)] or { message = 'not pushed yet' }
  local status = vim.b.okrmd_status or ''
  print('okrmd: ' .. (status == '' and '' or status .. ': ') .. note.message)
end

function M.setup(changes)
  options = vim.tbl_extend('force', options, changes or {})
  local group = vim.api.nvim_create_augroup('okrmd', {})
  vim.api.nvim_create_autocmd('BufWritePost', { group = group, pattern = options.pattern, callback = saved })
  vim.api.nvim_create_autocmd('VimLeavePre', { group = group, callback = leave })
  vim.api.nvim_create_user_command('OkrmdStatus', show_status, {})
  vim.api.nvim_create_user_command('OkrmdPush', function()
    if is_installed() then push(vim.api.nvim_get_current_buf(), vim.api.nvim_buf_get_name(0)) end
  end, {})
  vim.api.nvim_create_user_command('OkrmdCreate', function()
    create(vim.api.nvim_get_current_buf(), vim.api.nvim_buf_get_name(0))
  end, {})
  local takes_file = { nargs = 1, complete = 'file' }
  vim.api.nvim_create_user_command('OkrmdNew', function(command)
    local path = vim.fn.fnamemodify(command.args, ':p')
    open({ 'new', '--', path }, path)
  end, takes_file)
  vim.api.nvim_create_user_command('OkrmdNext', function(command)
    local path = vim.fn.fnamemodify(command.args, ':p')
    if is_saved() then open({ 'next', '-o', path, '--', vim.api.nvim_buf_get_name(0) }, path) end
  end, takes_file)
  vim.api.nvim_create_user_command('OkrmdOff', function()
    vim.api.nvim_clear_autocmds({ group = group })
    vim.diagnostic.reset(namespace)
  end, {})
end

return M
