"""Trying a server: its models, and what one of them says about a drawn picture. No photo is sent."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

from photofind.captioning import remote_protocol as protocol
from photofind.captioning import servers
from photofind.captioning.prompts import CROP_LIMIT
from photofind.captioning.recipe import Recipe
from photofind.captioning.remote_client import Declined, Endpoint, ServerClient, Unavailable
from photofind.captioning.remote_loop import event_loop
from photofind.errors import Cancelled, ModelError, UsageError
from photofind.records import ServerTrial

PATIENCE = 300.0
"""Seconds that the description takes at most: some servers load the model only when they are asked."""
_TICK = 0.1
_UNNAMED = "?"


def trial(
    url: str, model: str = "", key: str = "", cancelled: Callable[[], bool] = lambda: False, patience: float = PATIENCE
) -> ServerTrial:
    """Ask a server for its models and have one describe the sample picture; blocks.

    Args:
        url: as a person types it.
        model: else the first that it lists.
        cancelled: polled ten times a second.

    Raises:
        UsageError: the address or the key can't be used, or no model is named and none listed.
        ModelError: the server does not answer, refuses, or can't describe.
        Cancelled: ``cancelled`` said so.
    """
    checked = servers.server(url, model or _UNNAMED, key=key)
    endpoint = Endpoint(checked.url, model.strip(), checked.key)
    with event_loop() as loop:
        return loop.run_until_complete(_unless(cancelled, _try(endpoint, patience)))


async def _try(endpoint: Endpoint, patience: float) -> ServerTrial:
    at = endpoint.url
    try:
        async with ServerClient(endpoint, patience) as client:
            names = await client.models()
        chosen = endpoint.model or next(iter(names), "")
        if not chosen:
            raise UsageError(f"the server at {at} lists no models", "give the name of one")
        async with ServerClient(Endpoint(at, chosen, endpoint.key), patience) as client:
            await client.check()
            await client.slots()
            begun = time.monotonic()
            said = await client.describe(Recipe(), protocol.picture(protocol.sample()), CROP_LIMIT)
            return ServerTrial(names, chosen, said.text, time.monotonic() - begun)
    except Unavailable as trouble:
        raise ModelError(
            f"the server at {at} does not answer: {trouble.reason}", "start it, or check its address"
        ) from (trouble)
    except Declined as refusal:
        raise ModelError(
            f"the server at {at} describes no picture: {refusal}", "see that its model can look at pictures"
        ) from refusal


async def _unless(cancelled: Callable[[], bool], work: Coroutine[Any, Any, ServerTrial]) -> ServerTrial:
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait([task], timeout=_TICK)
        if not task.done() and cancelled():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            raise Cancelled
    return task.result()
