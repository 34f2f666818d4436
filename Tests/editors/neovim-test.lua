-- Runs the hook in Neovim. Started by run.sh, which sets the environment.

local env = vim.env
local okrmd = dofile(env.HOOKS .. '/neovim/okrmd.lua')
okrmd.setup({ command = env.TESTS .. '/watched-okrmd', push_args = { '--retries', '0' } })

local messages = {}
local notify = vim.notify
vim.notify = function(text, level)
  table.insert(messages, text)
  notify(text, level)
end

local function check(name, is_true, got)
  local line = (is_true and 'ok' or 'FAIL') .. ' neovim: ' .. name
  if not is_true then line = line .. ' -- got ' .. vim.inspect(got):gsub('%s+', ' ') end
  vim.fn.writefile({ line }, env.RESULTS, 'a')
end

-- Waits in Neovim's own event loop until get() is what is wanted, or satisfies it.
local function wait(name, get, wanted)
  local got
  local function holds()
    got = get()
    if type(wanted) == 'function' then return wanted(got) end
    return vim.deep_equal(got, wanted)
  end
  check(name, vim.wait(20000, holds, 50), got)
end

local function sandbox(...) return vim.fn.system({ env.TESTS .. '/sandbox', ... }) end
local function record() return sandbox('text', env.ID1) end
local function status() return vim.b.okrmd_status or '' end
local function shown() return vim.fn.execute('OkrmdStatus') end
local function write() vim.cmd('silent write') end
local function line(number, text) vim.fn.setline(number, text) end
local function starts(text) return function(got) return vim.startswith(got, text) end end

local function list()
  local lines = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(lines, string.format('%d:%d %s %s [%s]', d.lnum, d.col, vim.diagnostic.severity[d.severity], d.message, d.code))
  end
  return lines
end
local function first() return list()[1] or '' end

local function open(path, id, text)
  vim.cmd('edit! ' .. vim.fn.fnameescape(path))
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { '---', 'okr:', '  progress_id: "' .. id .. '"', '---', '', text })
end

local function main()
  local folder = env.WORK .. '/neovim'
  local path = folder .. '/周报 "a" \'b\' $(x) [1].md'
  vim.fn.mkdir(folder)
  vim.cmd('cd ' .. vim.fn.fnameescape(folder))

  open(path, env.ID1, '中文 [甲](rel.md) 完')
  vim.fn.append('$', { '', '*强调*' })
  write()
  wait('a save fills vim.diagnostic, with bytes as columns', list, {
    '5:7 WARN a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…) [link-dropped]',
    '7:0 HINT emphasis shown as plain text [emphasis-dropped]',
  })
  vim.diagnostic.setloclist({ open = false })
  local at = vim.fn.getloclist(0)[1]
  check('the list leads to the character', vim.fn.getline(at.lnum):sub(at.col, at.col) == '[', at)
  wait('a save changes the record', record, '中文 甲 完|强调')
  wait('the status says so', status, 'pushed')
  check('so does :OkrmdStatus', shown():find('pushed: updated record', 1, true), shown())

  line(6, '完成')
  vim.cmd('8delete _')
  write()
  wait('the diagnostics go when all is well', list, {})
  wait('a second save changes the record again', record, '完成')
  wait('the second push ends', status, 'pushed')

  -- The network is away.
  env.OKRMD_BASE_URL = env.AWAY_URL
  line(6, '离线')
  write()
  wait('without network the status stays on failed', status, 'push failed (75)')
  check('without network the note is saved all the same', vim.fn.readfile(path)[6] == '离线')
  vim.wait(200)
  check('there is a message', messages[#messages]:find('was not', 1, true), messages)
  check('it fits on a line', vim.fn.strdisplaywidth(messages[#messages]) < vim.o.columns, messages[#messages])
  check(':OkrmdStatus tells the whole story', shown():find('push failed %(75%): .*cannot connect'), shown())
  env.OKRMD_BASE_URL = env.SANDBOX_URL
  write()
  wait('the next save sends it', function() return record() .. ' ' .. status() end, '离线 pushed')

  -- Saves during a push.
  sandbox('log')
  sandbox('stop')
  for _, text in ipairs({ '一', '二', '三' }) do
    line(6, text)
    local start = vim.loop.hrtime()
    write()
    check('a save during a push does not wait for it: ' .. text, vim.loop.hrtime() - start < 2e9)
    if text == '一' then
      wait('the push runs', function() return vim.fn.readfile(env.WORK .. '/pushes') end, { 'begin' })
      check('the status says that it runs', status() == 'pushing', status())
      -- Time to read the note, so that the later saves come too late for this push.
      vim.wait(300)
    end
  end
  local found = sandbox('find-token')
  check('no command line holds the token', found == '', found)
  sandbox('go')
  wait('the last of several saves is pushed', status, 'pushed')
  check('it is in the record', record() == '三', record())
  local log = sandbox('log')
  check('one push at a time, and none too many', log == 'begin end begin end ', log)

  -- Other notes.
  vim.cmd('edit! -dash.md')
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { '---', 'okr:', '  progress_id: abc', '---', 'x' })
  write()
  wait('front matter that is wrong is shown at its line, in a file with a leading dash', first,
    starts('2:0 ERROR progress_id must be'))
  wait('its push fails with its own code', status, 'push failed (65)')
  vim.cmd('edit! plain.md')
  line(1, '*x*')
  write()
  wait('a note without front matter is checked', first, starts('0:0 HINT emphasis'))
  wait('but has no status', status, '')

  -- A new week.
  local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), ' ') end
  vim.cmd('OkrmdNew ./周 48.md')
  wait(':OkrmdNew opens what okrmd wrote', text, 'new')
  vim.cmd('OkrmdNext 周 49.md')
  wait(':OkrmdNext opens it, too', text, 'next new')
  vim.cmd('OkrmdCreate')
  wait(':OkrmdCreate reads the note again', text, 'next new created')
  wait('and says what was made', function() return messages[#messages] end, 'created record 1')
  line(1, 'changed')
  messages = {}
  vim.cmd('OkrmdCreate')
  vim.cmd('OkrmdNext 周 50.md')
  vim.wait(100)
  check('a note that is not saved is refused', #messages == 2 and messages[2]:find('save the note first', 1, true), messages)
  vim.cmd('edit! plain.md')

  messages = {}
  okrmd.setup({ command = 'no-such-program' })
  write()
  write()
  vim.wait(500)
  check('a missing okrmd is said once', #messages == 1 and messages[1]:find('no-such-program', 1, true), messages)
  okrmd.setup({ command = env.TESTS .. '/watched-okrmd' })

  open(path, env.ID1, '关')
  vim.cmd('OkrmdOff')
  sandbox('log')
  write()
  vim.wait(500)
  local off = sandbox('log')
  check(':OkrmdOff turns it off', off == '', off)
end

-- Saves once or twice while the sandbox does not answer, and quits.
local function quit()
  open(env.WORK .. '/quit neovim ' .. env.SAVES .. '.md', env.QUIT_ID, '甲')
  write()
  if env.SAVES == '2' then
    -- Time for the push to read the note.
    vim.wait(500)
    line(6, '乙')
    write()
  end
end

local ended, problem = pcall(env.SAVES and quit or main)
if not ended then check('no error in the test', false, problem) end
vim.cmd('qall!')
