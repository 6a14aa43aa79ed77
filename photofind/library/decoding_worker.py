"""What runs in a decoding worker: one request after the other until the pipe closes.

Requests and answers are JSON, never pickles: a worker that a hostile file has taken over can lie about a picture, but
can't make the parent run anything.
"""

from __future__ import annotations

import contextlib
import dataclasses
import faulthandler
import json
import os
import signal
import sys
from multiprocessing.connection import Connection
from typing import Any

_M_ARENA_MAX = -8
_HELD_S = 20.0
"""Seconds without a request after which the photo that regions were cut from is let go."""


def serve(connection: Connection, memory: int, deadline: float) -> None:
    """Answer requests until the parent closes the pipe or dies.

    A request is ``{"call": probe|pixels|preview|region, "path": …, "side": …, "box": …}``. An answer is
    ``{"ok": …}``, followed by one message of bytes if it says ``"bytes": true``, or ``{"reason": …, "remedy": …}``.

    Args:
        connection: the worker's end of the pipe.
        memory: bytes of address space above what the worker starts with, where the system can limit it.
        deadline: seconds after which the parent gives up; the worker then ends by itself even without a parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    _quiet()
    _yield()
    # Threads would multiply the memory that is reserved, and two workers already share the machine.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    from photofind.library import images, regions

    _limit(memory)
    with connection, open(os.devnull, "wb") as nowhere, contextlib.suppress(EOFError, OSError):
        connection.send_bytes(b'{"ok": "ready"}')
        while True:
            if not connection.poll(_HELD_S):
                regions.let_go()
            request = json.loads(connection.recv_bytes())
            # A watchdog in C: it ends this process even when a decoder holds the interpreter for ever.
            faulthandler.dump_traceback_later(deadline * 1.5 + 5, exit=True, file=nowhere)
            answer, extra = _answer(images, request)
            connection.send_bytes(json.dumps(answer).encode())
            if extra is not None:
                connection.send_bytes(extra)
            faulthandler.cancel_dump_traceback_later()


def _answer(images: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | memoryview | None]:
    from photofind.library import regions

    path, call = request["path"], request["call"]
    try:
        if call == "region":
            return {"ok": None, "bytes": True}, regions.region(path, request["box"], request["side"])
        regions.let_go()
        if call == "probe":
            found = images.probe(path)
            fields = {f.name: getattr(found, f.name) for f in dataclasses.fields(found) if f.name != "thumbnail"}
            return {"ok": fields, "bytes": True}, found.thumbnail
        if call == "preview":
            return {"ok": None, "bytes": True}, images.preview(path, request["side"])
        array = images.pixels(path, request["side"])
        return {"ok": array.shape, "bytes": True}, memoryview(array).cast("B")
    except images.UnreadableError as error:
        return {"reason": error.reason, "remedy": error.remedy}, None
    except MemoryError:
        return {"reason": "decoding it takes more memory than photofind allows", "remedy": ""}, None


def _quiet() -> None:
    """Send what the image libraries print to nowhere: it would end up between the lines of the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, stream)
    os.close(nowhere)


def _yield() -> None:
    """Give way to the programs that a person works with, less than the engine does: previews are waited for."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(5)


def _limit(memory: int) -> None:
    """Limit the address space where the system can; elsewhere the parent watches the resident size."""
    try:
        import resource
    except ImportError:  # Windows
        return
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)  # glibc reserves 64 MB of address space for each further arena
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no core file with a person's photo in it
    with contextlib.suppress(ValueError, OSError):
        with open("/proc/self/statm", encoding="ascii") as file:  # Linux; macOS ignores the limit anyway
            most = int(file.read().split()[0]) * resource.getpagesize() + memory
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
