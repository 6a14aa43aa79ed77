"""The address of a server: made uniform, checked, and judged by who could read what is sent there."""

from __future__ import annotations

import ipaddress
import urllib.parse

from photofind.errors import UsageError
from photofind.records import Reach

_LOCAL_ENDINGS = (".local", ".lan", ".home", ".internal", ".localdomain", ".home.arpa", ".fritz.box")
_ENDPOINTS = ("/chat/completions", "/models", "/completions")
API = "/v1"


def normal(url: str) -> str:
    """The base URL in one form: scheme, host, port and path without a slash at the end.

    Without a scheme it is http on this computer and the local network, else https; without a path it is ``/v1``, where
    llama-server, Ollama, vLLM and LM Studio have their OpenAI-compatible interface.

    Raises:
        UsageError: it is no address that can be used.
    """
    text = url.strip()
    if "://" not in text:
        rest = f"//{text}"
        text = f"{'https' if _reach_of('https', _host(rest, url)) == 'encrypted' else 'http'}:{rest}"
    host = _host(text, url)
    parts = urllib.parse.urlsplit(text)
    if parts.scheme.lower() not in ("http", "https"):
        raise _wrong(url, "it must begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise _wrong(url, "give the key apart from the address")
    if parts.query or parts.fragment:
        raise _wrong(url, "leave out everything from ? or # on")
    path = parts.path.rstrip("/")
    for endpoint in _ENDPOINTS:
        path = path.removesuffix(endpoint)
    shown = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{parts.scheme.lower()}://{shown}{port}{path or API}"


def root(base: str) -> str:
    """The server's own address below which ``/v1`` lies (llama-server tells about itself there)."""
    return base.removesuffix(API)


def reach(url: str) -> Reach:
    """Who could read what is sent there; judged by the address alone, nothing is looked up.

    Raises:
        UsageError: it is no address that can be used.
    """
    base = normal(url)
    parts = urllib.parse.urlsplit(base)
    return _reach_of(parts.scheme, parts.hostname or "")


def _reach_of(scheme: str, host: str) -> Reach:
    try:
        address = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        name = host.lower().rstrip(".")
        if name == "localhost" or name.endswith(".localhost"):
            return "here"
        near = "." not in name or name.endswith(_LOCAL_ENDINGS)
    else:
        if address.is_loopback or address.is_unspecified:
            return "here"
        near = not address.is_global and not address.is_multicast
    if near:
        return "near"
    return "encrypted" if scheme == "https" else "exposed"


def _host(text: str, url: str) -> str:
    try:
        parts = urllib.parse.urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if not host or port == 0 or any(c.isspace() or not c.isprintable() for c in text):
        raise _wrong(url, "it names no server")
    return host


def _wrong(url: str, why: str) -> UsageError:
    # An address with a password in it must not get into the log.
    shown = url.strip() if "@" not in url else "with a name or password in it"
    return UsageError(f"the server address {shown} can't be used ({why})", "for example http://localhost:8080/v1")
