"""A browser that is driven over the DevTools protocol, with nothing but Python's own library."""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time


class Socket:
    """The client's end of a websocket (RFC 6455), text messages only."""

    def __init__(self, port, path):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.unread = b""
        while b"\r\n\r\n" not in self.unread:
            self.unread += self._receive()
        head, self.unread = self.unread.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode())

    def _receive(self):
        data = self.connection.recv(1 << 16)
        if not data:
            raise ConnectionError("the browser has left")
        return data

    def _take(self, count):
        while len(self.unread) < count:
            self.unread += self._receive()
        data, self.unread = self.unread[:count], self.unread[count:]
        return data

    def send(self, text):
        data = text.encode()
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        # A client has to mask what it sends; zeros are a mask, too.
        self.connection.sendall(head + b"\0\0\0\0" + data)

    def receive(self):
        text = b""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._take(8))
            data = self._take(size)
            if first & 0x0F in (0, 1):
                text += data
                if first & 0x80:
                    return text.decode()
            elif first & 0x0F == 8:
                raise ConnectionError("the browser has left")


class Browser:
    def __init__(self, program):
        self.folder = tempfile.mkdtemp()
        arguments = [
            program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.folder}",
            "--no-first-run", "--disable-gpu", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-default-browser-check",
            "--disable-dev-shm-usage", "about:blank",
        ]
        if os.geteuid() == 0:
            arguments.insert(1, "--no-sandbox")
        environment = dict(os.environ, TZ="UTC")
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment)
        path = os.path.join(self.folder, "DevToolsActivePort")
        end = time.monotonic() + 60
        while not (os.path.exists(path) and open(path).read().count("\n") >= 1):
            if self.process.poll() is not None or time.monotonic() > end:
                raise ConnectionError("the browser does not start")
            time.sleep(0.05)
        lines = open(path).read().splitlines()
        self.port = int(lines[0])
        self.socket = Socket(self.port, lines[1])
        self.count = 0
        self.events = []

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        self.count += 1
        number = self.count
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.receive())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def page(self, url, width=1200, height=800, language="en-US"):
        return Page(self, url, width, height, language)


class Page:
    """A tab. What it asks the network for, and what it complains of, is kept."""

    def __init__(self, browser, url, width, height, language):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.target = target
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=False)
        self.emulate(dark=False)
        agent = browser.call("Browser.getVersion")["userAgent"]
        self.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def emulate(self, dark):
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def get(self, expression):
        """The value of an expression; a promise is waited for."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def until(self, expression, seconds=30):
        end = time.monotonic() + seconds
        while not self.get(f"!!({expression})"):
            if time.monotonic() > end:
                raise TimeoutError(expression)
            time.sleep(0.02)

    def requests_outside(self, url):
        """The addresses that the page asked for and that are not below a URL."""
        asked = [event["request"]["url"] for event in self.heard("Network.requestWillBeSent")]
        return [address for address in asked if not address.startswith(url + "/")]

    def heard(self, method):
        """The events of this page so far."""
        self.get("0")
        return [event["params"] for event in self.browser.events
                if event["method"] == method and event.get("sessionId") == self.session]

    def screenshot(self, path, height=None):
        """A picture of the page, or of as much of it as has this height."""
        height = height or self.get("document.documentElement.scrollHeight")
        width = self.get("innerWidth")
        data = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
