"""The values that pass between the parts of photofind: frozen, standard library only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions (0 to 1) of the oriented photo's width and height."""


@dataclass(frozen=True, slots=True)
class View:
    """One region of a photo that is described on its own (paper, section 3.1, figures 2 and 3).

    Attributes:
        name: ``whole``; ``v1of2`` left and ``v2of2`` right half; ``h1of2`` top and ``h2of2`` bottom half; ``qRC``
            quadrant and ``gRC`` cell of the 3×3 grid by row and column from 1; ``V1``…``G55`` the same grids with
            half-cell shifts.
        twelfths: left, top, right, bottom in twelfths of the width and height. Halves, thirds and their half-cell
            shifts are all whole numbers of twelfths, so that the geometry is exact.
    """

    name: str
    twelfths: tuple[int, int, int, int]

    @property
    def box(self) -> Box:
        """The region as fractions of the photo."""
        left, top, right, bottom = self.twelfths
        return (left / 12, top / 12, right / 12, bottom / 12)

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels, edges by floor, never empty.

        Args:
            width, height: size of the oriented photo in pixels, at least 1 each.
        """
        left, top, right, bottom = self.twelfths
        x0, x1 = width * left // 12, width * right // 12
        y0, y1 = height * top // 12, height * bottom // 12
        x0, y0 = min(x0, width - 1), min(y0, height - 1)
        return (x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))


def _grid(prefix: str, rows: Sequence[tuple[int, int]], columns: Sequence[tuple[int, int]]) -> tuple[View, ...]:
    return tuple(
        View(f"{prefix}{r}{c}", (left, top, right, bottom))
        for r, (top, bottom) in enumerate(rows, 1)
        for c, (left, right) in enumerate(columns, 1)
    )


_HALVES = ((0, 6), (6, 12))
_HALVES_SHIFTED = ((0, 6), (3, 9), (6, 12))
_THIRDS = ((0, 4), (4, 8), (8, 12))
_THIRDS_SHIFTED = tuple((start, start + 4) for start in (0, 2, 4, 6, 8))

WHOLE = View("whole", (0, 0, 12, 12))
CROPS_17: tuple[View, ...] = (
    *(View(f"v{i}of2", (left, 0, right, 12)) for i, (left, right) in enumerate(_HALVES, 1)),
    *(View(f"h{i}of2", (0, top, 12, bottom)) for i, (top, bottom) in enumerate(_HALVES, 1)),
    *_grid("q", _HALVES, _HALVES),
    *_grid("g", _THIRDS, _THIRDS),
)
"""The paper's 17 fixed crops: 2 vertical and 2 horizontal halves, 4 quadrants, a 3×3 grid."""
CROPS_40: tuple[View, ...] = (
    *(View(f"V{i}", (left, 0, right, 12)) for i, (left, right) in enumerate(_HALVES_SHIFTED, 1)),
    *(View(f"H{i}", (0, top, 12, bottom)) for i, (top, bottom) in enumerate(_HALVES_SHIFTED, 1)),
    *_grid("Q", _HALVES_SHIFTED, _HALVES_SHIFTED),
    *_grid("G", _THIRDS_SHIFTED, _THIRDS_SHIFTED),
)
"""The paper's 40 overlapping crops: the same grids with half-cell shifts."""

ViewSet = Literal["whole", "17", "40"]
VIEW_SETS: dict[str, tuple[View, ...]] = {
    "whole": (WHOLE,),
    "17": (WHOLE, *CROPS_17),
    "40": (WHOLE, *CROPS_40),
}
"""What ``--views`` names; ``17`` and ``40`` include the whole photo, which always comes first."""
VIEWS: dict[str, View] = {view.name: view for view in (WHOLE, *CROPS_17, *CROPS_40)}
"""Every view by name."""


