"""A ZIP archive of the photos with what is said about them (APPNOTE 6.3.10: stored, ZIP64, UTF-8 names)."""

from __future__ import annotations

import json
import tempfile
import time
import zipfile
from typing import IO

from photofind.export import originals
from photofind.export.job import Job, check_file, whole_file
from photofind.export.names import Names
from photofind.export.row import Row
from photofind.records import Exported

CAPTIONS = "captions.json"
_IN_MEMORY = 64 << 20


def write(job: Job) -> Exported:
    """Write the photos, not compressed (they are already), and ``captions.json``, which names no folder of yours.

    Raises:
        ExportError: no room, or the file can't be written.
        Cancelled: it was stopped; nothing is left behind.
    """
    check_file(job)
    names, said, written = Names(), [], 0
    names.take(CAPTIONS)
    with whole_file(job) as part:
        job.room(job.size(), part.parent)
        with part.open("wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for row in job.each():
                name = names.take(row.path)
                found = originals.find(row)
                if isinstance(found, str):
                    job.left_out.append((row.path, found))
                    continue
                # Through a buffer: a photo that turns out unreadable half-way must not leave half of it in the archive.
                with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(part.parent)) as spool:
                    try:
                        originals.pour(found[0], found[1].st_size, spool, job.check)
                    except originals.UnreadableError as error:
                        job.left_out.append((row.path, str(error)))
                        continue
                    _put(archive, _entry(name, found[1].st_mtime), spool, job)
                written += 1
                said.append(_said(row, name))
            value = {"query": job.query, "photos": said}
            archive.writestr(_entry(CAPTIONS, time.time()), json.dumps(value, ensure_ascii=False, indent=1))
    return Exported(str(job.out), written, 0, tuple(job.left_out))


def _put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, spool: IO[bytes], job: Job) -> None:
    info.file_size = spool.tell()
    spool.seek(0)
    with archive.open(info, "w", force_zip64=info.file_size >= 1 << 31) as entry:
        while block := spool.read(originals.BLOCK):
            job.check()
            entry.write(block)


def _entry(name: str, changed: float) -> zipfile.ZipInfo:
    moment = time.localtime(changed)[:6]
    # The format knows no other years.
    moment = max((1980, 1, 1, 0, 0, 0), min(moment, (2107, 12, 31, 23, 59, 58)))
    info = zipfile.ZipInfo(name, moment)
    info.external_attr = 0o644 << 16
    return info


def _said(row: Row, name: str) -> dict[str, object]:
    value = row.as_json()
    kept = ("score", "date", "width", "height", "caption", "own", "tags", "matched")
    return {"file": name, **{key: value[key] for key in kept}}
