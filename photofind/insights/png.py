"""A picture as PNG, drawn by Pillow in the font it brings along (Latin letters; SVG shows every script)."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from photofind.insights.ink import font
from photofind.insights.picture import Picture

SCALE = 2
"""Pixels of the file for each pixel of the picture: sharp on dense screens and in print."""


def png(picture: Picture) -> bytes:
    """The picture as the bytes of a PNG file."""
    image = Image.new("RGB", (picture.width * SCALE, picture.height * SCALE), picture.ground)
    draw = ImageDraw.Draw(image)
    for bar in picture.bars:
        left, top, right, bottom = bar.x, bar.y, bar.x + bar.width, bar.y + bar.height
        draw.rounded_rectangle((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE), 3 * SCALE, bar.colour)
    for label in picture.labels:
        size = max(1, int(label.size * SCALE))
        draw.text((label.x * SCALE, label.y * SCALE), label.text, label.colour, font(size), anchor="ls")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
