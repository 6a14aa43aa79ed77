"""One server over HTTP: requests to its address only, and what each way of failing means."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import httpx2

from photofind.captioning import remote_protocol as protocol
from photofind.captioning.recipe import Recipe
from photofind.captioning.remote_address import root
from photofind.captioning.remote_protocol import AnswerError, Spoken
from photofind.errors import ModelError

CONNECTING = 10.0
"""Seconds to reach a server."""
ASKING = 20.0
"""Seconds for an answer that needs no model."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server is and what is asked of it. The key is never shown.

    Attributes:
        url: base URL in ``remote_address.normal`` form.
        model: what the server calls the model.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)


class Unavailable(Exception):  # noqa: N818 - a passing state, not an error
    """The server can't answer now; the same may work later.

    Args:
        reason: why, for people.
        wait: seconds that the server asks for, None if it doesn't.
        served: whether the server had the view in hands: then the view may be what breaks it.
        answered: whether the server said so itself, so that it is there.
    """

    def __init__(self, reason: str, wait: float | None = None, served: bool = False, answered: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.wait, self.served, self.answered = reason, wait, served, answered

    def error(self, url: str) -> ModelError:
        """The same as an error, where nobody waits for the server."""
        return ModelError(f"the server at {url} does not answer: {self.reason}", "start it, or check its address")


class Declined(Exception):  # noqa: N818 - an outcome, not an error
    """The server does not want this view; it would not want it later either.

    Args:
        reason: why, for people.
        size: whether the view is too large for it.
    """

    def __init__(self, reason: str, size: bool = False) -> None:
        super().__init__(reason)
        self.size = size


class ServerClient:
    """Talks to one server on the running event loop; an async context manager.

    Connections are kept open. Redirects are not followed, so that nothing goes anywhere else; a certificate is checked.
    On the local network proxies are passed by, since they would read along.

    Args:
        timeout: seconds for a description.
    """

    def __init__(self, endpoint: Endpoint, timeout: float) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "photofind"}
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        secure = endpoint.url.startswith("https:")
        self._http = httpx2.AsyncClient(
            headers=headers,
            follow_redirects=False,
            trust_env=secure,
            # Reading the system's certificates takes a while; without them no certificate is trusted at all.
            verify=True if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            timeout=httpx2.Timeout(None, connect=CONNECTING),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=30),
        )

    async def __aenter__(self) -> ServerClient:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def models(self) -> tuple[str, ...]:
        """What the server calls its models; empty if it does not list them.

        Raises:
            Unavailable: it can't answer now.
            ModelError: it will not answer.
        """
        status, headers, body = await self._send("GET", f"{self._endpoint.url}/models", None, ASKING)
        if status in (404, 405, 501):
            return ()
        self._check(status, headers, body)
        try:
            return protocol.listed(body)
        except AnswerError as error:
            raise self._error(
                f"what answers at {self._endpoint.url} is no OpenAI-compatible server ({error})"
            ) from error

    async def check(self) -> None:
        """See that the server is there and has the model.

        Raises:
            Unavailable: it can't answer now.
            ModelError: it won't answer, or has other models.
        """
        names = await self.models()
        if not protocol.has(names, self._endpoint.model):
            shown = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
            raise ModelError(
                f"the server at {self._endpoint.url} has no model {self._endpoint.model}", f"it has: {shown}"
            )

    async def slots(self) -> int:
        """How many views the server works on at once, if it is a llama-server and says so; else 0.

        Raises:
            ModelError: it says that its model can't see.
        """
        if root(self._endpoint.url) == self._endpoint.url:
            return 0
        try:
            status, _headers, body = await self._send("GET", f"{root(self._endpoint.url)}/props", None, ASKING)
        except Unavailable:
            return 0
        count, blind = protocol.properties(body) if status == 200 else (0, False)
        if blind:
            raise ModelError(
                f"the model on the server at {self._endpoint.url} can't see pictures",
                "start llama-server with --mmproj, or choose another model",
            )
        return count

    async def describe(self, recipe: Recipe, image: str, limit: int) -> Spoken:
        """Have a view (a data URL) described, ``limit`` tokens for each question of the recipe.

        Raises:
            Unavailable: the server can't answer now.
            Declined: it does not want this view.
            ModelError: it will not answer.
        """
        first = await self._ask(protocol.request(self._endpoint.model, recipe.prompt, image, limit), limit)
        if not first.text:
            raise Declined("the model says nothing about it")
        if not recipe.follow_up:
            return first
        later = (first.text, recipe.follow_up)
        second = await self._ask(protocol.request(self._endpoint.model, recipe.prompt, image, limit, later), limit)
        return Spoken("\n".join(filter(None, (first.text, second.text))), first.tokens + second.tokens)

    async def _ask(self, content: dict[str, Any], limit: int) -> Spoken:
        status, headers, body = await self._send(
            "POST", f"{self._endpoint.url}/chat/completions", content, self._timeout
        )
        if status in (400, 413, 415, 422):
            said_no = protocol.complaint(status, body, self._endpoint.key)
            raise Declined(f"the server refuses it ({said_no})", size=status == 413)
        self._check(status, headers, body)
        try:
            return protocol.spoken(body, limit)
        except AnswerError as error:
            raise Unavailable(f"its answer can't be used: {error}", served=True, answered=True) from error

    async def _send(
        self, method: str, url: str, content: dict[str, Any] | None, seconds: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request; status, headers and at most ``LONGEST_ANSWER`` bytes."""
        try:
            async with asyncio.timeout(seconds), self._http.stream(method, url, json=content) as response:
                return response.status_code, response.headers, await self._read(response)
        except TimeoutError as error:
            raise Unavailable(f"it gave no answer within {seconds:.0f} s", served=True) from error
        except httpx2.ConnectTimeout as error:
            raise Unavailable(f"it could not be reached within {CONNECTING:.0f} s") from error
        except httpx2.ConnectError as error:
            if doubt := _certificate(error):
                raise ModelError(
                    f"the certificate of {self._endpoint.url} can't be trusted ({doubt})",
                    "give the server a certificate that this computer trusts",
                ) from error
            cause = _cause(error)
            why = "" if cause == "All connection attempts failed" else f" ({cause})"
            raise Unavailable(f"it can't be reached{why}") from error
        except httpx2.TransportError as error:
            if isinstance(error, httpx2.UnsupportedProtocol | httpx2.LocalProtocolError):
                raise self._error(f"{self._endpoint.url} can't be asked ({_cause(error)})") from error
            raise Unavailable(f"it broke the connection off ({_cause(error)})", served=True) from error
        except httpx2.InvalidURL as error:
            raise self._error(f"{self._endpoint.url} can't be asked ({error})") from error

    async def _read(self, response: httpx2.Response) -> bytes:
        parts, size = [], 0
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Unavailable("its answer can't be used: it is compressed", served=True, answered=True)
        async for part in response.aiter_raw():
            size += len(part)
            if size > protocol.LONGEST_ANSWER:
                raise Unavailable("its answer can't be used: it is too long", served=True, answered=True)
            parts.append(part)
        return b"".join(parts)

    def _check(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Nothing if the status is 200; what else it means otherwise."""
        if status == 200:
            return
        said = protocol.complaint(status, body, self._endpoint.key)
        if status in (408, 425, 429) or status >= 500:
            wait = protocol.retry_after(headers.get("retry-after"))
            raise Unavailable(said, wait, served=status in (500, 501), answered=True)
        at = self._endpoint.url
        if 300 <= status < 400:
            raise ModelError(
                f"the server at {at} sends photofind on to another address ({said})",
                "photos go to the address that you give and nowhere else; add the other one if you trust it",
            )
        if status in (401, 403, 407):
            raise ModelError(f"the server at {at} refuses the key ({said})", "add the server again with the right key")
        if status == 404:
            raise ModelError(
                f"the server at {at} has no model {self._endpoint.model}, or no such interface ({said})",
                "check its address and the model's name",
            )
        raise self._error(f"the server at {at} refuses to describe ({said})")

    def _error(self, what: str) -> ModelError:
        return ModelError(what, "check the address; it usually ends in /v1")


def _cause(error: BaseException) -> str:
    """The system's words without its error number."""
    return re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__


def _certificate(error: BaseException | None) -> str:
    """Why a certificate was refused, if that is what lies behind an error."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message or str(error)
        error = error.__cause__ or error.__context__
    return ""
