"""Write results out: one module a format, one registry.

Rows come one by one, so that a long result is never in memory as a whole. A file is written beside its final name and
renamed when it is complete: a cancelled or failed export leaves what was there before. A format that fills a folder
leaves only whole files there, and says how many.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from photofind.errors import UsageError
from photofind.export import (
    archive,
    contact_sheet,
    copies,
    csv_table,
    gallery,
    json_document,
    json_lines,
    path_list,
    sidecars,
)
from photofind.export.job import Job
from photofind.export.row import Row
from photofind.export.text_file import text_file
from photofind.records import Exported, ExportFormat

__all__ = ["FORMATS", "Job", "Row", "write"]

_ALL: tuple[tuple[ExportFormat, Callable[[Job], Exported]], ...] = (
    (ExportFormat("csv", ".csv", "Table for spreadsheets (CSV)"), partial(text_file, csv_table.write)),
    (
        ExportFormat("json", ".json", "Results with query and evidence, for programs (JSON)"),
        partial(text_file, json_document.write),
    ),
    (
        ExportFormat("jsonl", ".jsonl", "One result a line, for scripts (JSON Lines)"),
        partial(text_file, json_lines.write),
    ),
    (ExportFormat("paths", ".txt", "File paths, one a line"), partial(text_file, path_list.write)),
    (
        ExportFormat("html", ".html", "Gallery to look at in any browser (HTML)", options=("embed",)),
        gallery.write,
    ),
    (
        ExportFormat("pdf", ".pdf", "Contact sheet to print or send (PDF)", options=("paper",)),
        contact_sheet.write,
    ),
    (
        ExportFormat(
            "xmp",
            "",
            "Captions and tags as sidecar files for other photo programs (XMP)",
            folder=True,
            options=("model_captions", "beside"),
        ),
        sidecars.write,
    ),
    (ExportFormat("copy", "", "Copies of the photos in a folder", folder=True), copies.write),
    (ExportFormat("zip", ".zip", "The photos and their captions in one archive (ZIP)"), archive.write),
)
FORMATS: dict[str, ExportFormat] = {form.name: form for form, _ in _ALL}
"""The formats by name, in the order in which people are offered them."""
_WRITERS = {form.name: writer for form, writer in _ALL}


def write(name: str, job: Job) -> Exported:
    """Write the rows of a job as the format called ``name``.

    Raises:
        UsageError: there is no such format.
        ExportError: ``job.out`` exists and may not be replaced, there is no room, or it can't be written.
        Cancelled: the job said so; nothing is left behind, or the message says what.
    """
    if name not in _WRITERS:
        raise UsageError(f"there is no export format “{name}”", f"choose one of {', '.join(FORMATS)}")
    return _WRITERS[name](job)
