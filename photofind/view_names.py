"""What views are called in English, where nothing is translated: on the command line and in what is exported."""

from __future__ import annotations

from photofind.records import VIEWS

_DOWN = {2: ("top", "bottom"), 3: ("top", "middle", "bottom"), 5: ("top", "upper", "middle", "lower", "bottom")}
_ACROSS = {
    2: ("left", "right"),
    3: ("left", "middle", "right"),
    5: ("left", "middle left", "middle", "middle right", "right"),
}
_GRIDS = {"q": (2, "quarter"), "g": (3, "ninth"), "Q": (3, "quarter"), "G": (5, "ninth")}


def view_name(view: str) -> str:
    """A view (or ``own``, ``name``) for people."""
    fixed = {"whole": "whole photo", "own": "your words", "name": "file and folder name"}
    if view in fixed or view not in VIEWS:
        return fixed.get(view, view)
    kind = view[0]
    if kind in "vhVH":
        names = (_ACROSS if kind in "vV" else _DOWN)[2 if kind in "vh" else 3]
        name = names[int(view[1]) - 1]
        return f"{name} half" if name != "middle" else f"{'vertical' if kind == 'V' else 'horizontal'} middle half"
    size, part = _GRIDS[kind]
    row, column = (int(digit) - 1 for digit in view[1:])
    if row == column and size % 2 and row == size // 2:
        return f"centre {part}"
    return f"{_DOWN[size][row]} {_ACROSS[size][column]} {part}"