Depth = Literal["none", "whole", "crops", "inherit"]
"""How deep photos are described: not at all, whole only, with crops, or as the folder above (or the settings) say."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that the person added. ``online`` is false while its drive is absent.

    Attributes:
        depth: what the person said about it (or a folder around it), ``inherit`` if nothing.
        first: whether its photos are described before others.
    """

    id: int
    path: str
    online: bool = True
    photos: int = 0
    depth: Depth = "inherit"
    first: bool = False


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder of the library (or in one, with a depth of its own) and how far its photos are described.

    Attributes:
        root: whether the person added it.
        depth: what the person said about it; ``effective`` is what counts.
        first: whether its photos are described before others.
        described: photos whose whole view is described.
        pending: views that are left to describe; 0 while its drive is absent.
    """

    path: str
    root: bool
    depth: Depth
    effective: Depth
    first: bool
    online: bool
    photos: int
    described: int
    pending: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, identified by its content; any number of files may hold it.

    Attributes:
        id: row in the catalog, stable while the catalog lives.
        key: content hash (hexadecimal BLAKE2b) of the image data and its EXIF orientation.
        width, height: size in pixels after EXIF orientation.
        taken: EXIF date of capture (else the file's modification time) as ISO 8601 local time, or None.
        paths: absolute paths of its files, those online first.
        online: whether one of ``paths`` is on a drive that is present.
        raws: absolute paths of RAW files that the same shot left beside ``paths``.
        size: size of the first file in bytes.
        views: number of views described.
        whole: whether the whole photo is described.
    """

    id: int
    key: str
    width: int
    height: int
    format: str
    taken: str | None
    camera: str | None
    latitude: float | None
    longitude: float | None
    paths: tuple[str, ...]
    online: bool = True
    raws: tuple[str, ...] = ()
    size: int = 0
    views: int = 0
    whole: bool = False
    failed: bool = False

    @property
    def path(self) -> str:
        """The first file, online if any is; empty if every file is gone."""
        return self.paths[0] if self.paths else ""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a model said about one view of a photo.

    Attributes:
        view: name of the view, a key of ``VIEWS``.
        fingerprint: engine fingerprint (model, prompt, decoding limits) that it was made under.
        model: display name of the model.
        raw: the text exactly as generated (untrusted: escape it wherever it is shown).
        text: ``raw`` cleaned for reading and indexing.
        created: seconds since the epoch.
        hidden: a person found it wrong: it is kept, but not searched.
    """

    photo_id: int
    view: str
    fingerprint: str
    model: str
    raw: str
    text: str = ""
    created: float = 0.0
    imported: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own caption and tags for a photo; never overwritten by a model."""

    text: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or view that could not be read or described. ``stage`` is ``read`` or ``describe``."""

    path: str
    stage: str
    reason: str
    photo_id: int | None = None
    view: str | None = None
    when: float = 0.0


@dataclass(frozen=True, slots=True)
class Chip:
    """One term of a search: one word, or a phrase of several words.

    Attributes:
        text: the word or phrase as the person typed it.
        exclude: whether photos that match are left out.
        phrase: whether the words must stand beside each other in one sentence of one view.
        exact: whether only the word itself counts, whatever ``Query.synonyms`` says.
    """

    text: str
    exclude: bool = False
    phrase: bool = False
    exact: bool = False


Sort = Literal["relevance", "newest", "oldest", "name"]
Orientation = Literal["landscape", "portrait", "square"]
Described = Literal["described", "partly", "undescribed", "failed"]
"""How far a photo is described: all views that the settings ask for; the whole photo but not all of them; not even the
whole photo; or something about it failed."""


@dataclass(frozen=True, slots=True)
class Query:
    """A whole search: chips, how they combine, filters and order.

    Attributes:
        any: photos that match any included chip instead of all of them.
        folder: absolute path; only photos with a file at or below it.
        after, before: ISO dates (``YYYY-MM-DD``); ``after`` is inclusive, ``before`` exclusive.
        synonyms: whether related words count too (below the exact word).
        camera: only photos of this camera; upper and lower case are the same, and a part of its name will do.
        own: only photos with a caption or tags of the person's own.
        recent: only photos that came into the library in the last 30 days.
        duplicates: only photos that several files hold.
        similar: content key or path of a photo; only photos whose captions are like its own, without itself.
    """

    chips: tuple[Chip, ...] = ()
    any: bool = False
    folder: str | None = None
    after: str | None = None
    before: str | None = None
    sort: Sort = "relevance"
    synonyms: bool = True
    camera: str | None = None
    orientation: Orientation | None = None
    own: bool = False
    state: Described | None = None
    similar: str | None = None
    recent: bool = False
    duplicates: bool = False

    @property
    def scored(self) -> bool:
        """Whether words, not filters alone, decide what is found."""
        return bool(self.chips) or self.similar is not None


@dataclass(frozen=True, slots=True)
class Facets:
    """What the filters would find among some photos, with numbers of photos.

    Attributes:
        months: ("YYYY-MM", number) of each month that has photos, ascending.
        cameras: the cameras, the most used first.
        orientations, states: those that occur.
        own: photos with a caption or tags of the person's own.
        recent, duplicates: photos added in the last 30 days; photos that several files hold.
    """

    months: tuple[tuple[str, int], ...] = ()
    cameras: tuple[tuple[str, int], ...] = ()
    orientations: dict[Orientation, int] = field(default_factory=dict)
    states: dict[Described, int] = field(default_factory=dict)
    own: int = 0
    recent: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Where a chip matched in one text: the source (a view name, ``own`` or ``name``) and character ranges in it."""

    source: str
    text: str
    ranges: tuple[tuple[int, int], ...]

    @property
    def box(self) -> Box | None:
        """The view's region, or None for ``own`` and ``name``."""
        view = VIEWS.get(self.source)
        return view.box if view else None

    @property
    def words(self) -> tuple[str, ...]:
        """The matched words as they stand in the text."""
        return tuple(self.text[start:end] for start, end in self.ranges)


