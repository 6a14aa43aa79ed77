"""Which models there are, which is used, and fingerprints."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from photofind.captioning import catalogue as known
from photofind.captioning import models
from photofind.captioning.models import active, fingerprint
from photofind.errors import ModelError
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
        fingerprint(colours, "whole", prompt="What?"),
        fingerprint(replace(colours, family="llava-1.5"), "whole"),
        fingerprint(colours, "q11", pooled=True),
    }
    assert len(different) == 6
    assert fingerprint(colours, "whole", pooled=True) == base
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
