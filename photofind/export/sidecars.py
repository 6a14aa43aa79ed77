"""XMP sidecars (ISO 16684-1): a person's own caption and tags in the fields that photo programs read."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from xml.sax.saxutils import escape

from photofind.errors import Cancelled, ExportError
from photofind.export.job import Job, folder_to_fill
from photofind.export.names import Names
from photofind.export.row import Row
from photofind.records import Exported, ModelCaptions

NAMESPACE = "urn:photofind:xmp:1.0:"
"""Of the fields that hold what a model wrote, so that no program takes it for the person's own words."""
SUFFIX = ".xmp"
_SAME = "same"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def packet(row: Row, model_captions: ModelCaptions = "labelled") -> str:
    """The XMP packet of a photo; empty if there is nothing to say.

    ``dc:description`` is the person's own caption, ``dc:subject`` their tags. ``photofind:Caption`` and
    ``photofind:Model`` hold what the model wrote of the whole photo; with ``description``, that stands in
    ``dc:description`` too where the person wrote none.
    """
    modelled = (row.caption or "").strip() if model_captions != "no" else ""
    description = row.own.strip() or (modelled if model_captions == "description" else "")
    tags = list(dict.fromkeys(tag.strip() for tag in row.tags if tag.strip()))
    parts = []
    if description:
        parts.append(
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_text(description)}</rdf:li></rdf:Alt>'
            "</dc:description>"
        )
    if tags:
        items = "".join(f"<rdf:li>{_text(tag)}</rdf:li>" for tag in tags)
        parts.append(f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>")
    if modelled:
        parts.append(f"<photofind:Caption>{_text(modelled)}</photofind:Caption>")
        if row.model:
            parts.append(f"<photofind:Model>{_text(row.model)}</photofind:Model>")
    if not parts:
        return ""
    inner = "\n   ".join(parts)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="photofind">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:photofind="{NAMESPACE}">\n   {inner}\n'
        '  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
    )


def write(job: Job) -> Exported:
    """Write a sidecar (``IMG.jpg.xmp``) for each photo of which something is said, into a folder or beside the photos.

    A sidecar that is there and says something else stays unless ``overwrite``; nothing is merged.

    Raises:
        ExportError: the folder can't be written.
        Cancelled: it was stopped; it says how many sidecars stay.
    """
    if job.options.beside:
        return _write(job, None)
    with folder_to_fill(job) as out:
        return _write(job, out)


def _write(job: Job, out: Path | None) -> Exported:
    names, written, kept = Names(), 0, 0
    try:
        for row in job.each():
            # The name is taken also where nothing is written: so it is the one that a copy of the photos gives it.
            places = [(row.path, out / (names.take(row.path) + SUFFIX))] if out else _beside(row)
            text = packet(row, job.options.model_captions)
            if not text:
                job.left_out.append((row.path, "nothing is said about it"))
                continue
            for path, target in places:
                problem = (None if out else _obstacle(Path(path), job.overwrite)) or _put(target, text, job)
                if problem == _SAME:
                    kept += 1
                elif problem:
                    job.left_out.append((path, problem))
                else:
                    written += 1
    except Cancelled:
        raise Cancelled(f"{written} sidecars have been written and stay") from None
    return Exported("" if out is None else str(out), written, kept, tuple(job.left_out))


def _beside(row: Row) -> list[tuple[str, Path]]:
    return [(path, Path(path + SUFFIX)) for path in row.paths]


def _obstacle(photo: Path, overwrite: bool) -> str:
    """Why nothing is written beside a photo: it is not there, or another program's sidecar is."""
    if not photo.is_file():
        return "the file is gone, or its drive is absent"
    others = [photo.with_suffix(suffix).name for suffix in (SUFFIX, SUFFIX.upper())]
    there = next((name for name in others if os.path.lexists(photo.with_name(name))), "")
    return f"there is a sidecar already ({there})" if there and not overwrite else ""


def _put(target: Path, text: str, job: Job) -> str:
    """Write one sidecar: returns nothing, or ``_SAME``, or why not."""
    data = text.encode("utf-8")
    part = target.with_name(f".photofind-{os.getpid()}{SUFFIX}.part")
    try:
        if os.path.lexists(target):
            if target.is_file() and target.read_bytes() == data:
                return _SAME
            if not job.overwrite:
                return f"there is a sidecar already ({target.name})"
        try:
            part.write_bytes(data)
            os.replace(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        if job.options.beside:
            return f"its folder can't be written ({error.strerror})"
        raise ExportError(f"can't write {target} ({error.strerror})", "choose another place") from error
    return ""


def _text(text: str) -> str:
    """Text for XML, without the characters that XML 1.0 can't hold."""
    return escape(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})