SIMILAR = "similar:"
"""Under this, evidence holds the words that a photo shares with the one that it is found to be like."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a photo was found: for every included chip (by its text), where it matched, ``whole`` first.

    Attributes:
        learned: the chips that matched because other words imply theirs, with those words as they stand in the spans.
        related: the chips that matched by words that theirs stands for too, with all words that matched as they stand
            in the spans ("puppy" → "dog").
        shared: the words that the photo shares with the one that those found are like.
    """

    photo_id: int
    matches: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    learned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: tuple[str, ...] = ()

    @property
    def views(self) -> dict[str, list[str]]:
        """Chip → names of the sources that matched (the CLI's ``matched``)."""
        return {chip: [span.source for span in spans] for chip, spans in self.matches.items()}


@dataclass(frozen=True, slots=True)
class WordCount:
    """A frequent word: how often the captions of some photos say it, all views counted, and in how many photos."""

    word: str
    count: int
    photos: int


@dataclass(frozen=True, slots=True)
class Ink:
    """The room that a word takes in a font, in ems from where it starts on its base line; y grows downwards.

    Attributes:
        left, top, right, bottom: the smallest box around what is drawn.
        advance: where the next letter would start.
    """

    left: float
    top: float
    right: float
    bottom: float
    advance: float


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a cloud: ``size`` pixels an em, starting at ``x`` on the base line ``y``; rank 0 is the commonest."""

    word: WordCount
    rank: int
    size: float
    x: float
    y: float
    ink: Ink

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of what is drawn, in pixels."""
        left, top, right, bottom = (
            part * self.size for part in (self.ink.left, self.ink.top, self.ink.right, self.ink.bottom)
        )
        return self.x + left, self.y + top, self.x + right, self.y + bottom


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The whole ordered result of a query.

    Attributes:
        ids, scores: photo ids in order and their BM25F scores (0 without included chips), of equal length.
        total: ``len(ids)``.
        photos: photos in the library (present, not only found).
        captioned: photos whose whole view is described.
        unmatched: included chips that match no photo at all, with the nearest words of the vocabulary.
        dropped: typed words that were left out because they are stop words.
    """

    query: Query
    ids: Sequence[int]
    scores: Sequence[float]
    photos: int
    captioned: int
    unmatched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many photos were found."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan found, in files, and how many photos the library has now."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    failed: int = 0
    photos: int = 0
    touched: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionSummary:
    """What a captioning run did: photos finished, views described, views failed, views still pending.

    Attributes:
        eta: seconds of work that the pending views will take, or None if nothing was measured.
        stage_eta: the same for whole views only, or None if none is pending.
    """

    described: int = 0
    views: int = 0
    failed: int = 0
    pending: int = 0
    seconds: float = 0.0
    eta: float | None = None
    stage_eta: float | None = None


State = Literal[
    "idle",
    "scanning",
    "loading",
    "describing",
    "indexing",
    "rebuilding",
    "paused",
    "waiting",
    "waiting-power",
    "waiting-idle",
    "waiting-hours",
    "waiting-choice",
    "no-engine",
    "no-model",
    "failed",
    "elsewhere",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """What the pipeline is doing now.

    Attributes:
        state: ``idle`` nothing to do; ``scanning`` reading folders; ``loading`` the model; ``describing``; ``paused``
            by the person; ``waiting`` for a server that is away or busy, and going on by itself when it answers;
            ``waiting-power``, ``waiting-idle``, ``waiting-hours`` for a condition that the person set;
            ``waiting-choice`` until the person has said what describes the photos, and how deep;
            ``no-engine`` llama-cpp-python missing; ``no-model`` no usable model; ``failed`` with
            ``detail``; ``elsewhere`` another process owns the pipeline.
        detail: one line for people: what is worked on now, or why it stopped and what to do.
        done, total: views of this run (files while scanning).
        per_hour: photos an hour through the present stage (whole views, then crops), or None before any is measured.
        eta: seconds left, or None while nothing is measured.
        stage_eta: seconds until the whole view of every photo is described, so that all can be found; None while
            unknown, or when ``eta`` says the same.
    """

    state: State
    detail: str = ""
    done: int = 0
    total: int = 0
    per_hour: float | None = None
    eta: float | None = None
    failed: int = 0
    stage_eta: float | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A vision-language model that photofind knows.

    Attributes:
        name: unique short name.
        lm, mmproj: absolute paths of the language model and the projector, empty while not installed.
        family: prompt family (see ``captioning.prompts``).
        size: bytes of both files.
        memory: bytes of memory it needs, estimated.
        source: where a catalogue model comes from, or the address of a server; empty for built-in and own files.
        files: names of the two files at ``source``: language model, projector.
        partial: bytes of it that an unfinished download has left on the disk.
        fits: whether this machine has the memory that it needs.
        remote: what the server at ``source`` calls the model; empty for a model that runs here.
    """

    name: str
    lm: str = ""
    mmproj: str = ""
    family: str = "auto"
    size: int = 0
    memory: int = 0
    licence: str = ""
    source: str = ""
    about: str = ""
    installed: bool = False
    active: bool = False
    recommended: bool = False
    builtin: bool = False
    files: tuple[str, ...] = ()
    remote: str = ""
    partial: int = 0
    fits: bool = True


