"""Every command's errors, exit status and output."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import COLOURS_PAIR, draw_big
from tests.e2e.conftest import Cli


def test_wrong_usage_is_status_2(cli: Cli, photos: Path) -> None:
    for words in (
        ("frobnicate",),
        ("search", "--limit", "x"),
        ("search", "dog", "--sort", "colour"),
        ("search", "dog", "--after", "yesterday"),
        ("caption", "--views", "5"),
        ("caption", "--lm", "only-one.gguf"),
        ("export", "dog", "--format", "docx", "-o", str(photos / "x")),
        ("export", "dog"),
    ):
        assert cli(*words, status=2).stderr.startswith("photofind: "), words


def test_errors_with_a_remedy_are_status_3_on_one_line(cli: Cli, photos: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"not a model")
    for words in (
        ("add", str(tmp_path / "nowhere")),
        ("remove", str(photos)),
        ("show", str(photos / "none.jpg")),
        ("caption", str(tmp_path / "nowhere.jpg")),
        ("caption", "--model", "no-such-model"),
        ("models", "use", "no-such-model"),
        ("models", "add", "--lm", str(junk), "--mmproj", str(junk)),
        ("models", "remove", "no-such-model"),
        ("import", str(tmp_path / "nowhere.jsonl")),
        ("export", "dog", "--format", "csv", "-o", str(tmp_path / "nowhere" / "x.csv")),
    ):
        stderr = cli(*words, status=3).stderr
        assert stderr.startswith("photofind: "), words
        assert stderr.count("\n") == 1, stderr
        assert "Traceback" not in stderr


def test_what_failed_before_is_named_again_and_a_folder_is_not_shown(cli: Cli, photos: Path) -> None:
    (photos / "broken.jpg").write_bytes(b"nothing")
    assert "broken.jpg: it is not an image" in cli("add", str(photos)).stdout
    again = cli("scan").stdout
    assert "0 failed\n1 failed before:\n" in again
    assert "broken.jpg: it is not an image" in again
    assert "is a folder: name a photo" in cli("show", str(photos), status=2).stderr


def test_an_empty_library_answers_everything(cli: Cli) -> None:
    assert all(check["ok"] for check in cli.json("doctor")["checks"])
    assert cli.json("search", "dog")["results"] == []
    assert cli.json("search")["total"] == 0
    assert cli.json("suggest") == {"suggestions": []}
    assert cli.json("scan")["photos"] == 0
    assert cli.json("caption")["views"] == 0
    assert cli.json("rebuild")["photos"] == 0
    assert cli.json("stats")["photos"] == 0
    assert "0 of 0 photos" in cli("search", "dog").stdout
    assert cli("--version").stdout.startswith("photofind ")
    assert "caption" in cli("--help").stdout


def test_models_are_listed_added_used_and_removed(cli: Cli, photos: Path) -> None:
    listed = cli.json("models")["models"]
    assert [model["name"] for model in listed if model["active"]] == ["starter"]
    assert any("llava" in model["name"].lower() and not model["installed"] for model in listed)
    assert sum(model["recommended"] for model in listed) == 1
    lm, mmproj = COLOURS_PAIR
    cli("models", "add", "--lm", lm, "--mmproj", mmproj, "--name", "colours")
    swapped = cli("models", "add", "--lm", mmproj, "--mmproj", lm, status=3).stderr
    assert "swapped" in swapped or "projector" in swapped
    cli("models", "use", "colours")
    assert cli.json("stats")["model"] == "colours"
    assert "colours" in cli("models", "list").stdout
    draw_big(photos / "x.jpg", "green")
    cli("add", str(photos))
    cli("caption", "--views", "whole")
    assert cli.json("search", "green")["total"] == 1
    cli("models", "remove", "colours")
    assert cli.json("stats")["model"] == "starter"
    assert cli.json("search", "green")["total"] == 1, "captions stay"


def test_search_prints_reasons_and_paths(cli: Cli, photos: Path, tmp_path: Path) -> None:
    path = draw_big(photos / "blue circle.jpg", "blue")
    cli("add", str(photos))
    captions = tmp_path / "c.jsonl"
    captions.write_text(
        json.dumps({"path": str(path), "view": "whole", "text": "A dog \x1b[31m runs.", "model": "m"}), "utf-8"
    )
    cli("import", str(captions))
    out = cli("search", "dog").stdout
    assert "dog (whole)" in out
    assert "\x1b" not in out
    assert cli("search", "dog", "-0").stdout == f"{path}\0"
    assert cli("show", str(path)).stdout.count("A dog") == 1
    missing = cli("search", "dgo").stdout
    assert "no photo matches" in missing
    assert "did you mean dog" in missing
    (tmp_path / "elsewhere").mkdir()
    assert cli.json("search", "dog", "--folder", str(tmp_path / "elsewhere"))["total"] == 0
    assert cli.json("search", "dog", "--folder", str(photos))["total"] == 1
    assert cli.json("search", "dog", "--before", "1990-01-01")["total"] == 0
    assert cli.json("search", "dog", "--after", "1990-01-01", "--sort", "newest")["total"] == 1
    assert cli.json("search", "name:circle")["total"] == 1


def test_a_damaged_import_takes_nothing(cli: Cli, photos: Path, tmp_path: Path) -> None:
    path = draw_big(photos / "x.jpg", "blue")
    cli("add", str(photos))
    good = json.dumps({"path": str(path), "view": "whole", "text": "dog", "model": "m"})
    for bad in ("{", "[]", '{"view": "whole", "text": "x"}', '{"file": "x.jpg"}', '{"file":"x","text":"y","view":"z"}'):
        captions = tmp_path / "c.jsonl"
        captions.write_text(f"{good}\n{bad}\n", "utf-8")
        assert "line 2" in cli("import", str(captions), status=2).stderr
    assert cli.json("stats")["views"] == 0


def test_broken_files_are_listed_and_hurt_nothing(cli: Cli, photos: Path) -> None:
    good = draw_big(photos / "good.jpg", "red")
    (photos / "empty.jpg").touch()
    (photos / "junk.png").write_bytes(os.urandom(5000))
    (photos / "cut.jpg").write_bytes(good.read_bytes()[:900])
    (photos / "note.txt").write_text("no photo")
    added = cli.json("add", str(photos))
    assert (added["photos"], added["failed"]) == (1, 3)
    assert cli.json("stats")["failed"] == 3
    assert "junk.png" in cli("add", str(photos)).stdout or cli.json("stats")["failed"] == 3
    assert cli.json("search")["total"] == 1


def test_removing_a_folder_keeps_its_captions(cli: Cli, photos: Path) -> None:
    draw_big(photos / "x.jpg", "red")
    lm, mmproj = COLOURS_PAIR
    cli("add", str(photos))
    cli("caption", "--lm", lm, "--mmproj", mmproj, "--views", "whole")
    cli("remove", str(photos))
    assert cli.json("search", "red")["total"] == 0
    cli("add", str(photos))
    assert cli.json("search", "red")["total"] == 1
    assert cli.json("caption", "--lm", lm, "--mmproj", mmproj, "--views", "whole")["views"] == 0


def test_doctor_names_what_is_wrong(cli: Cli, photos: Path) -> None:
    draw_big(photos / "x.jpg", "red")
    cli("add", str(photos))
    fine = {check["name"]: check for check in cli.json("doctor")["checks"]}
    assert all(check["ok"] for check in fine.values()), fine
    shutil.rmtree(photos)
    for damaged in (cli.data / "index").iterdir():
        damaged.write_bytes(b"junk")
    checks = {check["name"]: check for check in cli.json("doctor", status=3)["checks"]}
    assert not checks["folder"]["ok"]
    assert not checks["index"]["ok"]
    assert checks["index"]["remedy"]
    assert "FAIL" in cli("doctor", status=3).stdout


@pytest.mark.parametrize("blocked", ["llama_cpp", "PySide6"])
def test_it_works_without(blocked: str, cli: Cli, photos: Path, tmp_path: Path) -> None:
    """Without llama.cpp photos are browsed and searched; without Qt the command line does everything."""
    fake = tmp_path / "blocked" / blocked
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(f"raise ModuleNotFoundError('No module named {blocked!r}', name={blocked!r})")
    cli.environment["PYTHONPATH"] = str(fake.parent)
    path = draw_big(photos / "x.jpg", "red")
    cli("add", str(photos))
    captions = tmp_path / "c.jsonl"
    captions.write_text(json.dumps({"path": str(path), "view": "h1of2", "text": "a dog", "model": "m"}), "utf-8")
    cli("import", str(captions))
    assert cli.json("search", "dog")["total"] == 1
    if blocked == "llama_cpp":
        assert "llama" in cli("caption", status=3).stderr
    else:
        assert cli.json("caption", "--views", "whole")["views"] == 1


def test_settings_are_shown_and_changed(cli: Cli) -> None:
    assert cli.json("settings", "fast_crops") == {"fast_crops": False}
    assert "fast_crops  yes" in cli("settings", "fast_crops", "yes").stdout
    assert cli.json("settings")["fast_crops"] is True
    assert "yes or no" in cli("settings", "fast_crops", "perhaps", status=2).stderr
    assert "no setting" in cli("settings", "fast", status=2).stderr
