"""Which paper a country uses (ISO 216, or ANSI Letter in most of the Americas and the Philippines)."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from photofind.records import Paper

# Unicode CLDR, supplemental data, measurementData: paperSize "US-Letter".
_LETTER = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
# How Windows names them.
_NAMES = {"united states", "canada", "mexico", "philippines", "chile", "colombia", "puerto rico", "venezuela"}
SIZES: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""


def local(environment: Mapping[str, str] = os.environ, fallback: str | None = None) -> Paper:
    """The paper of the person's country.

    Args:
        environment: where the POSIX variables are looked for.
        fallback: name of the locale if they say nothing; else the system's.
    """
    name = next((environment[key] for key in ("LC_ALL", "LC_PAPER", "LANG") if environment.get(key)), "")
    name = name or (fallback if fallback is not None else locale.getlocale()[0] or "")
    country = name.split(".")[0].split("@")[0].partition("_")[2]
    return "letter" if country.upper() in _LETTER or country.lower() in _NAMES else "a4"
