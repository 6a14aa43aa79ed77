"""CLIP as the dense baseline of Tables 1 and 2, and CLIPScore of views against labels (section 3.1, eq. 1 to 4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photofind.captioning.views import crop
from photofind.errors import Cancelled, CatalogError
from photofind.evaluation.clip import Clip, Floats, Pixels
from photofind.evaluation.datasets.records import Dataset
from photofind.library.decoding import Decoder
from photofind.records import VIEW_SETS, VIEWS, WHOLE

W = 2.5
"""The scale of equation 1, as in the paper."""


class Vectors:
    """The vectors of photos' views, kept in one SQLite file: each is made once.

    Args:
        path: the file; made if missing.
        open_photo: file of a photo → its pixels.
    """

    def __init__(self, clip: Clip, path: Path, open_photo: Callable[[str], Pixels]) -> None:
        self._clip = clip
        self._open = open_photo
        try:
            self._connection = sqlite3.connect(path)
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (model TEXT, file TEXT, size INTEGER, modified INTEGER, view TEXT, "
                "vector BLOB NOT NULL, PRIMARY KEY (model, file, size, modified, view)) WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            raise CatalogError(f"{path} can't be used ({error})", "delete it; it is made anew") from error

    def photo(self, path: Path, views: Sequence[str]) -> Floats:
        """The vectors of some views of a photo, views × width of the vector."""
        status = path.stat()
        key = (self._clip.fingerprint, str(path), status.st_size, status.st_mtime_ns)
        rows = self._connection.execute(
            "SELECT view, vector FROM vectors WHERE model = ? AND file = ? AND size = ? AND modified = ?", key
        )
        known = {view: np.frombuffer(blob, np.float32) for view, blob in rows}
        missing = [view for view in views if view not in known]
        if missing:
            rgb = self._open(str(path))
            known |= {view: self._clip.photo(crop(rgb, VIEWS[view])) for view in missing}
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?, ?)",
                    [(*key, view, known[view].tobytes()) for view in missing],
                )
        return np.stack([known[view] for view in views])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class Dense:
    """Ranks all photos by the cosine between the query's vector and the whole photo's; the label itself is the query.

    Args:
        photos: photos × width of the vector, each of length 1, in document order.
    """

    def __init__(self, clip: Clip, photos: Floats) -> None:
        self._clip = clip
        self._photos = photos

    @property
    def name(self) -> str:
        """See ``retrievers.Retriever``."""
        return f"CLIP ({self._clip.name})"

    def rank(self, texts: Sequence[str], either: bool) -> npt.NDArray[np.int64]:  # noqa: ARG002 - cosine knows no words
        """See ``retrievers.Retriever``: every photo is retrieved. Several texts are joined with commas."""
        return np.argsort(-(self._photos @ self._clip.text(", ".join(texts))), kind="stable").astype(np.int64)

    def close(self) -> None:
        """Nothing to free."""


def clip_scores(photos: Floats, texts: Floats) -> npt.NDArray[np.float64]:
    """CLIPScore (equation 1) of views × texts: 2.5 × cosine, not below 0.

    Args:
        photos: views × width, texts: texts × width; vectors of length 1.
    """
    return W * np.maximum(photos.astype(np.float64) @ texts.astype(np.float64).T, 0.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a CLIP model makes of a dataset.

    Attributes:
        retriever: the dense baseline.
        scores: view set → mean CLIPScore of equation 4 for each photo; empty if not asked for.
    """

    retriever: Dense
    scores: dict[str, npt.NDArray[np.float64]]

    def averages(self) -> dict[str, tuple[float, float]]:
        """View set → CLIPScore averaged over all photos (equation 3), and the standard error of that mean."""
        return {
            name: (float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0)
            for name, values in self.scores.items()
        }


def compare(
    clip: Clip,
    dataset: Dataset,
    images: Path,
    kept: Path,
    views: Sequence[str] = (),
    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Compared:
    """Make the vectors that are missing, and compare.

    Args:
        kept: the file of vectors.
        views: view sets whose CLIPScore against all labels is wanted; none for the baseline only.

    Raises:
        ImageError: a photo can't be read.
        Cancelled: ``cancelled`` said so; what was made is kept.
    """
    order = all_views(views)
    texts = np.stack([clip.text(label) for label in dataset.labels]) if views else None
    whole: list[Floats] = []
    scores: dict[str, list[float]] = {name: [] for name in views}
    with closing(Decoder()) as decoder:
        # A ninth of the photo must still fill the model's input.
        open_photo = partial(decoder.pixels, max_side=(3 if views else 1) * 2 * clip.side)
        with closing(Vectors(clip, kept, open_photo)) as made:
            for number, item in enumerate(dataset.items, 1):
                if cancelled():
                    raise Cancelled
                found = made.photo(images / item.file, order)
                whole.append(found[0])
                if texts is not None:
                    means = clip_scores(found, texts).mean(axis=1)
                    for name in views:
                        scores[name].append(float(np.mean([means[order.index(v.name)] for v in VIEW_SETS[name]])))
                progress("CLIP", number, len(dataset.items))
    return Compared(Dense(clip, np.stack(whole)), {name: np.array(several) for name, several in scores.items()})


def all_views(names: Sequence[str]) -> list[str]:
    """The views of several view sets, each once, the whole photo first."""
    return list(dict.fromkeys([WHOLE.name, *(view.name for name in names for view in VIEW_SETS[name])]))
