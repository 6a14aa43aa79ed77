"""A gallery to look at in any browser: pages without a script, pictures in the page itself or in a folder beside it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from photofind.errors import ExportError
from photofind.export.gallery_style import STYLE
from photofind.export.highlight import escaped, marked, ranges_in
from photofind.export.job import REMEDY, Job, check_file, whole_file
from photofind.export.row import Row, printable
from photofind.records import Exported
from photofind.view_names import view_name

EMBEDDED = 200
"""So many pictures at most are kept in the page itself (about 8 MB), unless the person says otherwise."""
PAGE = 500
"""Photos on a page: what browsers lay out without a wait."""
_MARK = "photofind-gallery.txt"
_OURS = re.compile(r"(?:\d{6,}\.jpg|page-\d+\.html|photofind-gallery\.txt|\.photofindignore)")


def write(job: Job) -> Exported:
    """Write ``OUT.html`` and, for more than 200 photos or if asked to, ``OUT_files/`` with pictures and further pages.

    Raises:
        ExportError: there is something else already, or it can't be written.
        Cancelled: it was stopped; nothing is left behind.
    """
    embed = job.options.embed if job.options.embed is not None else job.total <= EMBEDDED
    if embed and job.total <= PAGE:
        with whole_file(job) as part:
            _Gallery(job, None).write(part)
        return Exported(str(job.out), job.done, 0, tuple(job.left_out))
    check_file(job)
    folder = job.out.with_name(f"{job.out.stem}_files")
    if os.path.lexists(folder):
        _check_ours(folder, job)
    building = job.out.with_name(f".{folder.name}.{os.getpid()}.part")
    former = job.out.with_name(f".{folder.name}.{os.getpid()}.former")
    try:
        building.mkdir()
        (building / _MARK).write_text("Made by photofind; replaced as a whole by the next export.\n", "utf-8")
        # Should the gallery lie in a folder of the library, its pictures are no photos.
        (building / ".photofindignore").write_text("*\n", "utf-8")
        with whole_file(job) as part:
            _Gallery(job, building, embed).write(part)
            if os.path.lexists(folder):
                os.rename(folder, former)
            os.rename(building, folder)
    except OSError as error:
        raise ExportError(f"can't write {job.out} ({error.strerror or error})", REMEDY) from error
    finally:
        for waste in (building, former):
            with contextlib.suppress(OSError):
                shutil.rmtree(waste)
    return Exported(str(job.out), job.done, 0, tuple(job.left_out))


def _check_ours(folder: Path, job: Job) -> None:
    """Raise ``ExportError`` unless a folder is a former gallery's, and may be replaced."""
    if not job.overwrite:
        raise ExportError(f"{folder} exists already", "choose another name, or overwrite it (--overwrite)")
    ours = folder.is_dir() and not folder.is_symlink() and (folder / _MARK).is_file()
    if not ours or any(not _OURS.fullmatch(each.name) for each in folder.iterdir()):
        raise ExportError(f"{folder} holds other files than a gallery's", "choose another name")


