"""The index folder: what lies in it, when it may be opened, and how Whoosh writes to it.

Whoosh's files are pickles, which can run code when they are read. A folder is opened only if it holds the identity file
that we wrote and (where the system knows owners) belongs to the person who runs us; it is made readable to nobody else.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.util.filelock import try_for

from photofind.errors import OwnedError, SearchIndexError
from photofind.search import sums
from photofind.search.codec import Codec

log = logging.getLogger(__name__)

FORMAT = 3
"""Raised whenever the schema, the analysis or the encoding changes: an index of another format is made anew."""
IDENTITY = "photofind-index.json"
NAME = "MAIN"
WORDS = "words.txt"
"""The word list (see ``vocabulary``)."""
FIELDS = ("whole", "crops", "own", "name")
"""The text fields: the whole photo's caption, the crops', the person's own text and tags, file and folder words."""
CAPTIONS = ("whole", "crops")
"""Those of them that models write."""
LEARNED = "learned"
"""The field of words that a photo's captions imply (see ``expansion``): none, unless that is switched on."""

CODEC = Codec()
_REMEDY = "rebuild the index (photofind rebuild)"
LOCK_SECONDS = 30.0


class _Counts(formats.Frequency):  # type: ignore[misc]
    """Postings of (document, count) without a value: the weight says it all."""

    posting_size = 0

    def word_values(self, value: Sequence[str], _analyzer: object, **_: Any) -> Iterator[tuple[str, int, float, bytes]]:
        """Stems of one document → (stem, count, weight, no value)."""
        return ((stem, count, float(count), b"") for stem, count in Counter(value).items())


class Stems(fields.FieldType):  # type: ignore[misc]
    """A scored text field without positions that is given its stems."""

    def __init__(self) -> None:
        super().__init__(_Counts(), None, scorable=True)


