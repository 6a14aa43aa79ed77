"""A contact sheet (PDF): twelve photos on a page with what is said about them; the text can be selected."""

from __future__ import annotations

import logging
import unicodedata
from pathlib import Path
from typing import Any

from photofind.errors import ExportError
from photofind.export import paper
from photofind.export.fonts import Fonts
from photofind.export.job import Job, whole_file
from photofind.export.row import Row, printable
from photofind.records import Exported

log = logging.getLogger(__name__)

MOST = 5000
"""Photos in one document: more than 400 pages is no sheet, and all of it is in memory until it is written."""
COLUMNS, ROWS = 3, 4
MARGIN, GAP, HEAD, FOOT = 12.0, 5.0, 12.0, 6.0
"""Millimetres."""
_TEXT, _SMALL, _TITLE = 7.5, 6.0, 13.0
"""Points."""
_LINE = 3.1
_LINES = 4
_LONGEST = 600
_FIRST_JOINED, _LAST_JOINED = 0x0300, 0x1CFF
"""Letters between these may change their form beside others (Arabic, Indic …) and are shaped, which takes longer."""
_DENSEST = 14.0
"""Characters of one point that could stand in a millimetre, at the very most."""
_SOFT = 90


def write(job: Job) -> Exported:
    """Write the contact sheet.

    Raises:
        ExportError: too many photos, or the file can't be written.
        Cancelled: it was stopped; nothing is left behind.
    """
    if job.total > MOST:
        raise ExportError(
            f"{job.total:,} photos are too many for a contact sheet (at most {MOST:,})",
            "narrow the search, or export as html",
        )
    with whole_file(job) as part:
        sheet = _Sheet(job)
        for row in job.each():
            sheet.add(row)
        sheet.save(part)
    return Exported(str(job.out), job.done, 0, tuple(job.left_out))


