"""okrmd while it runs."""
import os
import re
import signal
import subprocess


class Okrmd:
    """A command that names its address in the first line."""

    program = None  # Set once, before the first of them.
    running = []

    def __init__(self, *arguments):
        environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        self.process = subprocess.Popen(
            [self.program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment)
        Okrmd.running.append(self)
        line = self.process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not match:
            raise RuntimeError(f"okrmd {' '.join(map(str, arguments))} said: {line!r}")
        self.port = int(match.group(1))
        self.url = match.group(0)

    def end(self):
        """Ends it as Ctrl-C does, and tells the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    @classmethod
    def end_all(cls):
        """For those whose checks did not come to their end."""
        for okrmd in cls.running:
            okrmd.end()