class Levels(fields.FieldType):  # type: ignore[misc]
    """A field of stems that is given how strongly each counts, as a whole number; lengths are not kept."""

    def __init__(self) -> None:
        super().__init__(_Counts(), None)

    def index(self, value: Mapping[str, int], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Levels by stem of one document → (stem, level, weight, no value)."""
        return ((stem.encode("utf-8"), level, float(level), b"") for stem, level in value.items())


def schema() -> fields.Schema:
    """One document: its stems by field, the photo it describes, and its words in order (for phrases, suggestions)."""
    return fields.Schema(
        **{name: Stems() for name in FIELDS},
        **{LEARNED: Levels()},
        photo=fields.COLUMN(columns.NumericColumn("q")),
        stream=fields.COLUMN(columns.VarBytesColumn()),
    )


def damaged(folder: Path, why: object) -> SearchIndexError:
    """The error for an index that can't be used."""
    return SearchIndexError(f"the search index in {folder} is damaged ({why})", _REMEDY)


class TidyStorage(FileStorage):  # type: ignore[misc]
    """Files of one folder, none of which stays open when Whoosh fails between opening and keeping it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._local = threading.local()

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading."""
        return self._noted(super().open_file(name, **options))

    def create_file(self, name: str, **options: Any) -> Any:
        """Open a file for writing."""
        return self._noted(super().create_file(name, **options))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Put a file in its place; a table of contents gets its checksum first."""
        if newname.endswith(".toc"):
            folder = Path(self.folder)
            words = folder / WORDS
            sums.seal(folder / oldname, words.stat().st_size if words.exists() else 0)
        super().rename_file(oldname, newname, safe)

    def temp_storage(self, name: str | None = None) -> TidyStorage:
        """A folder below this one, as tidy."""
        below = TidyStorage(os.path.join(self.folder, name or f"{NAME}.tmp"))
        below._local = self._local
        below.create()
        return below

    def _noted(self, file: Any) -> Any:
        opened = getattr(self._local, "opened", None)
        if opened is not None:
            opened.append(file)
        return file

    @contextmanager
    def tidy(self) -> Iterator[None]:
        """Close what this thread opened in the block if the block fails, but for what inner blocks have kept."""
        before = getattr(self._local, "opened", None)
        opened: list[Any] = []
        self._local.opened = opened
        try:
            yield
        except BaseException:
            for file in opened:
                if not file.is_closed:
                    with suppress(OSError):
                        file.close()
            raise
        finally:
            self._local.opened = before


class Store:
    """One index folder, opened or created.

    Raises:
        SearchIndexError: the folder is not ours, of another format, or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema = schema()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._guard()
            self.storage = TidyStorage(str(folder))
            if not (folder / IDENTITY).exists():
                self._create()
            self.identity = self._identity()
        except OSError as error:
            raise SearchIndexError(
                f"the search index in {folder} can't be opened ({error.strerror or error})",
                "check the folder's permissions",
            ) from error

    def _guard(self) -> None:
        if hasattr(os, "getuid"):
            status = self.folder.stat()
            if status.st_uid != os.getuid():
                raise SearchIndexError(
                    f"the index folder {self.folder} belongs to another user", "choose another with --data-dir"
                )
            if status.st_mode & 0o077:
                self.folder.chmod(0o700)

    def _create(self) -> None:
        lock = self.storage.lock("PHOTOFIND_CREATE")
        if not try_for(lock.acquire, timeout=LOCK_SECONDS):
            raise OwnedError(f"another process is creating the search index in {self.folder}", "try again")
        try:
            if (self.folder / IDENTITY).exists():
                return
            if any(_ours(name) for name in os.listdir(self.folder) if "CREATE" not in name):
                raise SearchIndexError(
                    f"{self.folder} holds an index that photofind did not finish or did not make", _REMEDY
                )
            FileIndex.create(self.storage, self.schema, NAME)
            record = {"format": FORMAT, "identity": secrets.token_hex(16), "byteorder": sys.byteorder}
            temporary = self.folder / f"{IDENTITY}.tmp"
            temporary.write_text(json.dumps(record), encoding="utf-8")
            os.replace(temporary, self.folder / IDENTITY)
        finally:
            lock.release()

    def _identity(self) -> str:
        try:
            record = json.loads((self.folder / IDENTITY).read_text(encoding="utf-8"))
            found, identity, order = record["format"], record["identity"], record["byteorder"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise damaged(self.folder, f"its identity file can't be read: {type(error).__name__}") from error
        if found != FORMAT or order != sys.byteorder or not isinstance(identity, str):
            raise SearchIndexError(f"the search index in {self.folder} is of another version ({found!r})", _REMEDY)
        return identity

    def generation(self) -> int:
        """Number of the last commit, read from the folder's listing.

        Raises:
            SearchIndexError: there is none: the index was wiped or damaged.
        """
        found: int = TOC._latest_generation(self.storage, NAME)  # noqa: SLF001 - the cheap check; no public one exists
        if found < 0 or not (self.folder / IDENTITY).exists():
            raise damaged(self.folder, "its table of contents is missing")
        return found

    def toc(self) -> tuple[TOC, int]:
        """The last commit: its generation and segments; and the size of the word list that belongs to it."""
        for attempt in range(20):
            try:
                with self.storage.tidy():
                    generation = self.generation()
                    name = TOC._filename(NAME, generation)  # noqa: SLF001 - it has no public name
                    words = sums.unseal(self.folder / name)
                    return TOC.read(self.storage, NAME, gen=generation, schema=self.schema), words
            except FileNotFoundError as error:  # a writer put a newer one in its place
                failure: Exception = error
                self.generation()
                time.sleep(0.01 * attempt)
            except Exception as error:
                raise damaged(self.folder, f"{type(error).__name__}: {error}") from error
        raise damaged(self.folder, failure)

    def index(self) -> FileIndex:
        """Whoosh's own view of the index."""
        return FileIndex(self.storage, self.schema, NAME)


def wipe(folder: Path) -> None:
    """Delete an index so that a new one can be made; files that are not an index's are left alone.

    Raises:
        SearchIndexError: a file can't be deleted.
    """
    try:
        if not folder.is_dir():
            return
        # The identity goes first: what a kill leaves behind is never taken for an index.
        (folder / IDENTITY).unlink(missing_ok=True)
        for path in list(folder.iterdir()):
            if _ours(path.name):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
    except OSError as error:
        raise SearchIndexError(
            f"the search index in {folder} can't be deleted ({error.strerror or error})",
            "close other photofind processes",
        ) from error


def _ours(name: str) -> bool:
    return name.startswith((f"{NAME}_", f"{NAME}.", f"_{NAME}_", IDENTITY, "PHOTOFIND_", "words.txt", "expansion.npz"))
