"""Which models there are, which is used, and fingerprints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from filelock import FileLock

from photofind.captioning import catalogue as known
from photofind.captioning import models, moving
from photofind.captioning.models import active, fingerprint
from photofind.captioning.recipe import Recipe
from photofind.errors import Cancelled, DownloadError, ModelError, OwnedError, UsageError
from photofind.records import Model
from photofind.settings import OwnModel, Settings

GIB = 1 << 30


def test_the_builtin_model_is_used_until_one_is_chosen(tmp_path: Path) -> None:
    listed = models.models(Settings(), tmp_path)
    assert [model.name for model in listed if model.active] == ["starter"]
    assert active(Settings(), tmp_path) == listed[0]
    assert listed[0].builtin
    assert listed[0].installed
    assert listed[0].size > 20_000_000


def test_the_catalogue_is_complete_and_recommends_one() -> None:
    listed = models.catalogue()
    assert len(listed) == 14
    assert len({model.name for model in listed}) == 14
    assert sum(model.recommended for model in listed) == 1
    for model in listed:
        assert model.memory > model.size > 200_000_000
        assert model.source.startswith("https://huggingface.co/")
        assert model.licence
        assert model.about


@pytest.mark.parametrize(
    ("memory", "gpu", "name"),
    [
        (2 * GIB, False, "smolvlm-500m"),
        (5 * GIB, False, "nanollava-1b"),
        (8 * GIB, False, "llava-phi-3-mini"),
        (16 * GIB, False, "llava-1.5-7b"),
        (64 * GIB, False, "llava-1.5-7b"),
        (64 * GIB, True, "llava-1.5-13b"),
    ],
)
def test_the_recommendation_follows_the_memory(memory: int, gpu: bool, name: str) -> None:
    assert known.recommended(memory, gpu) == name
    entry = next(entry for entry in known.ENTRIES if entry.name == name)
    assert entry.memory < memory


def test_a_downloaded_model_can_be_chosen(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    entry = known.ENTRIES[0]
    folder = tmp_path / "models" / entry.name
    folder.mkdir(parents=True)
    settings = Settings(model=entry.name)
    with pytest.raises(ModelError, match="not installed"):
        active(settings, tmp_path / "models")
    os.rename(pair[0], folder / entry.lm)
    os.rename(pair[1], folder / entry.mmproj)
    model = active(settings, tmp_path / "models")
    assert (model.lm, model.mmproj) == (str(folder / entry.lm), str(folder / entry.mmproj))
    assert model.family == "llava-1.5"
    assert model.installed


def test_own_files_are_listed_and_used(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    settings = Settings(model="mine", own_models=(OwnModel("mine", str(pair[0]), str(pair[1])),))
    model = active(settings, tmp_path)
    assert (model.name, model.lm, model.family, model.installed) == ("mine", str(pair[0]), "chat-template", True)
    pair[1].unlink()
    with pytest.raises(ModelError, match=r"mmproj\.gguf is gone"):
        active(settings, tmp_path)


def test_own_files_that_are_junk_are_listed_too(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    pair[0].write_bytes(b"junk")
    listed = models.models(Settings(own_models=(OwnModel("mine", str(pair[0]), str(pair[1])),)), tmp_path)
    assert next(model for model in listed if model.name == "mine").family == "auto"


def test_an_own_pair_replaces_the_catalogues_of_that_name(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    own = OwnModel(known.ENTRIES[0].name, str(pair[0]), str(pair[1]))
    names = [model.name for model in models.models(Settings(own_models=(own,)), tmp_path)]
    assert len(names) == len(set(names))


def test_an_unknown_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model nonsense"):
        active(Settings(model="nonsense"), tmp_path)


def test_the_fingerprint_tells_what_matters(colours: Model, starter: Model) -> None:
    base = fingerprint(colours, "whole")
    assert base == fingerprint(colours, "whole")
    assert fingerprint(replace(colours, name="other"), "whole") == base
    different = {
        base,
        fingerprint(colours, "q11"),
        fingerprint(starter, "whole"),
        fingerprint(colours, "whole", recipe=Recipe(prompt="What?")),
        fingerprint(replace(colours, family="llava-1.5"), "whole"),
        fingerprint(colours, "q11", Recipe(pooled_crops=True)),
    }
    assert len(different) == 6
    assert fingerprint(colours, "whole", Recipe(pooled_crops=True)) == base
    assert fingerprint(colours, "q11") == fingerprint(colours, "g33")


def test_copies_have_the_same_fingerprint_and_changes_another(colours: Model, pair: tuple[Path, Path]) -> None:
    copy = replace(colours, lm=str(pair[0]), mmproj=str(pair[1]), family="auto")
    assert fingerprint(copy, "whole") == fingerprint(colours, "whole")
    with open(pair[1], "r+b") as file:
        file.seek(-5, os.SEEK_END)
        file.write(b"x")
    assert fingerprint(copy, "whole") != fingerprint(colours, "whole")


def test_a_fingerprint_of_nothing_is_an_error(colours: Model) -> None:
    with pytest.raises(ModelError, match="can't be read"):
        fingerprint(replace(colours, lm="/nowhere/at.gguf"), "whole")


def test_the_persons_models_folder_counts(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    entry = known.ENTRIES[0]
    place = tmp_path / "elsewhere" / entry.name
    place.mkdir(parents=True)
    os.rename(pair[0], place / entry.lm)
    (place / f"{entry.mmproj}.part").write_bytes(b"12345")
    size = (place / entry.lm).stat().st_size
    settings = Settings(model=entry.name, models_folder=str(tmp_path / "elsewhere"))
    listed = next(model for model in models.models(settings, tmp_path / "models") if model.active)
    assert (listed.installed, listed.partial) == (False, size + 5)
    os.rename(pair[1], place / entry.mmproj)
    found = active(settings, tmp_path / "models")
    assert found.lm == str(place / entry.lm)
    assert found.size == size + (place / entry.mmproj).stat().st_size
    assert found.partial == 0


def test_a_model_too_large_for_this_machine_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = psutil.virtual_memory()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory._replace(total=8 * GIB))
    listed = {model.name: model for model in models.catalogue()}
    assert listed["llava-phi-3-mini"].recommended
    assert listed["llava-phi-3-mini"].fits
    assert not listed["llava-1.5-13b"].fits
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory._replace(total=64 * GIB))
    assert next(model.name for model in models.catalogue(gpu=True) if model.recommended) == "llava-1.5-13b"


# --- moving the folder ----------------------------------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path: Path, pair: tuple[Path, Path]) -> Path:
    """A models folder with one model, the beginning of another, and something that is not photofind's."""
    folder = tmp_path / "models"
    first, second = known.ENTRIES[:2]
    (folder / first.name).mkdir(parents=True)
    (folder / second.name).mkdir()
    shutil.copy(pair[0], folder / first.name / first.lm)
    shutil.copy(pair[1], folder / first.name / first.mmproj)
    (folder / second.name / f"{second.lm}.part").write_bytes(b"begun")
    (folder / second.name / f"{second.lm}.part.json").write_text("{}")
    (folder / "holiday.txt").write_text("mine")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def move(old: Path, new: Path, switched: list[Path], **options: Any) -> int:
    journal = old.parent / "journal.json"
    try:
        return moving.move(old, new, known.ENTRIES, journal, lambda: switched.append(new), **options)
    finally:
        assert not journal.exists()


