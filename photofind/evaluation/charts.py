"""Line charts, drawn once and written as SVG and as PNG.

Own drawing rather than matplotlib: two kinds of chart don't warrant fifty megabytes in every installation that wants a
report; Pillow, which is here anyway, draws the PNG. Colours are those of Okabe and Ito (2008), told apart by people who
are colour-blind; every line also has a dash and a mark of its own.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 880, 480
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 44, 310, 56
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d1f")
_DASHES = ((), (7, 4), (2, 3), (10, 3, 2, 3))
_INK, _GRID, _PAPER = "#222222", "#dddddd", "#ffffff"
_SCALE = 2
_SIZE = 13

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its name in the legend, and its points in the chart's own units."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A line chart with both axes from 0.

    Attributes:
        x_to, y_to: ends of the axes; a whole number above 1 is marked at whole numbers.
    """

    title: str
    x: str
    y: str
    lines: tuple[Line, ...]
    x_to: float = 1.0
    y_to: float = 1.0


@dataclass(frozen=True, slots=True)
class _Stroke:
    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dot:
    at: Point
    colour: str
    shape: int


@dataclass(frozen=True, slots=True)
class _Words:
    at: Point
    text: str
    anchor: str = "start"
    bold: bool = False
    upright: bool = False


_Part = _Stroke | _Dot | _Words


def _ticks(end: float) -> list[float]:
    if end <= 1:
        return [step * end / 5 for step in range(6)]
    step = max(1, math.ceil(end / 10))
    return [float(value) for value in range(0, int(end) + 1, step)]


def _parts(chart: Chart) -> Iterator[_Part]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM

    def place(x: float, y: float) -> Point:
        return (
            _LEFT + (right - _LEFT) * x / (chart.x_to or 1),
            bottom - (bottom - _TOP) * y / (chart.y_to or 1),
        )

    for value in _ticks(chart.x_to):
        x, _ = place(value, 0)
        yield _Stroke(((x, _TOP), (x, bottom)), _GRID)
        yield _Words((x, bottom + 18), f"{value:g}", "middle")
    for value in _ticks(chart.y_to):
        _, y = place(0, value)
        yield _Stroke(((_LEFT, y), (right, y)), _GRID)
        yield _Words((_LEFT - 8, y + 4), f"{value:.2g}", "end")
    yield _Stroke(((_LEFT, _TOP), (_LEFT, bottom), (right, bottom)), _INK, 1.2)
    yield _Words((_LEFT, 24), chart.title, bold=True)
    yield _Words(((_LEFT + right) / 2, HEIGHT - 14), chart.x, "middle")
    yield _Words((18, (_TOP + bottom) / 2), chart.y, "middle", upright=True)
    for number, line in enumerate(chart.lines):
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        points = tuple(place(x, y) for x, y in line.points)
        yield _Stroke(points, colour, 2.0, dash)
        yield from (_Dot(point, colour, number % 3) for point in points)
        y = _TOP + 10 + 22 * number
        yield _Stroke(((right + 16, y), (right + 46, y)), colour, 2.0, dash)
        yield _Dot((right + 31, y), colour, number % 3)
        yield _Words((right + 52, y + 4), _short(line.name))


def _short(name: str) -> str:
    return name if len(name) <= 36 else f"{name[:35]}…"


def svg(chart: Chart) -> str:
    """The chart as an SVG element; it needs nothing from elsewhere and may stand inside HTML."""
    out = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" font-family="system-ui, sans-serif" font-size="{_SIZE}">'
        ),
        f"<title>{escape(chart.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
    ]
    for part in _parts(chart):
        if isinstance(part, _Stroke):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.points)
            dash = f' stroke-dasharray="{" ".join(map(str, part.dash))}"' if part.dash else ""
            out.append(
                f'<polyline points="{points}" fill="none" stroke="{part.colour}" stroke-width="{part.width}"{dash}/>'
            )
        elif isinstance(part, _Dot):
            corners = _corners(part)
            if corners:
                points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
                out.append(f'<polygon points="{points}" fill="{part.colour}"/>')
            else:
                out.append(f'<circle cx="{part.at[0]:.1f}" cy="{part.at[1]:.1f}" r="3" fill="{part.colour}"/>')
        else:
            x, y = part.at
            turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if part.upright else ""
            weight = ' font-weight="600"' if part.bold else ""
            out.append(
                f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{part.anchor}" fill="{_INK}"{weight}{turn}>'
                f"{escape(part.text)}</text>"
            )
    return "\n".join([*out, "</svg>"])


def png(chart: Chart) -> bytes:
    """The chart as a PNG file of twice the size in pixels."""
    picture = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _PAPER)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_SIZE * _SCALE)
    for part in _parts(chart):
        if isinstance(part, _Stroke):
            for run in _dashed(part):
                pen.line([(x * _SCALE, y * _SCALE) for x, y in run], part.colour, round(part.width * _SCALE), "curve")
        elif isinstance(part, _Dot):
            corners = [(x * _SCALE, y * _SCALE) for x, y in _corners(part)]
            if corners:
                pen.polygon(corners, part.colour)
            else:
                x, y = (value * _SCALE for value in part.at)
                pen.ellipse((x - 6, y - 6, x + 6, y + 6), part.colour)
        elif part.upright:
            _upright(picture, part, font)
        else:
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[part.anchor]
            stroke = 0.6 if part.bold else 0
            pen.text(
                (part.at[0] * _SCALE, part.at[1] * _SCALE),
                part.text,
                _INK,
                font,
                anchor,
                stroke_width=stroke,
                stroke_fill=_INK,
            )
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _upright(picture: Image.Image, words: _Words, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> None:
    left, top, right, bottom = font.getbbox(words.text)
    strip = Image.new("RGB", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4), _PAPER)
    ImageDraw.Draw(strip).text((2 - left, 2 - top), words.text, _INK, font)
    turned = strip.rotate(90, expand=True)
    x, y = (value * _SCALE for value in words.at)
    picture.paste(turned, (round(x - turned.width / 2 - 6), round(y - turned.height / 2)))


def _corners(dot: _Dot) -> list[Point]:
    """Corners of a square or a triangle; none for a round dot."""
    x, y = dot.at
    if dot.shape == 1:
        return [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)]
    return [(x, y - 4), (x + 4, y + 3), (x - 4, y + 3)] if dot.shape == 2 else []


def _dashed(stroke: _Stroke) -> Iterator[Sequence[Point]]:
    """The pieces of a line that are drawn."""
    if not stroke.dash:
        yield stroke.points
        return
    number, left = 0, float(stroke.dash[0])
    for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:], strict=False):
        length, at = math.hypot(x1 - x0, y1 - y0), 0.0
        while length - at > 1e-9:
            step = min(left, length - at)
            if number % 2 == 0:
                yield (
                    (x0 + (x1 - x0) * at / length, y0 + (y1 - y0) * at / length),
                    (x0 + (x1 - x0) * (at + step) / length, y0 + (y1 - y0) * (at + step) / length),
                )
            at, left = at + step, left - step
            if left <= 1e-9:
                number += 1
                left = float(stroke.dash[number % len(stroke.dash)])
