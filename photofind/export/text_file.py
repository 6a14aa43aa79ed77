"""Writes the formats that are one text file."""

from __future__ import annotations

from photofind.export.job import Job, whole_file
from photofind.export.row import Writer
from photofind.records import Exported


def text_file(writer: Writer, job: Job) -> Exported:
    """Write rows one by one with a format's writer; raises what ``whole_file`` does."""
    with whole_file(job) as part, part.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        writer(stream, job.each(), job.query)
    return Exported(str(job.out), job.done)
