"""The engine chooses the tokens that llama-cpp-python's chat handler chooses, for the same text and pixels."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photofind.captioning.views import Pixels, crop
from photofind.records import VIEW_SETS
from tests.captioning.conftest import COLOURS, scene


def both(views: list[Pixels], slots: int) -> dict[str, Any]:
    buffer = io.BytesIO()
    np.savez(buffer, *views)
    done = subprocess.run(
        [sys.executable, "-m", "tests.captioning.handler", COLOURS.lm, COLOURS.mmproj, str(slots)],
        input=buffer.getvalue(), capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.mark.parametrize("slots", [1, 18])
def test_the_same_tokens_as_the_chat_handler(slots: int) -> None:
    photo = scene([("red", 0.2, 0.3, 0.15), ("blue", 0.7, 0.5, 0.2), ("yellow", 0.4, 0.8, 0.1)], 640, 480)
    views = [crop(photo, view) for view in VIEW_SETS["17"]]
    result = both(views, slots)
    assert all(result["texts"])
    for handled, ours in zip(result["handler"], result["engine"], strict=True):
        # Loops are cut off; up to there nothing may differ.
        assert ours == handled or (ours == handled[: len(ours)] and len(ours) >= 8)
    assert sum(a == b for a, b in zip(result["handler"], result["engine"], strict=True)) >= 16
    assert result["together"] == result["engine"], "pictures encoded at the same time are described no differently"


def test_pictures_are_encoded_ahead_while_all_slots_are_taken() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.captioning.ahead", COLOURS.lm, COLOURS.mmproj],
        capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    begun = json.loads(done.stdout)
    assert [job for job, _, _ in begun] == list(range(8)), "each is begun once, in order"
    assert max(ahead for _, free, ahead in begun if free == 1) > 1, "one slot is free, and both towers have work"
