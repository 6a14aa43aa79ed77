"""Which files are photos, by their suffix (standard library only, so that a scan needs no image library)."""

from __future__ import annotations

RAW_EXTENSIONS: frozenset[str] = frozenset(
    (
        "3fr",
        "arw",
        "cr2",
        "cr3",
        "crw",
        "dcr",
        "dng",
        "erf",
        "iiq",
        "kdc",
        "mef",
        "mos",
        "mrw",
        "nef",
        "nrw",
        "orf",
        "pef",
        "raf",
        "raw",
        "rw2",
        "rwl",
        "sr2",
        "srf",
        "srw",
        "x3f",
    )
)
"""Lower-case suffixes, without the dot, of camera RAW files."""

EXTENSIONS: frozenset[str] = RAW_EXTENSIONS | frozenset(
    ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "gif", "bmp", "heic", "heif", "avif")
)
"""Lower-case suffixes, without the dot, of every file that is read as a photo."""


def suffix(name: str) -> str:
    """The lower-case suffix of a file name without its dot; empty if it has none.

    Args:
        name: a file name or path; a leading dot (a hidden file) starts no suffix.
    """
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem and not stem.endswith(("/", "\\")) else ""


def is_photo(name: str) -> bool:
    """Whether a file of this name is read as a photo."""
    return suffix(name) in EXTENSIONS


def is_raw(name: str) -> bool:
    """Whether a file of this name is a camera RAW file."""
    return suffix(name) in RAW_EXTENSIONS
