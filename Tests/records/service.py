"""A sandbox in place of Feishu, the machines of those who push to it, and a line between them that can be cut."""
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import threading
import urllib.request
import zlib

APP = {"OKRMD_APP_ID": "cli_sandbox", "OKRMD_APP_SECRET": "sandbox"}
KEY_RESULTS = ["7041430377642082323", "7041430377642082324", "7041430377642082326"]


class Failed(Exception):
    """What is not as it must be."""


def check(condition, *facts):
    if not condition:
        raise Failed("\n".join(str(fact) for fact in facts))


def png(width, height, seed=0):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([seed % 256, 99, 150] * width) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Sandbox:
    """`okrmd sandbox` with a store, which tells what the service holds."""

    def __init__(self, program, folder):
        self.store = pathlib.Path(folder, "store.json")
        self.process = subprocess.Popen(
            [program, "sandbox", "--allow-logins", "--limit", "1000000", "--store", self.store],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(folder))
        lines = [self.process.stdout.readline() for _ in range(3)]
        self.url = re.search(r"http://127\.0\.0\.1:\d+", lines[0]).group(0)
        self.port = int(self.url.rsplit(":", 1)[1])
        self.token = lines[2].strip().split("=", 1)[1]

    def records(self):
        """The records by their ids, each as one text."""
        if not self.store.exists():
            return {}
        values = json.loads(self.store.read_text())["records"]
        return {identifier(value): json.dumps(value, ensure_ascii=False) for value in values}

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def identifier(value):
    return value.get("progress_id") or value["id"]


def environment(home):
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"HOME": str(home), "TMPDIR": str(home)}


class Line:
    """The network between machines and a service: it can be cut, and is the same address afterwards."""

    def __init__(self, port):
        self.target = port
        self.port = 0
        self.pairs = []
        self.threads = []
        self.restore()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def restore(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        # Closing alone does not wake the thread that accepts.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.pairs:
            end.close()
        self.pairs = []

    def accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.pairs += [near, far]
            for source, sink in ((near, far), (far, near)):
                # The service answers to its own address alone, which is as long.
                names = (self.port, self.target) if source is near else (self.target, self.port)
                thread = threading.Thread(
                    target=self.copy, args=(source, sink, *(f"127.0.0.1:{name}".encode() for name in names)), daemon=True)
                self.threads.append(thread)
                thread.start()

    def drain(self):
        """Waits until the service is done with all that was sent to it. Nobody may send meanwhile."""
        # Connections are accepted in their order, so those before this one are.
        urllib.request.urlopen(f"{self.url}/").read()
        while self.threads:
            self.threads.pop().join()

    @staticmethod
    def copy(source, sink, old, new):
        try:
            while data := source.recv(65536):
                sink.sendall(data.replace(old, new))
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Machine:
    """A machine of someone: a folder of notes, and a home that remembers."""

    said = []  # What all machines printed.

    def __init__(self, program, folder, name, url, variables):
        self.program = program
        self.name = name
        self.home = pathlib.Path(folder, name, "home")
        self.notes = pathlib.Path(folder, name, "notes")
        self.story = []  # What it printed.
        self.home.mkdir(parents=True)
        self.notes.mkdir()
        self.environment = environment(self.home) | {"OKRMD_BASE_URL": url} | variables

    def start(self, *arguments):
        return subprocess.Popen(
            [self.program, *map(str, arguments)], cwd=self.notes, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, status=0, says=None):
        """Runs okrmd to its end, which must be as told, and returns what it printed."""
        process = self.start(*arguments)
        output, errors = (text.decode() for text in process.communicate())
        Machine.said.append(output + errors)
        line = f"{self.name}$ okrmd {' '.join(map(str, arguments))}"
        self.story.append(f"{line}\n{output}{errors}(exit code {process.returncode})")
        check(status is None or process.returncode == status,
              line, f"exit code {process.returncode}, not {status}", output, errors)
        check(says is None or says in output + errors, line, f"does not say {says!r}", output, errors)
        self.status = process.returncode
        return output + errors

    def file(self, name):
        return self.notes / name

    def leftovers(self):
        """Temporary files that nobody removed."""
        root = self.home.parent
        return [path for path in root.rglob("*") if path.name.startswith((".okrmd-", "okrmd-merge"))]
