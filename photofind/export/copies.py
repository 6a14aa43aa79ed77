"""Copies the photos into a folder. A copy that was stopped goes on where it ended: what is there and the same stays."""

from __future__ import annotations

import contextlib
import filecmp
import os
from pathlib import Path
from typing import NamedTuple

import psutil

from photofind.errors import Cancelled, ExportError
from photofind.export import originals
from photofind.export.job import Job, folder_to_fill
from photofind.export.names import Names
from photofind.records import Exported

_PART = ".photofind-"
_GRAIN = 2.0
"""Seconds: the grain of times on FAT disks."""


class _Planned(NamedTuple):
    target: Path
    source: Path
    status: os.stat_result


def write(job: Job) -> Exported:
    """Copy each photo, with its modification time; names that collide get a number, sizes are verified.

    Raises:
        ExportError: no room (nothing was copied then), or the folder can't be written.
        Cancelled: it was stopped; it says how many whole copies stay.
    """
    copied = 0
    with folder_to_fill(job) as out:
        _sweep(out)
        plan, kept = _plan(job, out)
        job.room(sum(each.status.st_size for each in plan), out)
        for _ in range(kept + len(job.left_out)):
            job.step()
        try:
            for each in plan:
                job.check()
                problem = _copy(each, job)
                if problem:
                    job.left_out.append((str(each.source), problem))
                else:
                    copied += 1
                job.step()
        except Cancelled:
            raise Cancelled(f"{copied} photos have been copied and stay; the same export goes on from there") from None
        except OSError as error:
            raise ExportError(
                f"can't write into {out} ({error.strerror or error}) after {copied} photos, which stay",
                "the same export goes on from there",
            ) from error
    return Exported(str(job.out), copied, kept, tuple(job.left_out))


def _plan(job: Job, out: Path) -> tuple[list[_Planned], int]:
    """What is to be copied to where, and how many photos are there already."""
    names, plan, kept = Names(), [], 0
    for row in job.rows():
        job.check()
        name = names.take(row.path)
        found = originals.find(row)
        if isinstance(found, str):
            job.left_out.append((row.path, found))
            continue
        source, status = found
        target = out / name
        while os.path.lexists(target) and not _same(target, source, status):
            if job.overwrite and target.is_file():
                break
            target = out / names.another(name)
        if os.path.lexists(target) and _same(target, source, status):
            kept += 1
        else:
            plan.append(_Planned(target, source, status))
    return plan, kept


def _same(target: Path, source: Path, status: os.stat_result) -> bool:
    """Whether a file is the photo already: by size and time, else byte by byte."""
    try:
        there = target.stat()
        if not target.is_file() or there.st_size != status.st_size:
            return False
        if abs(there.st_mtime - status.st_mtime) <= _GRAIN or os.path.samestat(there, status):
            return True
        return filecmp.cmp(target, source, shallow=False)
    except OSError:
        return False


def _copy(each: _Planned, job: Job) -> str:
    """Copy one photo; returns why it could not be read, or nothing.

    Raises:
        OSError: it can't be written.
    """
    part = each.target.with_name(f"{_PART}{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            try:
                originals.pour(each.source, each.status.st_size, file, job.check)
            except originals.UnreadableError as error:
                return str(error)
        if part.stat().st_size != each.status.st_size:
            return "its copy is not whole"
        os.utime(part, ns=(each.status.st_atime_ns, each.status.st_mtime_ns))
        if os.path.lexists(each.target) and not job.overwrite:
            return f"{each.target.name} has appeared meanwhile"
        os.replace(part, each.target)
    finally:
        part.unlink(missing_ok=True)
    return ""


def _sweep(out: Path) -> None:
    """Remove what a killed export left half-written."""
    for part in out.glob(f"{_PART}*.part"):
        number = part.name.removeprefix(_PART).removesuffix(".part")
        if number.isdigit() and not psutil.pid_exists(int(number)):
            with contextlib.suppress(OSError):
                part.unlink()
