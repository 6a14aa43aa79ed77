"""JSON Lines: one result a line, without the query."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from photofind.export.row import Row


def write(stream: TextIO, rows: Iterable[Row], _query: dict[str, object]) -> None:
    """Write one JSON object a line."""
    stream.writelines(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in rows)
