"""An event loop for one piece of work in the calling thread."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A new loop, closed at the end.

    ``asyncio.run`` would wait at the end for a name that is still being looked up, perhaps for half a minute.
    """
    loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
