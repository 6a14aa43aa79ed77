"""Cropping, scaling and padding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind.captioning.views import PAD, crop, fit, square
from photofind.records import VIEWS, WHOLE


def picture(width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x % 256, y % 256, (x + y) % 256], axis=2).astype(np.uint8)


def test_the_whole_view_is_the_photo() -> None:
    rgb = picture(31, 17)
    assert np.array_equal(crop(rgb, WHOLE), rgb)


def test_a_quadrant_is_cut_where_its_name_says() -> None:
    rgb = picture(30, 20)
    assert np.array_equal(crop(rgb, VIEWS["q21"]), rgb[10:, :15])


@given(width=st.integers(1, 60), height=st.integers(1, 60), name=st.sampled_from(sorted(VIEWS)))
def test_every_crop_has_pixels_and_is_contiguous(width: int, height: int, name: str) -> None:
    cut = crop(picture(width, height), VIEWS[name])
    assert cut.shape[0] >= 1
    assert cut.shape[1] >= 1
    assert cut.flags.c_contiguous


@pytest.mark.parametrize(
    ("size", "expected"), [((400, 200), (100, 50)), ((200, 400), (50, 100)), ((4000, 3), (100, 1))]
)
def test_fit_keeps_the_shape(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert fit(picture(*size), 100).shape == (expected[1], expected[0], 3)


def test_fit_never_scales_up() -> None:
    rgb = picture(20, 10)
    assert np.array_equal(fit(rgb, 100), rgb)


def test_fit_is_antialiased() -> None:
    stripes = np.zeros((200, 200, 3), np.uint8)
    stripes[:, ::2] = 255
    small = fit(stripes, 50)
    assert 100 < small.mean() < 155
    assert small.std() < 30


@given(width=st.integers(1, 90), height=st.integers(1, 90), side=st.integers(8, 64))
def test_square_centres_on_the_padding_colour(width: int, height: int, side: int) -> None:
    rgb = np.full((height, width, 3), 7, np.uint8)
    padded = square(rgb, side)
    assert padded.shape == (side, side, 3)
    inside = (padded == 7).all(axis=2)
    assert ((padded == PAD).all(axis=2) | inside).all()
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    assert max(len(rows), len(columns)) == side
    assert abs(rows[0] - (side - 1 - rows[-1])) <= 1
    assert abs(columns[0] - (side - 1 - columns[-1])) <= 1


def test_a_square_of_the_right_size_stays() -> None:
    rgb = picture(32, 32)
    assert np.array_equal(square(rgb, 32), rgb)


def test_fitting_before_padding_changes_nothing() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (333, 517, 3), np.uint8)
    assert np.array_equal(square(fit(rgb, 112), 112), square(rgb, 112))
