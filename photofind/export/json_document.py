"""JSON: the query and all results in one document, in the shape of ``photofind search --json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from photofind.export.row import Row


def write(stream: TextIO, rows: Iterable[Row], query: dict[str, object]) -> None:
    """Write ``{"query": …, "results": [ … ], "total": N}``, one result a line."""
    stream.write('{"query": ' + json.dumps(query, ensure_ascii=False) + ', "results": [')
    total = 0
    for row in rows:
        stream.write(("," if total else "") + "\n" + json.dumps(row.as_json(), ensure_ascii=False))
        total += 1
    stream.write(f'\n], "total": {total}}}\n')
