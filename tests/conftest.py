"""What all tests share: scenes drawn for the colours model, photographs that scikit-image ships, a leak check."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import skimage
from PIL import Image, ImageDraw

COLOURS = Path(__file__).parent / "data" / "models" / "colours"
COLOURS_PAIR = (str(COLOURS / "synth-lm.gguf"), str(COLOURS / "synth-mmproj.gguf"))
PHOTOGRAPHS = Path(skimage.__file__).parent / "data"


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """A test that leaves a thread behind fails: a thread outlives what it works on and breaks later tests."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
        if not left:
            return
        time.sleep(0.02)
    pytest.fail(f"threads left behind: {left}")


@pytest.fixture(autouse=True)
def _no_real_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PHOTOFIND_DATA_DIR", str(tmp_path / "default-data"))


COLOUR = {
    "red": (220, 30, 30),
    "green": (30, 160, 50),
    "blue": (35, 70, 220),
    "yellow": (245, 215, 40),
    "orange": (245, 140, 20),
    "purple": (140, 50, 170),
    "pink": (250, 140, 190),
    "brown": (125, 75, 35),
}
"""The colours that the test model knows, as it was taught them."""
GRAY = (150, 150, 150)


def draw_big(path: Path, colour: str) -> Path:
    """One big circle on gray: the whole view names its colour."""
    return _draw(path, [(colour, 0.5, 0.5, 0.26)])


def draw_many(path: Path, colours: list[str]) -> Path:
    """Nine small circles, one in each ninth: only the crops name their colours (the list is repeated to nine)."""
    cells = [((column + 0.5) / 3, (row + 0.5) / 3) for row in range(3) for column in range(3)]
    return _draw(path, [(colours[i % len(colours)], x, y, 0.05) for i, (x, y) in enumerate(cells)])


def _draw(path: Path, circles: list[tuple[str, float, float, float]]) -> Path:
    side, scale = 504, 2
    picture = Image.new("RGB", (side * scale, side * scale), GRAY)
    pen = ImageDraw.Draw(picture)
    for colour, x, y, radius in circles:
        box = [value * side * scale for value in (x - radius, y - radius, x + radius, y + radius)]
        pen.ellipse(box, fill=COLOUR[colour])
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.resize((side, side), Image.Resampling.BILINEAR).save(path, quality=95)
    return path
