"""Every error that photofind raises on purpose.

    PhotofindError               base: what happened, why, and what to do about it (exit status 3)
    ├── UsageError               the person asked for something that makes no sense (exit status 2)
    ├── NotFoundError            a path, model or photo that is named does not exist
    ├── CatalogError             the catalog can't be opened, is of a newer version, or is damaged
    ├── OwnedError               another photofind process owns the pipeline of this data directory
    ├── ImageError               a file can't be read as an image
    ├── SearchIndexError         the search index is missing, stale or damaged (it can be rebuilt)
    ├── ModelError               a model file is missing, invalid, or not one that can see
    │   ├── EngineMissingError   llama-cpp-python is not installed
    │   └── EngineMemoryError    not enough memory for the model or its context
    ├── DownloadError            a model can't be fetched: no connection, refused, wrong bytes, no room
    ├── EngineCrashedError       the engine process died or hung and was given up on
    └── ExportError              the results can't be written where they were asked to go

``Cancelled`` is not an error: it is how long work ends when somebody stopped it (exit status 130).
"""

from __future__ import annotations


class PhotofindError(Exception):
    """Something in the environment or the input is wrong, and the message says what to do.

    Args:
        what: what happened and why, naming the thing.
        remedy: what the person can do about it; empty when the message says it all.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}: {self.remedy}" if self.remedy else self.what


class UsageError(PhotofindError):
    """The request itself is wrong."""


class NotFoundError(PhotofindError):
    """A thing that was named does not exist."""


class CatalogError(PhotofindError):
    """The catalog can't be used."""


class OwnedError(PhotofindError):
    """Another process owns the pipeline of this data directory."""


class ImageError(PhotofindError):
    """A file can't be read as an image."""


class SearchIndexError(PhotofindError):
    """The search index can't be used as it is; the catalog can rebuild it."""


class ModelError(PhotofindError):
    """A model can't be used."""


class EngineMissingError(ModelError):
    """llama-cpp-python is not installed."""


class EngineMemoryError(ModelError):
    """Not enough memory for the model or its context."""


class DownloadError(PhotofindError):
    """A model can't be fetched."""


class EngineCrashedError(PhotofindError):
    """The engine process died or hung, also after its restart."""


class ExportError(PhotofindError):
    """The results can't be written."""


class Cancelled(Exception):  # noqa: N818 - a silent outcome, not an error
    """Long work was stopped by the person."""
