"""Servers to test the remote engine against: llama-cpp-python's own in a process, and one that does what it is told."""

from __future__ import annotations

import http.server
import json
import socket
import ssl
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import COLOURS_PAIR

MODEL = "colours"
CERTIFICATE = Path(__file__).parent.parent / "data" / "self-signed.pem"
"""For localhost, signed by nobody; valid until 2126."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LlamaServer:
    """``python -m llama_cpp.server`` with the colours pair; ready when made."""

    def __init__(self, port: int = 0, key: str = "") -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}/v1"
        lm, mmproj = COLOURS_PAIR
        options = {
            "model": lm,
            "clip_model_path": mmproj,
            "chat_format": "mtmd",
            "model_alias": MODEL,
            "host": "127.0.0.1",
            "port": str(self.port),
            "n_ctx": "1024",
            "n_threads": "1",
            "n_threads_batch": "1",
            "verbose": "false",
        } | ({"api_key": key} if key else {})
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        seen: deque[str] = deque(maxlen=20)
        for line in self.process.stderr:
            seen.append(line)
            if "Uvicorn running" in line:
                break
        else:
            raise AssertionError("".join(seen))
        # Its log must be read on, or it stops when the pipe is full.
        self._reader = threading.Thread(target=lambda: [None for _line in self.process.stderr or ()])
        self._reader.start()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        if self.process.stderr is not None:
            self.process.stderr.close()


@dataclass
class Call:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: Any = None

    @property
    def limit(self) -> int:
        """``max_tokens``, by which tests tell views apart (the sample picture has 24)."""
        return int(self.body["max_tokens"])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Unruly

    def do_GET(self) -> None:
        call = Call(self.path, dict(self.headers))
        self.server.calls.append(call)
        if self.path == "/v1/models":
            self.server.listing(self, call)
        elif self.path == "/props" and self.server.props is not None:
            self.say(self.server.props)
        else:
            self.say({"error": {"message": "no such page"}}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        call = Call(self.path, dict(self.headers), body)
        self.server.calls.append(call)
        with self.server.counting:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self.server.behave(self, call)
        except OSError:
            self.close_connection = True  # the client has gone
        finally:
            with self.server.counting:
                self.server.now -= 1

    def say(self, document: object, status: int = 200, **headers: str) -> None:
        self.raw(json.dumps(document).encode(), status, **headers)

    def raw(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def hang(self) -> None:
        """Say nothing until the server stops."""
        self.server.over.wait(30)
        self.close_connection = True

    def describe(self, text: object = "a red circle") -> None:
        message = {"role": "assistant", "content": text}
        self.say({"choices": [{"message": message}], "usage": {"completion_tokens": 3}})

    def log_message(self, *_arguments: object) -> None:
        pass


Behaviour = Callable[[Handler, Call], None]


def well(handler: Handler, _call: Call) -> None:
    handler.describe()


@dataclass
class Script:
    """Behaves in each of these ways in turn, then well."""

    ways: deque[Behaviour] = field(default_factory=deque)

    def __call__(self, handler: Handler, call: Call) -> None:
        try:
            way = self.ways.popleft()
        except IndexError:
            way = well
        way(handler, call)


class Unruly(http.server.ThreadingHTTPServer):
    """A local server that behaves as ``behave`` says."""

    daemon_threads = True

    def __init__(self, behave: Behaviour = well, port: int = 0, models: tuple[str, ...] = (MODEL,)) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.behave = behave
        self.listing: Behaviour = lambda handler, _call: handler.say({"data": [{"id": name} for name in models]})
        self.props: object | None = None
        self.calls: list[Call] = []
        self.now = self.most = 0
        self.counting = threading.Lock()
        self.over = threading.Event()
        self.port = int(self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def secure(self) -> None:
        """Speak https, with a certificate that nobody trusts."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    @property
    def views(self) -> list[Call]:
        """The descriptions asked for."""
        return [call for call in self.calls if call.body is not None]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that goes away is what many tests are about

    def stop(self) -> None:
        """Go away like a killed process: also the open connections."""
        self.over.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._thread.join()