ModelCaptions = Literal["no", "labelled", "description"]
Paper = Literal["", "a4", "letter"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that results can be written in.

    Attributes:
        suffix: of its files, empty for a folder.
        about: what it is for, in a line for people.
        folder: whether it fills a folder instead of writing one file.
        options: names of those ``ExportOptions`` that it heeds.
    """

    name: str
    suffix: str
    about: str
    folder: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a person can choose about an export.

    Attributes:
        beside: write sidecars beside the photos instead of into a folder.
        model_captions: in sidecars, leave out what a model wrote; put it into a field that says so; or also into the
            description of photos that the person wrote none for.
        embed: keep a gallery's pictures in the page itself; None: up to a number of photos.
        paper: of a contact sheet; empty means what the locale's country uses.
    """

    beside: bool = False
    model_captions: ModelCaptions = "labelled"
    embed: bool | None = None
    paper: Paper = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        path: the file or folder.
        photos: photos written.
        kept: photos whose file was there already and is the same.
        left_out: (path, reason) of photos that could not be written, or only without their picture.
    """

    path: str
    photos: int
    kept: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Prunable:
    """A kind of thing that can be removed from the data directory.

    Attributes:
        kind: name of the kind.
        about: what it is and what removing it means, in a line.
        count, size: number of things, bytes (about, where they lie in the catalog).
    """

    kind: str
    about: str
    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, and the copy of the catalog that was made before, if captions went."""

    removed: tuple[Prunable, ...] = ()
    backup: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """How long a model takes for a photo, in seconds.

    Attributes:
        whole: for the whole photo.
        crops: for its 17 crops, together.
        measured: whether that was measured on this machine; else it is estimated.
    """

    whole: float
    crops: float
    measured: bool


Reach = Literal["here", "near", "encrypted", "exposed"]
"""Who could read what is sent to a server: it is this computer; one of the local network; somewhere else, over https;
somewhere else, in plain text for all on the way."""


@dataclass(frozen=True, slots=True)
class ServerTrial:
    """What a server answered when it was tried.

    Attributes:
        models: what it calls its models.
        model: the one that was asked.
        text: what it says about the sample picture (untrusted).
        seconds: how long that took.
    """

    models: tuple[str, ...]
    model: str
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of the library."""

    photos: int = 0
    files: int = 0
    captioned: int = 0
    views: int = 0
    failed: int = 0
    roots: int = 0
    index_photos: int = 0
    model: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``doctor``: what was checked, whether it works, and what to do if not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class PhotosChanged:
    """Captions, own text or files of these photos changed and the index has them now."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """Folders or photos were added, removed, went offline or came back."""


@dataclass(frozen=True, slots=True)
class ProgressChanged:
    """The pipeline's state or progress changed."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that needs a person: what happened and what to do."""

    text: str


DownloadState = Literal["starting", "downloading", "waiting", "checking", "paused", "done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far the download of a model is.

    Attributes:
        model: its name.
        state: ``starting`` asking what there is; ``waiting`` before the next attempt, for the reason in ``detail``;
            ``checking`` reading what is there against its SHA-256; ``paused`` what has come is kept; ``failed`` with
            ``detail`` and ``remedy``.
        done, total: bytes of both files; ``total`` is 0 while unknown.
        rate: bytes a second over the last seconds, None while unknown.
        eta: seconds left, None while unknown.
        detail: the file that comes, or why it waits or failed.
    """

    model: str
    state: DownloadState
    done: int = 0
    total: int = 0
    rate: float | None = None
    eta: float | None = None
    detail: str = ""
    remedy: str = ""

    @property
    def running(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in ("starting", "downloading", "waiting", "checking")


Event = PhotosChanged | LibraryChanged | ProgressChanged | Notice | DownloadProgress
