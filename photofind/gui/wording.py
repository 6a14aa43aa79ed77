"""How the window says things: names of views, counts, sizes, durations."""

from __future__ import annotations

import html
import math
import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from photofind.records import VIEWS, Box, Span


def tr(text: str, n: int = -1) -> str:
    """The text in the person's language; ``%Ln`` in it is the number ``n``, and the text in that number's form."""
    return QCoreApplication.translate("wording", text, None, n)


def view_name(view: str) -> str:
    """A view (or ``own``, ``name``) for people."""
    fixed = {
        "whole": tr("whole photo"),
        "v1of2": tr("left half"),
        "v2of2": tr("right half"),
        "h1of2": tr("top half"),
        "h2of2": tr("bottom half"),
        "q11": tr("top left quarter"),
        "q12": tr("top right quarter"),
        "q21": tr("bottom left quarter"),
        "q22": tr("bottom right quarter"),
        "g11": tr("top left ninth"),
        "g12": tr("top middle ninth"),
        "g13": tr("top right ninth"),
        "g21": tr("middle left ninth"),
        "g22": tr("centre ninth"),
        "g23": tr("middle right ninth"),
        "g31": tr("bottom left ninth"),
        "g32": tr("bottom middle ninth"),
        "g33": tr("bottom right ninth"),
        "own": tr("your own words"),
        "name": tr("file and folder name"),
    }
    if view in fixed:
        return fixed[view]
    if view not in VIEWS:
        return view
    kind, place = view[0], "/".join(view[1:])
    names = {"V": tr("vertical half {place}"), "H": tr("horizontal half {place}"), "Q": tr("quarter {place}")}
    return names.get(kind, tr("ninth {place}")).format(place=place)


def view_group(view: str) -> str:
    """The heading under which a view's caption stands."""
    kind = view[0].lower()
    if view == "whole":
        return tr("Whole photo")
    return {"v": tr("Halves"), "h": tr("Halves"), "q": tr("Quarters")}.get(kind, tr("Ninths"))


def photos(count: int) -> str:
    """A number of photos."""
    return tr("%Ln photos", count)


def times(count: int, in_photos: int) -> str:
    """How often something is said, and in how many photos."""
    often = tr("%Ln times", count)
    return tr("{times}, in {photos}").format(times=often, photos=photos(in_photos))


def number(value: int) -> str:
    """A number with the thousands grouped."""
    return QLocale().toString(value)


def size(value: int) -> str:
    """A number of bytes."""
    return QLocale().formattedDataSize(value, 1, QLocale.DataSizeFormat.DataSizeSIFormat) if value else "–"


def percent(part: int, whole: int) -> str:
    """A part of a whole, never 100 % before it is whole."""
    return tr("{n} %").format(n=min(99 if part < whole else 100, round(100 * part / whole)) if whole else 0)


def duration(seconds: float) -> str:
    """About how long something takes."""
    if seconds < 60:
        return tr("less than a minute")
    minutes = math.ceil(seconds / 60)
    if minutes < 90:
        return tr("{n} min").format(n=minutes)
    hours = seconds / 3600
    if hours < 36:
        return tr("{n} h").format(n=_about(hours))
    days = hours / 24
    if days < 60:
        return tr("{n} days").format(n=_about(days))
    if days < 720:
        return tr("{n} months").format(n=number(round(days / 30.4)))
    return tr("{n} years").format(n=_about(days / 365.25))


def _about(value: float) -> str:
    """A number with one decimal where that says something: 2.5, but 3 and 14."""
    whole = value >= 10 or abs(value - round(value)) < 0.05
    return QLocale().toString(value, "f", 0 if whole else 1)


def moment(iso: str | None) -> str:
    """An ISO date and time for people."""
    if not iso:
        return ""
    when = QDateTime.fromString(iso[:19], Qt.DateFormat.ISODate)
    if when.isValid():
        return QLocale().toString(when, QLocale.FormatType.ShortFormat)
    return iso


def place(latitude: float | None, longitude: float | None) -> str:
    """A position on the earth in degrees, to about ten metres."""
    if latitude is None or longitude is None:
        return ""
    north = tr("N") if latitude >= 0 else tr("S")
    east = tr("E") if longitude >= 0 else tr("W")
    return f"{QLocale().toString(abs(latitude), 'f', 4)}° {north}, {QLocale().toString(abs(longitude), 'f', 4)}° {east}"


