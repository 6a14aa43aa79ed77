"""A picture as SVG: self-contained, text as text, every word escaped.

Each text says how wide it is (SVG 1.1, section 10.5, ``textLength``), so that nothing overlaps in another font either.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from photofind.insights.picture import Picture

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) has no way to write, lone surrogates among it."""


def svg(picture: Picture) -> str:
    """The picture as an SVG document."""
    width, height = picture.width, picture.height
    family = f"{_clean(picture.family)}, sans-serif" if picture.family else "sans-serif"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"',
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(family)}>',
        f"<title>{escape(_clean(picture.title))}</title>",
        f'<rect width="{width}" height="{height}" fill="{picture.ground}"/>',
    ]
    lines += [
        f'<rect x="{bar.x:.1f}" y="{bar.y:.1f}" width="{bar.width:.1f}" height="{bar.height:.1f}" rx="3" '
        f'fill="{bar.colour}"/>'
        for bar in picture.bars
    ]
    lines += [
        f'<text x="{label.x:.1f}" y="{label.y:.1f}" font-size="{label.size:.2f}" textLength="{label.width:.1f}" '
        f'lengthAdjust="spacingAndGlyphs" fill="{label.colour}">{escape(_clean(label.text))}</text>'
        for label in picture.labels
        if label.text
    ]
    return "\n".join([*lines, "</svg>", ""])


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
