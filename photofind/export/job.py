"""What is to be exported and to where, and how a file takes its place only when it is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from photofind.errors import Cancelled, ExportError
from photofind.export.row import Row
from photofind.records import ExportOptions

MARGIN = 50_000_000
"""Bytes that an export leaves free on the disk."""
REMEDY = "choose another place"


@dataclass(slots=True)
class Job:
    """One export.

    Args:
        rows: gives the results in order; may be asked more than once.
        out: the file, or the folder to fill.
        total: number of results.
        query: the query as JSON values; ``title`` as a person could have typed it.
        overwrite: whether what is at ``out`` may be replaced.
        thumbnail: file of a photo's thumbnail by its id, or None.
        library: whether a path is, or lies in, a folder of the library.
        size: bytes of all the photos.
        progress: called with the number of photos done.
        cancelled: polled.
    """

    rows: Callable[[], Iterator[Row]]
    out: Path
    total: int = 0
    query: dict[str, object] = field(default_factory=dict)
    title: str = ""
    overwrite: bool = False
    options: ExportOptions = field(default_factory=ExportOptions)
    thumbnail: Callable[[int], Path | None] = lambda _photo_id: None
    library: Callable[[Path], bool] = lambda _path: False
    size: Callable[[], int] = lambda: 0
    progress: Callable[[int], None] = lambda _done: None
    cancelled: Callable[[], bool] = lambda: False
    done: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def each(self) -> Iterator[Row]:
        """The rows; ends with ``Cancelled`` when somebody stops it, and tells the progress after each."""
        for row in self.rows():
            self.check()
            yield row
            self.step()

    def check(self) -> None:
        """Raise ``Cancelled`` if somebody stopped it."""
        if self.cancelled():
            raise Cancelled

    def step(self) -> None:
        """Note that one more photo is done."""
        self.done += 1
        self.progress(self.done)

    def picture(self, row: Row) -> Path | None:
        """A photo's thumbnail; it is noted where there is none."""
        found = self.thumbnail(row.photo_id)
        if found is None:
            self.left_out.append((row.path, "there is no picture of it" if row.online else "its drive is absent"))
        return found

    def room(self, needed: int, folder: Path) -> None:
        """Make sure that a disk has room.

        Raises:
            ExportError: it has not.
        """
        free = shutil.disk_usage(folder).free
        if needed + MARGIN > free:
            raise ExportError(
                f"the photos take {needed / 1e9:.2f} GB and {free / 1e9:.2f} GB are free on the disk of {folder}",
                "make room, narrow the search, or choose another disk",
            )


@contextlib.contextmanager
def whole_file(job: Job) -> Iterator[Path]:
    """A file to write that takes the place of ``job.out`` at the end of the block, and is removed if that fails.

    Raises:
        ExportError: ``job.out`` is a folder, exists and must not be replaced, or can't be written.
    """
    check_file(job)
    part = job.out.with_name(f".{job.out.name}.{os.getpid()}.part")
    try:
        try:
            yield part
            os.replace(part, job.out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"can't write {job.out} ({error.strerror or error})", REMEDY) from error


def check_file(job: Job) -> None:
    """Raise ``ExportError`` if there is something at ``job.out`` that must stay."""
    if job.out.is_dir():
        raise ExportError(f"{job.out} is a folder", "name a file")
    if not os.path.lexists(job.out):
        return
    if not job.overwrite:
        raise ExportError(f"{job.out} exists already", "choose another name, or overwrite it (--overwrite)")
    if job.library(job.out) and _is_picture(job.out):
        raise ExportError(f"{job.out} is a photo of the library, which is never written", REMEDY)


@contextlib.contextmanager
def folder_to_fill(job: Job) -> Iterator[Path]:
    """The folder ``job.out``, made if it does not exist.

    Raises:
        ExportError: it is a file, can't be written, or would have photos of the library replaced.
    """
    if os.path.lexists(job.out) and not job.out.is_dir():
        raise ExportError(f"{job.out} is a file", "name a folder")
    if job.overwrite and job.library(job.out):
        raise ExportError(
            f"{job.out} lies in a folder of the library, where nothing is overwritten",
            "choose another folder, or leave --overwrite out",
        )
    made = not job.out.exists()
    try:
        job.out.mkdir(exist_ok=True)
        yield job.out
    except OSError as error:
        raise ExportError(f"can't write into {job.out} ({error.strerror or error})", REMEDY) from error
    finally:
        if made:
            with contextlib.suppress(OSError):
                job.out.rmdir()  # only if nothing came into it


def _is_picture(path: Path) -> bool:
    """Whether a file of the library could be a photo: whatever is no text that an export may have written."""
    return path.suffix.lower() not in {".csv", ".json", ".jsonl", ".txt", ".html", ".zip", ".pdf"}