class _Gallery:
    """Writes the pages of one gallery.

    Args:
        folder: where pictures and further pages go while it is built; None: one page with everything in it.
        embed: keep the pictures in the pages all the same.
    """

    def __init__(self, job: Job, folder: Path | None, embed: bool = True) -> None:
        self._job, self._folder, self._embed = job, folder, embed
        self._files = quote(f"{job.out.stem}_files")
        self._number = 0

    def write(self, first: Path) -> None:
        """Write all pages, the first of them to ``first``."""
        rows = self._job.each()
        pages = max(1, -(-self._job.total // PAGE)) if self._folder is not None else 1
        for page in range(1, pages + 1):
            # Photos that came meanwhile go onto the last page.
            several = islice(rows, PAGE) if page < pages else rows
            path = first if page == 1 or self._folder is None else self._folder / f"page-{page}.html"
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                self._page(stream, several, page, pages)

    def _page(self, stream: TextIO, rows: Iterator[Row], page: int, pages: int) -> None:
        title = self._job.title or "All photos"
        digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; img-src 'self' file: data:; style-src 'sha256-{digest}'; base-uri 'none'; "
            "form-action 'none'"
        )
        many = f"{self._job.total:,} photo{'' if self._job.total == 1 else 's'}"
        place = f", page {page} of {pages}" if pages > 1 else ""
        stream.write(
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{escaped(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            f'<header><h1 dir="auto">{escaped(title)}</h1><p>{many}{place}</p>'
            "</header>\n<main>\n"
        )
        stream.writelines(self._figure(row, page) for row in rows)
        stream.write(f"</main>\n{self._turn(page, pages)}<footer>Made with photofind</footer>\n</body>\n</html>\n")

    def _figure(self, row: Row, page: int) -> str:
        self._number += 1
        name = escaped(printable(row.path).replace("\\", "/").rsplit("/", 1)[-1])
        caption = row.caption or ""
        own = (
            f'<p class="own" dir="auto">{marked(row.own, ranges_in(row, "own", row.own))}</p>'
            if row.own.strip()
            else ""
        )
        said = f'<p dir="auto">{marked(caption, ranges_in(row, "whole", caption))}</p>' if caption else ""
        tags = "".join(f'<li dir="auto">{escaped(tag)}</li>' for tag in row.tags)
        date = f' · <time datetime="{escaped(row.date)}">{escaped(row.date[:10])}</time>' if row.date else ""
        return (
            f'<figure id="p{self._number}">{self._image(row, caption or row.own or name, page)}'
            f"<figcaption>{own}{said}{f'<ul class=tags>{tags}</ul>' if tags else ''}{_why(row)}"
            f'<p class="file">{name}{date}</p></figcaption></figure>\n'
        )

    def _image(self, row: Row, alternative: str, page: int) -> str:
        found = self._job.picture(row)
        try:
            data = found.read_bytes() if found else b""
        except OSError as error:
            self._job.left_out.append((row.path, f"its picture can't be read ({error.strerror})"))
            data = b""
        if not data:
            return '<div class="none">no picture</div>'
        if self._embed or self._folder is None:
            source = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        else:
            name = f"{self._number:06d}.jpg"
            (self._folder / name).write_bytes(data)
            source = f"{self._files}/{name}" if page == 1 else name
        # Widths and heights keep the page from jumping while pictures load.
        size = f' width="{row.width}" height="{row.height}"' if row.width and row.height else ""
        return f'<img src="{source}" alt="{escaped(alternative)}" loading="lazy" decoding="async"{size}>'

    def _turn(self, page: int, pages: int) -> str:
        """Links to the other pages."""
        if pages == 1:
            return ""

        def link(to: int, text: str, extra: str = "") -> str:
            if not 1 <= to <= pages:
                return ""
            place = f"page-{to}.html" if to > 1 else f"../{quote(self._job.out.name)}"
            if page == 1 and to > 1:
                place = f"{self._files}/{place}"
            elif page == to == 1:
                place = "#"
            current = ' aria-current="page"' if to == page and not extra else ""
            return f'<a href="{place}"{current}{extra}>{text}</a>'

        near = [to for to in range(1, pages + 1) if to in (1, pages) or abs(to - page) <= 4]
        numbers = " ".join(link(to, str(to)) for to in near)
        return (
            f'<nav aria-label="Pages">{link(page - 1, "Previous", " rel=prev")} {numbers} '
            f"{link(page + 1, 'Next', ' rel=next')}</nav>\n"
        )


def _why(row: Row) -> str:
    """Where the words were found besides the captions that are shown."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for span in row.spans:
        if not (span.source == "whole" and row.caption and span.text.strip() == row.caption.strip()):
            found.setdefault((span.source, span.text), []).extend(span.ranges)
    if not found:
        return ""
    items = "".join(
        f"<li><b>{escaped(view_name(source))}</b> {marked(text, ranges)}</li>"
        for (source, text), ranges in found.items()
    )
    return f"<details><summary>Also matched</summary><ul>{items}</ul></details>"
