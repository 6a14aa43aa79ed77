"""Real models through the real process: what they see, and that it is the same however they run."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from skimage import data

from photofind.captioning.prompts import limit
from photofind.captioning.recipe import Recipe
from photofind.captioning.views import Pixels, crop, fit
from photofind.captioning.worker import Described, Describer, Refused, engine_available
from photofind.records import VIEW_SETS, VIEWS, WHOLE, Model
from tests.captioning.conftest import collect, plain, scene
from tests.conftest import COLOUR

Make = Callable[..., Describer]
NAMES = ["red", "blue", "yellow", "green", "purple", "orange", "pink", "brown", "red"]


def nine() -> Pixels:
    """Nine small circles, one in each cell of the 3×3 grid."""
    cells = [((column + 0.5) / 3, (row + 0.5) / 3) for row in range(3) for column in range(3)]
    return scene([(name, x, y, 0.05) for name, (x, y) in zip(NAMES, cells, strict=True)], 672, 672)


def texts(describer: Describer, views: dict[int, tuple[str, Pixels]]) -> dict[int, str]:
    for job, (view, rgb) in views.items():
        describer.submit(job, view, fit(rgb, describer.image_side), limit(view))
    answers = collect(describer)
    assert all(isinstance(answer, Described) for answer in answers), answers
    return {answer.job: answer.text for answer in answers if isinstance(answer, Described)}


def all_views(rgb: Pixels) -> dict[int, tuple[str, Pixels]]:
    return {i: (view.name, crop(rgb, view)) for i, view in enumerate(VIEW_SETS["17"])}


@pytest.fixture(scope="module")
def photographs() -> dict[str, Pixels]:
    return {name: getattr(data, name)() for name in ("astronaut", "chelsea", "coffee", "rocket")}


def test_the_engine_is_found_without_loading_it() -> None:
    found, detail = engine_available()
    assert found
    assert detail.startswith("llama-cpp-python 0.")
    assert "llama_cpp" not in sys.modules


@pytest.mark.parametrize("colour", sorted(COLOUR))
def test_a_plain_scene_names_its_colour(describer: Make, colour: str) -> None:
    assert colour in texts(describer(slots=1), {0: ("whole", plain(colour))})[0]


def test_only_the_crops_name_what_is_small(describer: Make) -> None:
    photo = nine()
    said = texts(describer(), {i: (name, crop(photo, VIEWS[name])) for i, name in enumerate(("whole", "g11", "g12"))})
    assert "small" in said[0]
    assert not any(colour in said[0] for colour in NAMES)
    assert "red" in said[1]
    assert "blue" in said[2]


def test_wide_and_tall_views_are_padded_not_squashed(describer: Make) -> None:
    wide = scene([("red", 0.25, 0.5, 0.3), ("blue", 0.75, 0.5, 0.3)], 600, 300)
    said = texts(describer(), {0: ("whole", wide), 1: ("whole", np.ascontiguousarray(wide.transpose(1, 0, 2)))})
    for text in said.values():
        assert "red" in text
        assert "blue" in text


def test_one_slot_and_many_say_the_same(describer: Make) -> None:
    views = all_views(scene([("red", 0.25, 0.25, 0.2), ("blue", 0.75, 0.75, 0.2)]))
    alone, together = describer(slots=1), describer(slots=18)
    assert (alone.slots, together.slots) == (1, 18)
    assert texts(alone, views) == texts(together, views)


def test_describing_again_says_the_same(describer: Make) -> None:
    views = all_views(nine())
    engine = describer(slots=5)
    assert texts(engine, views) == texts(engine, views)


def test_real_photographs(describer: Make, starter: Model, photographs: dict[str, Pixels]) -> None:
    engine = describer(starter)
    assert engine.image_side == 160
    said = texts(engine, {i: ("whole", rgb) for i, rgb in enumerate(photographs.values())})
    words = dict(zip(photographs, (said[i].lower() for i in range(len(said))), strict=True))
    assert any(word in words["astronaut"] for word in ("woman", "man", "person"))
    assert "cup" in words["coffee"]
    assert all("tags:" in text for text in words.values())


def test_the_prompt_form_of_llava_15_works_too(describer: Make, colours: Model) -> None:
    said = texts(describer(replace(colours, family="llava-1.5")), {0: ("whole", plain("red"))})
    assert said[0]


def test_the_family_is_found_out(describer: Make, colours: Model) -> None:
    engine = describer(replace(colours, family="auto"))
    assert "green" in texts(engine, {0: ("whole", plain("green"))})[0]


def test_the_limit_holds(describer: Make) -> None:
    engine = describer()
    engine.submit(1, "whole", plain("red"), 3)
    (answer,) = collect(engine)
    assert isinstance(answer, Described)
    assert answer.tokens == 3


def test_a_limit_beyond_the_context_is_cut(describer: Make) -> None:
    engine = describer(slots=1)
    engine.submit(1, "whole", plain("red"), 100_000)
    assert isinstance(collect(engine)[0], Described)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_views_of_any_shape(describer: Make, size: tuple[int, int]) -> None:
    assert texts(describer(), {0: ("whole", np.zeros((*size, 3), np.uint8))})[0]


def test_pooled_crops_keep_the_whole_photo_as_it_is(describer: Make, starter: Model) -> None:
    rgb = data.astronaut()
    views = {0: ("whole", rgb), 1: ("v1of2", crop(rgb, VIEWS["v1of2"])), 2: ("q11", crop(rgb, VIEWS["q11"]))}
    normal = texts(describer(starter, slots=3), views)
    pooled = texts(describer(starter, slots=3, recipe=Recipe(pooled_crops=True)), views)
    assert pooled[0] == normal[0]
    assert (pooled[1], pooled[2]) != (normal[1], normal[2])


def test_a_second_question_goes_on_after_the_first_answer(describer: Make) -> None:
    first = texts(describer(slots=1), {0: ("whole", plain("blue"))})[0]
    asked = texts(describer(slots=2, recipe=Recipe(follow_up="And what else?")), {0: ("whole", plain("blue"))})[0]
    assert asked.startswith(first + "\n")
    assert len(asked) > len(first) + 1


def test_a_second_question_reads_the_answer_that_was_cut_off(describer: Make) -> None:
    engine = describer(recipe=Recipe(follow_up="And what else?"))
    for job in range(40):
        engine.submit(job, "q11", plain("red"), 3)
    answers = collect(engine)
    assert len({answer.text for answer in answers if isinstance(answer, Described)}) == 1
    assert all(isinstance(answer, Described) and answer.tokens <= 6 for answer in answers)


def test_the_engine_knows_how_long_it_waited(describer: Make) -> None:
    engine = describer()
    engine.submit(1, "whole", plain("red"), 3)
    collect(engine)
    assert engine.idle == 0
    time.sleep(0.3)
    engine.submit(2, "whole", plain("red"), 3)
    collect(engine)
    assert 0.2 < engine.idle < 30


def test_wrong_pixels_are_refused_at_once(describer: Make) -> None:
    engine = describer()
    for bad in (
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3)),
        np.zeros((0, 4, 3), "u1"),
    ):
        with pytest.raises(ValueError, match="a view must be"):
            engine.submit(1, "whole", bad, 10)
    engine.submit(1, "whole", plain("red"), 5)
    with pytest.raises(ValueError, match="already"):
        engine.submit(1, "whole", plain("red"), 5)
    assert not [answer for answer in collect(engine) if isinstance(answer, Refused)]


def test_a_slow_producer_and_an_idle_engine(describer: Make) -> None:
    engine = describer()
    for job in range(3):
        assert engine.poll(0.3) == []
        engine.submit(job, "whole", plain("blue"), 40)
        (answer,) = collect(engine)
        assert answer.job == job


def test_submitting_does_not_wait_for_the_engine(describer: Make) -> None:
    engine = describer(slots=1)
    large = np.zeros((1500, 1500, 3), np.uint8)
    for job in range(20):
        engine.submit(job, "whole", large, 2)
    assert engine.backlog == 20
    assert len(collect(engine)) == 20


def test_the_prompt_can_be_changed(describer: Make) -> None:
    engine = describer(recipe=Recipe("What colours are there? " * 60))
    assert texts(engine, {0: ("whole", plain("red"))})


def test_nothing_reaches_the_terminal_and_the_log_has_it(
    describer: Make, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    root = logging.getLogger("photofind")
    with caplog.at_level(logging.DEBUG, logger="photofind"):
        root.addHandler(caplog.handler)
        try:
            engine = describer()
            texts(engine, {0: ("whole", plain("red"))})
            engine.stop()
        finally:
            root.removeHandler(caplog.handler)
    assert capfd.readouterr() == ("", "")
    assert any("llama.cpp: " in record.getMessage() for record in caplog.records)
    assert any("engine ready" in record.getMessage() for record in caplog.records)


def test_the_builtin_whole_view_is_the_first_of_every_set() -> None:
    assert VIEW_SETS["17"][0] is WHOLE


def test_files_with_unusual_names(describer: Make, colours: Model, tmp_path: Path) -> None:
    folder = tmp_path / "Bücher und 写真"
    folder.mkdir()
    for name in ("lm", "mmproj"):
        (folder / f"{name} é.gguf").write_bytes(Path(getattr(colours, name)).read_bytes())
    model = replace(colours, lm=str(folder / "lm é.gguf"), mmproj=str(folder / "mmproj é.gguf"))
    assert "red" in texts(describer(model), {0: ("whole", plain("red"))})[0]
