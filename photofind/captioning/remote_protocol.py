"""What is said to an OpenAI-compatible server, and what is believed of its answers: text within limits, no more."""

from __future__ import annotations

import base64
import email.utils
import io
import itertools
import json
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a window starts without numpy and Pillow
    from photofind.captioning.views import Pixels

QUALITY = 92
"""Of the JPEG that carries a view."""
LONGEST_ANSWER = 1_000_000
"""Bytes of an answer; a longer one is not read."""
MOST_SLOTS = 32
"""Views in flight, whatever a server says."""
_LONGEST_TOKEN = 40
_LONGEST_REASON = 240
_LONGEST_WAIT = 600.0
_MOST_MODELS = 1000


class AnswerError(ValueError):
    """An answer is not what the interface promises."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text of a view and its tokens (0 if the server doesn't count them)."""

    text: str
    tokens: int


def jpeg(rgb: Pixels) -> bytes:
    """A view as a JPEG."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def picture(rgb: Pixels) -> str:
    """A view as a JPEG in a data URL."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(rgb)).decode("ascii")


def request(model: str, prompt: str, image: str, limit: int, later: Sequence[str] = ()) -> dict[str, Any]:
    """The body of a chat completion: picture, question, greedy decoding, ``limit`` tokens (OpenAI's API reference).

    Args:
        later: what was said since, the answer and the next question in turn.
    """
    content = [{"type": "image_url", "image_url": {"url": image}}, {"type": "text", "text": prompt}]
    turns = [
        {"role": role, "content": text}
        for role, text in zip(itertools.cycle(("assistant", "user")), later, strict=False)
    ]
    return {
        "model": model,
        "messages": [{"role": "user", "content": content}, *turns],
        "temperature": 0,
        "max_tokens": limit,
        "stream": False,
    }


def spoken(body: bytes, limit: int) -> Spoken:
    """The text of a chat completion, without control characters, cut far above what ``limit`` tokens can hold.

    Raises:
        AnswerError: it is no chat completion.
    """
    document = _object(body)
    try:
        message = document["choices"][0]["message"]
        content = message["content"]
    except (KeyError, IndexError, TypeError) as error:
        said = _said(document)
        raise AnswerError(f"it holds no text, but says: {said}" if said else "it holds no text") from error
    if content is None:
        content = ""
    if not isinstance(content, str):
        raise AnswerError("its text is no text")
    usage = document.get("usage")
    tokens = usage.get("completion_tokens") if isinstance(usage, dict) else 0
    counted = tokens if isinstance(tokens, int) and 0 <= tokens <= limit + 1 else 0
    return Spoken(_clean(content[: limit * _LONGEST_TOKEN]).strip(), counted)


def listed(body: bytes) -> tuple[str, ...]:
    """The names in a list of models.

    Raises:
        AnswerError: it is no such list.
    """
    entries = _object(body).get("data")
    if not isinstance(entries, list):
        raise AnswerError("it is no list of models")
    names = (entry.get("id") for entry in entries[:_MOST_MODELS] if isinstance(entry, dict))
    return tuple(dict.fromkeys(_line(name) for name in names if isinstance(name, str) and name))


def has(models: tuple[str, ...], model: str) -> bool:
    """Whether a server with these models knows this one (Ollama's ``llava`` is its ``llava:latest``)."""
    return not models or model in models or f"{model}:latest" in models


def properties(body: bytes) -> tuple[int, bool]:
    """llama-server's ``/props``: how many answers it works on at once (0 = not said), and whether it is known blind."""
    try:
        document = _object(body)
    except AnswerError:
        return 0, False
    slots, modalities = document.get("total_slots"), document.get("modalities")
    count = min(slots, MOST_SLOTS) if isinstance(slots, int) and slots > 0 else 0
    return count, isinstance(modalities, dict) and modalities.get("vision") is False


def complaint(status: int, body: bytes, key: str = "") -> str:
    """What a server says about a request that it did not serve, on one line, without the key."""
    try:
        line = _said(_object(body))
    except AnswerError:
        # A page of HTML tells people nothing.
        text = body[:_LONGEST_REASON].decode("utf-8", "replace")
        line = _line(text) if "<" not in text else ""
    if key:
        line = line.replace(key, "…")
    return f"HTTP {status}: {line}" if line else f"HTTP {status}"


def retry_after(value: str | None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3), at most ten minutes; None without one."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(0.0, seconds), _LONGEST_WAIT) if seconds == seconds else None


def sample() -> Pixels:
    """A drawn picture, so that trying a server shows it nobody's photo: a red house on a meadow under the sun."""
    import numpy as np
    from PIL import Image, ImageDraw

    side, scale = 336, 2
    image = Image.new("RGB", (side * scale, side * scale), (135, 190, 235))
    pen = ImageDraw.Draw(image)

    def at(*points: float) -> list[float]:
        return [point * side * scale for point in points]

    pen.rectangle(at(0, 0.66, 1, 1), fill=(70, 150, 60))
    pen.ellipse(at(0.70, 0.08, 0.90, 0.28), fill=(250, 215, 50))
    pen.rectangle(at(0.22, 0.44, 0.62, 0.80), fill=(200, 45, 40))
    pen.polygon(at(0.16, 0.44, 0.42, 0.20, 0.68, 0.44), fill=(95, 60, 45))
    pen.rectangle(at(0.30, 0.52, 0.40, 0.62), fill=(235, 240, 250))
    pen.rectangle(at(0.46, 0.58, 0.56, 0.80), fill=(90, 50, 30))
    return np.asarray(image.resize((side, side), Image.Resampling.BILINEAR))


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerError("it is not JSON") from error
    if not isinstance(document, dict):
        raise AnswerError("it is no JSON object")
    return document


def _said(document: dict[str, Any]) -> str:
    """The error that a server names, in one of the usual places, on one line of limited length."""
    error = document.get("error", document.get("detail", document.get("message")))
    said = error.get("message") if isinstance(error, dict) else error
    line = _line(said) if isinstance(said, str) else ""
    return f"{line[:_LONGEST_REASON]}…" if len(line) > _LONGEST_REASON else line


def _clean(text: str) -> str:
    """Without lone surrogates (which no database takes) and control characters."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)


def _line(text: str) -> str:
    return " ".join(_clean(text).split())
