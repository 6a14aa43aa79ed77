"""Brings one file over a connection that breaks, stalls or lies, and goes on where it stopped, also after a restart."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import logging
import os
import queue
import re
import threading
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from photofind.captioning.hub import Hub, RangeRefused, RemoteFile, Trouble, shut, unreachable
from photofind.errors import Cancelled, DownloadError
from photofind.records import DownloadState

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)

T = TypeVar("T")
Tell = Callable[[DownloadState, int, str], None]
"""State, bytes that are there, and why it waits."""
Stopped = Callable[[], bool]

_TICK = 0.1
_BLOCK = 1 << 20
_AHEAD = 32
"""Pieces (of up to 64 KiB) that may wait to be written."""
_PROGRESS = 1 << 18
"""Bytes that an attempt must bring to count as progress."""
_MAGIC = b"GGUF"
_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Patience:
    """When to try again.

    Attributes:
        silence: seconds without a byte after which the connection is given up.
        attempts: attempts in a row without progress after which the download fails.
        first, longest: seconds before the second attempt; doubled from attempt to attempt up to ``longest``.
        told: most seconds that a server may ask to wait.
    """

    silence: float = 30.0
    attempts: int = 6
    first: float = 1.0
    longest: float = 60.0
    told: float = 600.0


class Attempts:
    """Waits between attempts, and gives up after too many in a row without progress."""

    def __init__(self, host: str, patience: Patience, tell: Callable[[str], None], stopped: Stopped) -> None:
        self._host, self._patience, self._tell, self._stopped = host, patience, tell, stopped
        self._count = 0

    def progressed(self) -> None:
        """Begin to count anew."""
        self._count = 0

    def failed(self, trouble: Trouble) -> None:
        """Wait before the next attempt.

        Raises:
            DownloadError: it was the last, or the server asks for too long a wait.
            Cancelled: somebody stopped it meanwhile.
        """
        self._count += 1
        log.warning("download, attempt %d: %s", self._count, trouble.reason)
        if self._count >= self._patience.attempts:
            raise unreachable(self._host, trouble.reason, self._count) from trouble
        if trouble.after > self._patience.told:
            minutes = round(trouble.after / 60)
            raise DownloadError(trouble.reason, f"it asks to wait {minutes} minutes; what has come is kept")
        wait = trouble.after or min(self._patience.first * 2 ** (self._count - 1), self._patience.longest)
        self._tell(f"{trouble.reason}; next attempt in {max(1.0, wait):.0f} s")
        until = time.monotonic() + wait
        while (left := until - time.monotonic()) > 0:
            if self._stopped():
                raise Cancelled
            time.sleep(min(_TICK, left))


def apart(work: Callable[[], T], stopped: Stopped) -> T:
    """The result of blocking work, or ``Cancelled`` at once when somebody stops it; the work then ends unheard."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            answer.set_exception(error)

    threading.Thread(target=run, name="download-ask", daemon=True).start()
    while True:
        if futures.wait([answer], timeout=_TICK).done:
            return answer.result()
        if stopped():
            raise Cancelled


def digest_of(path: Path, tell: Callable[[int], None], stopped: Stopped) -> hashlib._Hash:
    """The running SHA-256 of a file.

    Raises:
        Cancelled: somebody stopped it.
        OSError: it can't be read.
    """
    digest = hashlib.sha256()
    done = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            tell(done)
            if stopped():
                raise Cancelled
    return digest


class _Connection(threading.Thread):
    """Reads one answer on a thread of its own, so that who waits for it can stop at any moment."""

    def __init__(self, work: Callable[[], httpx2.Response]) -> None:
        super().__init__(name="download", daemon=True)
        self._work = work
        self._answer: httpx2.Response | None = None
        self._left = threading.Event()
        self.pieces: queue.Queue[httpx2.Response | bytes | BaseException | None] = queue.Queue(_AHEAD)
        """The answer, then its bytes, then None, or what went wrong."""

    def run(self) -> None:
        try:
            self._answer = self._work()
            try:
                self._put(self._answer)
                for piece in self._answer.iter_raw():
                    if not self._put(piece):
                        return
                self._put(None)
            finally:
                self._answer.close()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._put(error)

    def _put(self, item: httpx2.Response | bytes | BaseException | None) -> bool:
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self.pieces.put(item, timeout=_TICK)
                return True
        return False

    def leave(self) -> None:
        """Break it off."""
        self._left.set()
        if self._answer is not None:
            shut(self._answer)
        self.join(1.0)