def homely(path: str) -> str:
    """A path, with ``~`` for the person's own folder where that is the custom."""
    home = str(Path.home())
    inside = os.name == "posix" and path.startswith(home + os.sep)
    return "~" + path[len(home) :] if inside else path


def breakable(text: str) -> str:
    """Long paths and names may break after their separators."""
    zero = "\u200b"
    for sign in "/\\_-.":
        text = text.replace(sign, sign + zero)
    return text


def date_range(after: str | None, before: str | None) -> str:
    """A range of dates; ``before`` is exclusive in queries and shown as the last day."""

    def day(iso: str, shift: int = 0) -> str:
        date = QDate.fromString(iso, Qt.DateFormat.ISODate).addDays(shift)
        return QLocale().toString(date, QLocale.FormatType.ShortFormat)

    if after and before:
        return f"{day(after)} – {day(before, -1)}"
    return tr("from {day}").format(day=day(after)) if after else tr("until {day}").format(day=day(before or "", -1))


def marked(
    text: str,
    ranges: list[tuple[int, int]],
    ground: str,
    ink: str,
    links: bool = False,
    chosen: tuple[int, int] | None = None,
) -> str:
    """Untrusted text as rich text: everything escaped, the ranges marked, each word a link if asked.

    A link's target is ``w:START:END``, the word's place in the text, so that nothing untrusted gets into it. The link
    at the place ``chosen`` is underlined.
    """
    starts = sorted(set(ranges))
    parts, position = [], 0
    for start, end in starts:
        if start < position or end > len(text):
            continue
        parts.append(_words(text, position, start, "", links, chosen))
        style = f"background-color:{ground}; color:{ink};"
        parts.append(_words(text, start, end, style, links, chosen))
        position = end
    parts.append(_words(text, position, len(text), "", links, chosen))
    return "".join(parts)


def _words(text: str, start: int, end: int, style: str, links: bool, chosen: tuple[int, int] | None) -> str:
    piece = text[start:end]
    if not links:
        inner = html.escape(piece)
        return f'<span style="{style}">{inner}</span>' if style and piece else inner
    out, position = [], 0
    for left, right in word_ranges(piece):
        out.append(html.escape(piece[position:left]))
        word_style = style or "color:palette(text);"
        line = "none"
        if chosen is not None and chosen[0] <= start + left < chosen[1]:
            line, word_style = "underline", style or "color:palette(link);"
        out.append(
            f'<a href="w:{start + left}:{start + right}" style="text-decoration:{line}; {word_style}">'
            f"{html.escape(piece[left:right])}</a>"
        )
        position = right
    out.append(html.escape(piece[position:]))
    return "".join(out)


def tip(text: str) -> str:
    """A tool tip that shows untrusted text as it is (Qt would guess that it is rich text)."""
    return f"<span>{html.escape(text)}</span>"


def word_ranges(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are: runs of letters and digits, with apostrophes and hyphens inside."""
    ranges, start = [], None
    for position, sign in enumerate(text + " "):
        inside = sign.isalnum() or (sign in "'’-" and start is not None and text[position + 1 : position + 2].isalnum())
        if inside and start is None:
            start = position
        elif not inside and start is not None:
            ranges.append((start, position))
            start = None
    return ranges


def matched_boxes(matches: dict[str, tuple[Span, ...]]) -> list[Box]:
    """The regions that matched, the most specific only: one that holds another that matched says less."""
    boxes = [VIEWS[source].box for source in spans_by_source(matches) if source in VIEWS]

    def holds(outer: Box, inner: Box) -> bool:
        return (
            outer != inner
            and outer[0] <= inner[0]
            and outer[1] <= inner[1]
            and outer[2] >= inner[2]
            and outer[3] >= inner[3]
        )

    return [box for box in boxes if not any(holds(box, other) for other in boxes)]


def spans_by_source(matches: dict[str, tuple[Span, ...]]) -> dict[str, tuple[str, list[tuple[int, int]]]]:
    """Evidence by source: its text and all ranges in it that any chip matched."""
    found: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for spans in matches.values():
        for span in spans:
            found.setdefault(span.source, (span.text, []))[1].extend(span.ranges)
    return found
