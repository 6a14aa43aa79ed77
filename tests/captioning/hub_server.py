"""A hub on this machine that behaves as badly as it is told to."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from photofind.captioning.catalogue import Entry

COMMIT = "c0ffee" * 6 + "abcd"


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    range: str
    if_range: str
    token: str
    host: str


@dataclass
class Behaviour:
    """What the next answer to a GET is like.

    Attributes:
        status: instead of the bytes; ``headers`` go with it.
        cut: break the connection off after this many bytes.
        stall: send this many bytes and then nothing.
        pace: seconds between pieces of 16 KiB.
        body: these bytes instead of the file's.
        page: a web page instead of the file.
        length: what Content-Length claims, relative to the truth.
        ignores_ranges: answers 200 with everything.
        other_piece: answers another range than asked for.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    stall: int = -1
    pace: float = 0.0
    body: bytes | None = None
    page: bool = False
    length: int = 0
    ignores_ranges: bool = False
    other_piece: bool = False


class FakeHub:
    """Serves the files of repositories; ``behave`` says how, answer by answer, then as a good hub does."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.sizes: dict[str, int] = {}
        self.etags: dict[str, str] = {}
        self.asked: list[Asked] = []
        self.head_status: list[tuple[int, dict[str, str]]] = []
        self.tells_digest = True
        self.redirect = ""
        """Base address that GETs are redirected to."""
        self.paced = 0.0
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                hub._head(self)

            def do_GET(self) -> None:
                hub._get(self)

            def log_message(self, *_args: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_args: object) -> None:
                pass  # clients break off

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, entry: Entry, lm: Path, mmproj: Path) -> None:
        """Have the two files of a catalogue entry."""
        self.files[f"{entry.repository}/{entry.lm}"] = lm.read_bytes()
        self.files[f"{entry.repository}/{entry.mmproj}"] = mmproj.read_bytes()

    def behave(self, name: str, *behaviours: Behaviour) -> None:
        """How the next GETs of files whose name ends so are answered."""
        self._behaviours.setdefault(name, []).extend(behaviours)

    def gets(self, name: str) -> list[Asked]:
        """The GETs of a file that came."""
        return [asked for asked in self.asked if asked.method == "GET" and asked.path.endswith(name)]

    def _note(self, handler: http.server.BaseHTTPRequestHandler) -> str:
        head = handler.headers
        path = urlsplit(handler.path).path
        with self._lock:
            self.asked.append(
                Asked(
                    handler.command,
                    path,
                    head.get("Range", ""),
                    head.get("If-Range", ""),
                    head.get("Authorization", ""),
                    head.get("Host", ""),
                )
            )
        repository, _, rest = path.strip("/").partition("/resolve/")
        return f"{repository}/{rest.partition('/')[2]}"

    def _head(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        key = self._note(handler)
        status, headers = self.head_status.pop(0) if self.head_status else (200, {})
        content = self.files.get(key)
        if content is None and status == 200:
            status, headers = 404, {"X-Error-Code": "EntryNotFound"}
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status == 200 and content is not None:
            handler.send_header("X-Repo-Commit", COMMIT)
            digest = hashlib.sha256(content).hexdigest()
            if self.tells_digest:
                handler.send_header("X-Linked-Etag", f'"{digest}"')
            handler.send_header("X-Linked-Size", str(self.sizes.get(key, len(content))))
            handler.send_header("ETag", '"abc"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def _get(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        key = self._note(handler)
        if self.redirect:
            handler.send_response(302)
            handler.send_header("Location", f"{self.redirect}{handler.path}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        with self._lock:
            queue = next((found for name, found in self._behaviours.items() if key.endswith(name) and found), [])
            how = queue.pop(0) if queue else Behaviour(pace=self.paced)
        content = how.body if how.body is not None else self.files.get(key, b"")
        if how.status != 200:
            handler.send_response(how.status)
            for name, value in how.headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if how.page:
            content = b"<html><body>Please log in</body></html>"
        start = 0
        asked = handler.headers.get("Range", "")
        etag = self.etags.get(key, f'"{hashlib.md5(self.files.get(key, b"")).hexdigest()}"')
        current = handler.headers.get("If-Range", etag) == etag
        if asked and current and not how.ignores_ranges and not how.page:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                handler.send_response(416)
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            handler.send_response(206)
            shown = start + 1 if how.other_piece else start
            handler.send_header("Content-Range", f"bytes {shown}-{len(content) - 1}/{len(content)}")
        else:
            handler.send_response(200)
        body = content[start:]
        handler.send_header("ETag", etag)
        handler.send_header("Content-Type", "text/html; charset=utf-8" if how.page else "application/octet-stream")
        handler.send_header("Content-Length", str(len(body) + how.length))
        for name, value in how.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        self._send(handler, body, how)

    def _send(self, handler: http.server.BaseHTTPRequestHandler, body: bytes, how: Behaviour) -> None:
        end = min((x for x in (how.cut, how.stall, len(body)) if x >= 0), default=len(body))
        for begin in range(0, end, 16_384):
            handler.wfile.write(body[begin : min(begin + 16_384, end)])
            if how.pace and self._ended.wait(how.pace):
                break
        handler.wfile.flush()
        if how.stall >= 0:
            self._ended.wait(30)
        if how.cut >= 0 or how.stall >= 0 or how.length > 0:
            handler.close_connection = True


@contextmanager
def serving() -> Iterator[FakeHub]:
    """A hub until the end of the block."""
    hub = FakeHub()
    try:
        yield hub
    finally:
        hub.close()
