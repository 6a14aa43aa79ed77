"""The Hugging Face hub: what a file is (address, size, SHA-256), its bytes, and what its cache on this machine has.

Metadata, tokens and the cache's layout come from huggingface-hub; the bytes are asked for here, because a download must
be resumable, stoppable at once, and must never carry the access token to another host. Nothing here is imported, and
nobody is connected to, before a person asks for a download.
"""

from __future__ import annotations

import contextlib
import email.utils
import logging
import os
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from photofind import __version__
from photofind.errors import DownloadError

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)

_CONNECT = 15.0
_REDIRECTS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_REACHING = "check the connection (and HF_ENDPOINT and the proxy settings, if you use them), then try again"


class Trouble(Exception):  # noqa: N818 - a reason to try again
    """Something that may pass: worth another attempt.

    Args:
        reason: what happened, for people.
        after: seconds that the server asks to wait; 0 = it does not say.
    """

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class RangeRefused(Trouble):
    """The server says that the file ends before the place from which its bytes were asked for."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at one commit.

    Attributes:
        url: where it is; answers with a redirect or the bytes.
        size: bytes.
        sha256: of its bytes, as 64 hexadecimal digits.
    """

    name: str
    url: str
    size: int
    sha256: str


class Hub:
    """One hub. Close it, or use it as a context manager.

    Args:
        endpoint: its address; else the environment's ``HF_ENDPOINT``, else the public hub.
        cache: the folder of its cache; else the environment's ``HF_HUB_CACHE`` or ``HF_HOME``, else the usual one.
        silence: seconds without a byte after which the connection is given up.
    """

    def __init__(self, endpoint: str = "", cache: Path | None = None, silence: float = 30.0) -> None:
        self._given_endpoint = endpoint
        self._given_cache = cache
        self._silence = silence
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        import huggingface_hub

        if self._client is not None:
            self._client.close()
            self._client = None
        huggingface_hub.close_session()

    @property
    def endpoint(self) -> str:
        """The hub's address."""
        from huggingface_hub import constants

        return (self._given_endpoint or os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")

    @property
    def cache(self) -> Path:
        """The folder of the hub's cache on this machine; it need not exist."""
        from huggingface_hub import constants

        if self._given_cache is not None:
            return self._given_cache
        home = os.environ.get("HF_HOME")
        return Path(os.environ.get("HF_HUB_CACHE") or (Path(home) / "hub" if home else constants.HF_HUB_CACHE))

    @property
    def host(self) -> str:
        """The hub's host, for messages."""
        return _host(self.endpoint)

    def file(self, repository: str, name: str) -> RemoteFile:
        """Ask the hub about a file. Blocks for up to about half a minute.

        Raises:
            Trouble: the hub can't be reached or is busy.
            DownloadError: it refuses, has no such file, or does not answer like a hub.
        """
        import httpx2
        import huggingface_hub as hf
        from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

        url = hf.hf_hub_url(repository, name, endpoint=self.endpoint)
        try:
            found = hf.get_hf_file_metadata(
                url, timeout=_CONNECT, endpoint=self.endpoint, library_name="photofind", library_version=__version__
            )
        except OfflineModeIsEnabled as error:
            raise DownloadError("HF_HUB_OFFLINE forbids downloads", "unset it, then try again") from error
        except HfHubHTTPError as error:
            answer = error.response
            raise self._refusal(answer.status_code, answer.headers, url, repository, name) from error
        except httpx2.InvalidURL as error:
            raise DownloadError(f"{self.endpoint} is no address ({error})", "correct HF_ENDPOINT") from error
        except (httpx2.HTTPError, OSError) as error:
            raise Trouble(f"{self.host} can't be reached ({_said(error)})") from error
        digest = (found.etag or "").lower()
        if found.size is None or not _SHA256.fullmatch(digest):
            raise DownloadError(
                f"{self.host} tells neither size nor SHA-256 of {name}, so a download could not be checked"
                if found.size is None
                else f"{self.host} tells no SHA-256 of {name}, so a download could not be checked",
                "try another HF_ENDPOINT, or fetch the files by hand and add them",
            )
        exact = hf.hf_hub_url(repository, name, revision=found.commit_hash or "main", endpoint=self.endpoint)
        return RemoteFile(name, exact, found.size, digest)

    def open(self, file: RemoteFile, repository: str, start: int, validator: str) -> httpx2.Response:
        """Ask for the bytes from ``start`` on; the answer is 206, or 200 with all bytes. The caller closes it.

        The access token goes to the hub itself only, never to a host that it redirects to.

        Args:
            validator: ETag of an earlier answer; if the file is another one by now, all bytes come.

        Raises:
            Trouble: it may work later.
            DownloadError: the server refuses.
        """
        import httpx2
        import huggingface_hub as hf

        headers = {"User-Agent": f"photofind/{__version__}", "Accept-Encoding": "identity"}
        token = None if hf.constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else hf.get_token()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if start:
            headers["Range"] = f"bytes={start}-"
            if validator:
                headers["If-Range"] = validator
        client = self._open_client()
        url = httpx2.URL(file.url)
        for _ in range(_REDIRECTS):
            here = _origin(url) == _origin(httpx2.URL(self.endpoint))
            sent = headers if here else {name: value for name, value in headers.items() if name != "Authorization"}
            try:
                answer = client.send(client.build_request("GET", url, headers=sent), stream=True)
            except (httpx2.HTTPError, OSError) as error:
                raise Trouble(f"{url.host} can't be reached ({_said(error)})") from error
            if answer.status_code in (200, 206):
                return answer
            answer.close()
            target = answer.headers.get("location", "")
            if answer.status_code not in (301, 302, 303, 307, 308) or not target:
                raise self._refusal(answer.status_code, answer.headers, str(url), repository, file.name)
            try:
                url = url.join(target)
            except httpx2.InvalidURL as error:
                raise DownloadError(f"{url.host} redirects to no address", "try again later") from error
            if url.scheme not in ("http", "https"):
                raise DownloadError(f"{self.host} redirects to an address of the kind {url.scheme}", "try again later")
        raise DownloadError(f"{self.host} redirects {file.name} in circles", "try again later")

    def cached(self, repository: str, name: str, sha256: str = "") -> tuple[Path, str] | None:
        """A file in the hub's cache and the SHA-256 that it should have; no network. The bytes aren't checked here.

        Args:
            sha256: which content; empty means what the cache holds as the newest.
        """
        import huggingface_hub as hf

        blob = self.cache / f"models--{repository.replace('/', '--')}" / "blobs" / sha256
        if sha256 and blob.is_file():
            return blob, sha256
        with contextlib.suppress(OSError, ValueError):
            found = hf.try_to_load_from_cache(repository, name, cache_dir=self.cache)
            if isinstance(found, str):
                path = Path(found).resolve(strict=True)
                # Where links are possible, the cache names each file by its SHA-256 and links the snapshots to it.
                expected = sha256 or path.name
                if _SHA256.fullmatch(expected):
                    return path, expected
        return None

    def _open_client(self) -> httpx2.Client:
        import httpx2

        if self._client is None:
            timeout = httpx2.Timeout(_CONNECT, read=self._silence)
            self._client = httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=True)
        return self._client

    def _refusal(
        self, status: int, headers: Mapping[str, str], url: str, repository: str, name: str
    ) -> DownloadError | Trouble:
        host, page = _host(url), f"{self.endpoint}/{repository}"
        if status == 416:
            return RangeRefused(f"{host} has no bytes from there on")
        if status in (401, 403) and host != self.host:
            return Trouble(f"{host} refuses the link that {self.host} gave ({status})")
        if status in (401, 403):
            return DownloadError(
                f"{host} refuses {repository} ({status}): it asks for a licence to be accepted or for a valid token",
                f"accept its terms on {page}, then set HF_TOKEN to an access token of yours (or run hf auth login)",
            )
        if status in (404, 410):
            return DownloadError(
                f"{host} has no file {name} in {repository} ({status})",
                f"see what {page} has and add the files by hand, or choose another model",
            )
        if status == 407:
            return DownloadError("the proxy asks for a name and a password (407)", "put them into HTTPS_PROXY")
        if status in _PASSING:
            busy = "asks for patience" if status == 429 else "is in trouble"
            return Trouble(f"{host} {busy} ({status})", _seconds(headers.get("retry-after", "")))
        return DownloadError(f"{host} answers {status} when asked for {name}", _REACHING)


def shut(answer: httpx2.Response) -> None:
    """Break an answer's connection from any thread, so that whoever reads it stops at once."""
    stream = answer.extensions.get("network_stream")
    with contextlib.suppress(Exception):  # it may be closed already, in any state
        line = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(line, socket.socket):
            line.shutdown(socket.SHUT_RDWR)


def unreachable(host: str, reason: str, attempts: int) -> DownloadError:
    """What to say when trying again has not helped."""
    return DownloadError(
        f"no download from {host}, tried {attempts} times: {reason}", f"{_REACHING}; what has come is kept"
    )


def _host(url: str) -> str:
    import httpx2

    with contextlib.suppress(httpx2.InvalidURL):
        return httpx2.URL(url).host or url
    return url


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _seconds(text: str) -> float:
    """The value of Retry-After: seconds, or a date (RFC 9110, section 10.2.3)."""
    if text.strip().isdigit():
        return float(text)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
