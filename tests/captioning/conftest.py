"""Model pairs, pictures and damaged files for the captioning tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from photofind.captioning import models
from photofind.captioning.views import Pixels
from photofind.captioning.worker import Answer, Describer, EngineOptions
from photofind.records import Model
from tests.conftest import COLOUR, COLOURS_PAIR, GRAY

COLOURS = Model(name="colours", lm=COLOURS_PAIR[0], mmproj=COLOURS_PAIR[1], family="chat-template", installed=True)


def scene(circles: Sequence[tuple[str, float, float, float]], width: int = 336, height: int = 336) -> Pixels:
    """Circles (colour, centre and radius as fractions of the shorter side's square) on gray."""
    scale = 2
    picture = Image.new("RGB", (width * scale, height * scale), GRAY)
    pen = ImageDraw.Draw(picture)
    shorter = min(width, height) * scale
    for colour, x, y, radius in circles:
        across, down, size = x * width * scale, y * height * scale, radius * shorter
        pen.ellipse((across - size, down - size, across + size, down + size), fill=COLOUR[colour])
    return np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR))


def plain(colour: str) -> Pixels:
    """One big circle."""
    return scene([(colour, 0.5, 0.5, 0.26)])


def collect(describer: Describer, seconds: float = 60) -> list[Answer]:
    """All answers to what is submitted, in the order they came."""
    answers: list[Answer] = []
    rounds = 0
    while describer.backlog:
        answers += describer.poll(1)
        rounds += 1
        assert rounds < seconds, "the engine does not answer"
    return answers


@pytest.fixture(scope="session")
def colours() -> Model:
    return COLOURS


@pytest.fixture(scope="session")
def starter() -> Model:
    return models.starter()


@pytest.fixture
def describer() -> Iterator[Callable[..., Describer]]:
    """Makes started describers and stops them after the test."""
    made: list[Describer] = []

    def make(model: Model = COLOURS, **options: object) -> Describer:
        chosen = EngineOptions(**{"threads": 1, **options})  # type: ignore[arg-type]
        made.append(Describer(model, chosen))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.stop()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the colours pair that a test may damage: language model, projector."""
    lm, mmproj = tmp_path / "lm.gguf", tmp_path / "mmproj.gguf"
    shutil.copy(COLOURS.lm, lm)
    shutil.copy(COLOURS.mmproj, mmproj)
    return lm, mmproj