class _Sheet:
    """The document while it grows."""

    def __init__(self, job: Job) -> None:
        from fpdf import FPDF  # brings much along that no other command needs

        self._job = job
        self._fonts = Fonts()
        self.width, self.height = paper.SIZES[job.options.paper or paper.local()]
        # fpdf2 reports on every letter that it embeds.
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self._pdf: Any = FPDF(unit="mm", format=(self.width, self.height))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_creator("photofind")
        self._count = 0
        self._shaped = False
        self._family, self._fallbacks = "Helvetica", list[str]()
        self._pdf.set_font(self._family, size=_TEXT)
        self._pdf.set_title(self._plain(job.title or "Photos"))
        if job.total == 0:
            self._page()

    def add(self, row: Row) -> None:
        """Put one photo into the next cell."""
        place = self._count % (COLUMNS * ROWS)
        if place == 0:
            self._page()
        self._count += 1
        width = (self.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
        height = (self.height - 2 * MARGIN - HEAD - FOOT - (ROWS - 1) * GAP) / ROWS
        x = MARGIN + (place % COLUMNS) * (width + GAP)
        y = MARGIN + HEAD + (place // COLUMNS) * (height + GAP)
        said = (_LINES + 1) * _LINE + 1.5
        self._picture(row, x, y, width, height - said)
        bottom = y + height - said + 1.5
        name = printable(row.path).replace("\\", "/").rsplit("/", 1)[-1]
        date = f"  {row.date[:10]}" if row.date else ""
        self._write(f"{name}{date}", x, bottom, width, 1, _SMALL, _SOFT)
        # Each in a block of its own: they may run in different directions.
        used = self._write(row.own, x, bottom + _LINE, width, _LINES - 2 if row.caption else _LINES, _TEXT, 0)
        caption = bottom + (1 + used) * _LINE
        self._write(row.caption or "", x, caption, width, _LINES - used, _TEXT, _SOFT if used else 0)

    def save(self, path: Path) -> None:
        """Write the file."""
        path.write_bytes(bytes(self._pdf.output()))

    def _page(self) -> None:
        self._pdf.add_page()
        page = self._pdf.page_no()
        last = max(1, -(-self._job.total // (COLUMNS * ROWS)))
        wide = self.width - 2 * MARGIN
        if page == 1:
            self._write(self._job.title or "All photos", MARGIN, MARGIN - 2, wide - 40, 1, _TITLE, 0, 6)
        photos = f"{self._job.total:,} photo{'' if self._job.total == 1 else 's'}"
        self._write(photos, self.width - MARGIN - 40, MARGIN, 40, 1, _TEXT, _SOFT, align="R")
        foot = self.height - MARGIN - _LINE + 3
        self._write(f"{page} / {max(last, page)}", MARGIN, foot, wide, 1, _SMALL, _SOFT, align="C")

    def _picture(self, row: Row, x: float, y: float, width: float, height: float) -> None:
        """The thumbnail, as large as the box allows, in its middle and at its bottom."""
        found = self._job.picture(row)
        if found is not None:
            try:
                data = found.read_bytes()
                high = min(height, width * row.height / max(1, row.width))
                wide = high * row.width / max(1, row.height)
                self._pdf.image(data, x + (width - wide) / 2, y + height - high, wide, high)
            except Exception as error:  # noqa: BLE001 - Pillow raises whatever a damaged thumbnail makes it raise
                log.warning("thumbnail %s: %s", found, error)
                self._job.left_out.append((row.path, "its picture can't be read"))
            else:
                return
        self._pdf.set_draw_color(200)
        self._pdf.rect(x, y, width, height)
        self._write("no picture", x, y + height / 2, width, 1, _SMALL, _SOFT, align="C")

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        lines: int,
        size: float,
        gray: int,
        line: float = _LINE,
        align: str = "L",
    ) -> int:
        """Text in a box of so many lines; what is longer ends with an ellipsis. Returns the number of lines."""
        text = self._plain(text)
        if not text:
            return 0
        pdf = self._pdf
        # Twice: after letters of a fallback font, fpdf2 believes the former size to be the current one still.
        pdf.set_font(self._family, size=size + 1)
        pdf.set_font(self._family, size=size)
        pdf.set_text_color(gray)
        # Laying out is what takes the time: nothing that can't fit anyway, and only once.
        most = int(lines * width * _DENSEST / size)
        if self._shaped:
            pdf.set_text_shaping(any(_FIRST_JOINED <= ord(sign) <= _LAST_JOINED for sign in text))
        fits = len(text) <= most and pdf.get_string_width(text) <= width
        broken = [text] if fits else [part.rstrip() for part in self._broken(text[:most], width)]
        if len(broken) > lines or len(text) > most:
            broken = broken[:lines]
            more = "…" if self._shaped else "..."
            last = broken[-1]
            while last and pdf.get_string_width(last + more) > width:
                last = last[:-1].rstrip()
            broken[-1] = last + more
        for number, part in enumerate(broken):
            pdf.set_xy(x, y + number * line)
            pdf.cell(width, line, part, align=align)
        return len(broken)

    def _broken(self, text: str, width: float) -> list[str]:
        lines: list[str] = self._pdf.multi_cell(width, _LINE, text, align="L", dry_run=True, output="LINES")
        return lines

    def _plain(self, text: str) -> str:
        """Text on one line in characters that the chosen fonts have; chooses further fonts where it needs to."""
        text = " ".join(text[:_LONGEST].split())
        text = "".join("\ufffd" if unicodedata.category(sign) in {"Cc", "Cs", "Cn"} else sign for sign in text)
        for font in self._fonts.need(f"{text}…"):
            self._embed(font.path)
        if not self._shaped:  # the standard fonts of PDF know Latin letters only
            return text.encode("latin-1", "replace").decode("latin-1")
        return self._fonts.shown(text)

    def _embed(self, path: Path) -> None:
        name = f"font{len(self._pdf.fonts)}"
        try:
            self._pdf.add_font(name, fname=path)
        except Exception as error:  # noqa: BLE001 - a font of the system may be of any kind
            log.warning("font %s can't be embedded: %s", path, error)
            return
        if not self._shaped:
            self._family, self._shaped = name, True
        else:
            self._fallbacks.append(name)
            self._pdf.set_fallback_fonts(self._fallbacks, exact_match=False)