def test_the_folder_moves_on_one_disk(filled: Path, tmp_path: Path) -> None:
    before = contents(filled)
    new, switched, told = tmp_path / "new", list[Path](), list[tuple[int, int]]()
    moved = move(filled, new, switched, progress=lambda done, total: told.append((done, total)))
    assert switched == [new]
    assert contents(filled) == {"holiday.txt": b"mine"}
    assert contents(new) == {name: data for name, data in before.items() if name != "holiday.txt"}
    assert moved == sum(len(data) for data in contents(new).values())
    assert told[-1] == (moved, moved)


@pytest.fixture
def other_disk() -> Iterator[Path]:
    base = Path("/dev/shm")
    if not base.is_dir():
        pytest.skip("there is no second disk")
    with tempfile.TemporaryDirectory(dir=base) as folder:
        yield Path(folder)


def test_the_folder_moves_to_another_disk(filled: Path, other_disk: Path) -> None:
    before = contents(filled)
    switched: list[Path] = []
    move(filled, other_disk / "new", switched)
    del before["holiday.txt"]
    assert contents(other_disk / "new") == before
    assert contents(filled) == {"holiday.txt": b"mine"}


def test_a_disk_without_room_is_refused(filled: Path, other_disk: Path) -> None:
    before = contents(filled)
    with pytest.raises(DownloadError, match=r"0\.00 GB are free"):
        move(filled, other_disk / "new", [], free=lambda _folder: 100)
    assert contents(filled) == before
    assert not contents(other_disk)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_move_that_fails_leaves_everything(filled: Path, other_disk: Path) -> None:
    import resource

    before = contents(filled)
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, former[1]))
    try:
        with pytest.raises(DownloadError, match="can't copy"):
            move(filled, other_disk / "new", [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert contents(filled) == before
    assert not (other_disk / "new").exists()


def test_a_move_can_be_stopped(filled: Path, other_disk: Path, tmp_path: Path) -> None:
    before = contents(filled)
    for new in (other_disk / "new", tmp_path / "new"):
        answers = iter([False, False, True, True])
        with pytest.raises(Cancelled):
            move(filled, new, [], stopped=lambda: next(answers))  # noqa: B023
        assert contents(filled) == before
        assert not new.exists()


def test_a_move_into_itself_or_over_a_file_is_refused(filled: Path, tmp_path: Path) -> None:
    before = contents(filled)
    with pytest.raises(UsageError, match="in one another"):
        move(filled, filled / "deeper", [])
    with pytest.raises(UsageError, match="in one another"):
        move(filled, filled.parent, [])
    new = tmp_path / "new"
    in_the_way = new / known.ENTRIES[0].name / known.ENTRIES[0].lm
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("another")
    with pytest.raises(DownloadError, match="is in the way"):
        move(filled, new, [])
    assert in_the_way.read_text() == "another"
    with pytest.raises(DownloadError, match="choose another models folder"):
        move(filled, in_the_way, [])
    with FileLock(filled / ".lock"), pytest.raises(OwnedError, match="another download"):
        move(filled, tmp_path / "third", [])
    assert contents(filled) == before


def test_a_folder_that_does_not_exist_yet_moves_too(tmp_path: Path) -> None:
    switched: list[Path] = []
    assert move(tmp_path / "none", tmp_path / "new", switched) == 0
    assert switched


KILLED = """
import os, signal, sys
from pathlib import Path
from photofind.captioning import catalogue, moving
old, new, journal, settings, when = sys.argv[1:]

def switch():
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    Path(settings).write_text(new)
    if when == "after":
        os.kill(os.getpid(), signal.SIGKILL)

def progress(done, total):
    if when == "copying" and done * 2 > total:
        os.kill(os.getpid(), signal.SIGKILL)

moving.move(Path(old), Path(new), catalogue.ENTRIES, Path(journal), switch, progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("when", ["copying", "before", "after"])
def test_a_killed_move_leaves_one_whole_set(filled: Path, other_disk: Path, tmp_path: Path, when: str) -> None:
    before = contents(filled)
    journal, setting, new = tmp_path / "journal.json", tmp_path / "setting", other_disk / "new"
    setting.write_text(str(filled))
    arguments = [str(filled), str(new), str(journal), str(setting), when]
    child = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert child.returncode == -9
    assert journal.exists()
    current = Path(setting.read_text())
    moved = {name: data for name, data in before.items() if name != "holiday.txt"}
    assert current == (new if when == "after" else filled)
    assert moved.items() <= contents(current).items()
    with FileLock(journal.with_suffix(".lock")):
        moving.finish(journal, current)  # another process is at it
    assert journal.exists()
    moving.finish(journal, current)
    assert not journal.exists()
    if when == "after":
        assert contents(new) == moved
        assert contents(filled) == {"holiday.txt": b"mine"}
    else:
        assert contents(filled) == before
        assert not new.exists()
    moving.finish(journal, current)  # nothing to do


@pytest.mark.parametrize("note", ["junk", "[]", '{"old": "/a", "new": "/b", "files": ["../x"]}'])
def test_an_unusable_journal_does_nothing(tmp_path: Path, note: str) -> None:
    journal = tmp_path / "journal.json"
    journal.write_text(note)
    moving.finish(journal, Path("/b"))
    assert not journal.exists()
