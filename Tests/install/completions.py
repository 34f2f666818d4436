#!/usr/bin/env python3
"""Presses Tab in bash, zsh and fish, with okrmd as it is installed.

usage: completions.py PREFIX

What was typed and completed is then printed by `echo`, so that the shell itself says what became of the line.
"""
import os
import pty
import select
import signal
import sys
import tempfile
import time

prefix = os.path.realpath(sys.argv[1])
RECORD = "7041857032248410131"
KEY_RESULT = "7041430377642082324"
LIST = f"""{{"objectives":[],"key_results":[{{"id":"{KEY_RESULT}","title":"注册：a:b $(exit) 'c"}}],
"records":[{{"id":"{RECORD}","title":"2026-11-27 登录转化率"}}]}}"""
# What is typed before Tab, and what the line is then.
CASES = [
    ("okrmd pull 70", f"okrmd pull {RECORD}"),
    ("okrmd push --progress-id 70", f"okrmd push --progress-id {RECORD}"),
    ("okrmd new a.md --key-result 70", f"okrmd new a.md --key-result {KEY_RESULT}"),
    ("okrmd push --status ris", "okrmd push --status risk"),
    ("okrmd push wee", "okrmd push weekly.md"),
    ("okrmd pull --merge wee", "okrmd pull --merge weekly.md"),
    ("okrmd pus", "okrmd push"),
]
SETUP = {
    "bash": (".bashrc", f". {prefix}/share/bash-completion/completions/okrmd\nPS1='READY> '\n", ["bash", "--noprofile", "-i"]),
    "zsh": (
        ".zshrc",
        f"fpath=({prefix}/share/zsh/site-functions $fpath)\nautoload -U compinit\ncompinit -u -D\nPS1='READY> '\n",
        ["zsh", "-o", "no_global_rcs", "-i"],
    ),
    "fish": (
        ".config/fish/config.fish",
        f"source {prefix}/share/fish/vendor_completions.d/okrmd.fish\nset -g fish_greeting\n"
        "function fish_prompt; echo -n 'READY> '; end\n",
        ["fish", "-i"],
    ),
}


class Shell:
    """A shell at a terminal, with a home of its own."""

    def __init__(self, name, home):
        file, text, command = SETUP[name]
        path = os.path.join(home, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        variables = {
            "HOME": home, "XDG_STATE_HOME": f"{home}/state", "PATH": f"{prefix}/bin:/usr/bin:/bin",
            "TERM": "xterm", "LANG": "C.UTF-8", "COLUMNS": "200", "LINES": "50",
        }
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(home)
            os.execvpe(command[0], command, variables)
        self.said = b""

    def wait(self, text):
        """Reads until the shell has written a text."""
        until = time.monotonic() + 60
        while text.encode() not in self.said:
            ready, _, _ = select.select([self.terminal], [], [], max(0, until - time.monotonic()))
            if not ready:
                return False
            try:
                self.said += os.read(self.terminal, 65536)
            except OSError:
                return False
        return True

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


failed = 0
for name in SETUP:
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(f"{home}/state/okrmd")
        with open(f"{home}/state/okrmd/list.json", "w", encoding="utf-8") as out:
            out.write(LIST)
        with open(f"{home}/weekly.md", "w", encoding="utf-8") as out:
            out.write("一\n")
        shell = Shell(name, home)
        try:
            for typed, line in CASES:
                ready = shell.wait("READY> ")
                shell.said = b""
                # Tab, then the start of the line, where what makes the line a text is put.
                shell.type(f"{typed}\t\x01printf '<%s>' ")
                shell.type("\x05\n")
                wanted = "".join(f"<{word}>" for word in line.split())
                if ready and shell.wait(wanted):
                    print(f"ok {name}: {typed}")
                else:
                    failed += 1
                    print(f"FAIL {name}: {typed}: not {wanted}\n{shell.said.decode(errors='replace')}")
                    break
        finally:
            shell.end()
sys.exit(1 if failed else 0)