class Transfer:
    """One file on its way into ``part``.

    Beside ``part`` lies a note (suffix ``.json``) of what it is a part of; a part of another file is discarded.

    Args:
        repository: of the file, for messages.
        tell: called with each piece.
        stopped: polled ten times a second.
    """

    def __init__(
        self, hub: Hub, repository: str, file: RemoteFile, part: Path, patience: Patience, tell: Tell, stopped: Stopped
    ) -> None:
        self._hub, self._repository, self._file, self._part = hub, repository, file, part
        self._patience, self._tell, self._stopped = patience, tell, stopped
        self._note = note_of(part)
        self._validator = ""
        self._have = 0
        self._digest = hashlib.sha256()
        self.resumed = 0

    def __call__(self) -> None:
        """Bring what is missing; when it returns, ``part`` is the whole file and its SHA-256 is right.

        Raises:
            DownloadError: it can't be had; what has come is kept unless it is wrong.
            Cancelled: somebody stopped it; what has come is kept.
        """
        try:
            self._take_up()
            attempts = Attempts(
                self._hub.host, self._patience, lambda why: self._tell("waiting", self._have, why), self._stopped
            )
            while not self._whole():
                before = self._have
                try:
                    self._connect()
                except Trouble as trouble:
                    if self._have >= before + min(_PROGRESS, max(1, self._file.size - before)):
                        attempts.progressed()
                    attempts.failed(trouble)
        except OSError as error:
            raise self._disk_error(error) from error
        if self._digest.hexdigest() != self._file.sha256:
            self._discard()
            raise DownloadError(
                f"what {self._hub.host} sent is not {self._file.name} (its SHA-256 is another than the hub tells); "
                "it was thrown away",
                "try again; if it stays so, something on the way changes downloads",
            )

    def _whole(self) -> bool:
        return self._have >= self._file.size or self._digest.hexdigest() == self._file.sha256

    def _take_up(self) -> None:
        """Go on with the part that is there, if it is one of this very file."""
        try:
            note = json.loads(self._note.read_text("utf-8"))
            same = (note["sha256"], note["size"]) == (self._file.sha256, self._file.size)
            self._validator = str(note.get("etag") or "")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            same = False
        there = self._part.stat().st_size if self._part.is_file() else 0
        if there and (not same or there > self._file.size):
            log.warning("%s is a part of another file than the hub has now: it is thrown away", self._part)
            there = 0
        if not there:
            self._discard()
            self._validator = ""
            self._write_note()
            return
        self._digest = digest_of(self._part, lambda done: self._tell("checking", done, ""), self._stopped)
        self._have = self.resumed = there

    def _write_note(self) -> None:
        note = {"sha256": self._file.sha256, "size": self._file.size, "etag": self._validator}
        fresh = self._note.with_name(f"{self._note.name}.new")
        fresh.write_text(json.dumps(note), "utf-8")
        os.replace(fresh, self._note)

    def _discard(self) -> None:
        for path in (self._part, self._note):
            path.unlink(missing_ok=True)
        self._have, self._digest = 0, hashlib.sha256()

    def _connect(self) -> None:
        """One connection, until the file is whole or something goes wrong."""
        start, validator = self._have, self._validator
        connection = _Connection(lambda: self._hub.open(self._file, self._repository, start, validator))
        connection.start()
        try:
            answer = self._next(connection)
            if isinstance(answer, bytes | None):
                raise Trouble("the connection ended before the answer")
            self._begin(answer)
            with open(self._part, "r+b" if self._part.exists() else "wb", buffering=0) as file:
                file.seek(self._have)
                while True:
                    piece = self._next(connection)
                    if piece is None:
                        break
                    assert isinstance(piece, bytes)
                    self._add(file.write, piece)
                os.fsync(file.fileno())
        except RangeRefused as trouble:
            raise DownloadError(
                f"{trouble.reason}: {self._file.name} is shorter there than the {self._file.size:,} bytes announced",
                "try again later",
            ) from trouble
        finally:
            connection.leave()
        if not self._whole():
            raise Trouble(f"the connection ended {self._file.size - self._have:,} bytes too early")

    def _next(self, connection: _Connection) -> httpx2.Response | bytes | None:
        """What comes next over a connection; None at its end."""
        import httpx2

        until = time.monotonic() + self._patience.silence
        while True:
            if self._stopped():
                raise Cancelled
            try:
                item = connection.pieces.get(timeout=_TICK)
            except queue.Empty:
                if time.monotonic() > until:
                    raise Trouble(f"nothing came for {self._patience.silence:.0f} seconds") from None
                continue
            if isinstance(item, httpx2.HTTPError):
                raise Trouble(f"the connection broke ({str(item) or type(item).__name__})") from item
            if isinstance(item, BaseException):
                raise item
            return item

    def _begin(self, answer: httpx2.Response) -> None:
        """Find out from where on the bytes come."""
        host = answer.request.url.host
        if answer.headers.get("content-type", "").partition(";")[0].strip() in ("text/html", "application/xhtml+xml"):
            raise _not_the_file(host)
        if answer.status_code == 206:
            found = _RANGE.match(answer.headers.get("content-range", ""))
            if found is None or int(found[1]) != self._have:
                raise DownloadError(f"{host} sends another piece of the file than was asked for", "try again later")
            if found[2] != "*" and int(found[2]) > self._file.size:
                raise self._contradiction(host, int(found[2]))
        else:
            # The server can't go on in the middle, or has another file by now. All is written anew over what is there,
            # so that a further break never leaves less than there was.
            self._have, self._digest = 0, hashlib.sha256()
        etag = answer.headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        if strong != self._validator:
            self._validator = strong
            self._write_note()

    def _add(self, write: Callable[[memoryview], int | None], piece: bytes) -> None:
        if not self._have and not piece.startswith(_MAGIC[: len(piece)]):
            raise _not_the_file(self._hub.host)
        if self._have + len(piece) > self._file.size:
            raise self._contradiction(self._hub.host, self._have + len(piece))
        view = memoryview(piece)
        while view:
            view = view[write(view) or 0 :]
        self._digest.update(piece)
        self._have += len(piece)
        self._tell("downloading", self._have, "")

    def _contradiction(self, host: str, size: int) -> DownloadError:
        return DownloadError(
            f"{host} announced {self._file.size:,} bytes of {self._file.name} and now speaks of {size:,}",
            "try again later",
        )

    def _disk_error(self, error: OSError) -> DownloadError:
        folder = self._part.parent
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            missing = (self._file.size - self._have) / 1e9
            return DownloadError(
                f"no room is left on the disk of {folder}: {self._file.name} needs {missing:.2f} GB more",
                "make room or choose another models folder, then go on: what has come is kept",
            )
        if error.errno == errno.EFBIG:
            return DownloadError(
                f"the disk of {folder} can't hold a file of {self._file.size / 1e9:.2f} GB (FAT32 ends at 4.29 GB)",
                "choose a models folder on another disk",
            )
        return DownloadError(f"can't write into {folder} ({error.strerror or error})", "choose another models folder")


def note_of(part: Path) -> Path:
    """The note beside a part."""
    return part.with_name(f"{part.name}.json")


def _not_the_file(host: str) -> DownloadError:
    return DownloadError(
        f"{host} sent something else than a model, perhaps the log-in page of a network",
        "open a web page in the browser to log in, then try again",
    )
