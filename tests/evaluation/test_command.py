"""``photofind evaluate`` as a person runs it: from files, with a model, stopped and gone on with."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from photofind import settings as settings_file
from photofind.cli import run as run_here
from photofind.errors import Cancelled, NotFoundError, PhotofindError, UsageError
from photofind.evaluating import Question, Request, evaluate, work_paths
from photofind.paths import data_paths
from photofind.settings import Server, Settings
from tests.captioning.remote_servers import MODEL, Unruly
from tests.conftest import COLOURS_PAIR, draw_big, draw_many
from tests.e2e.conftest import Cli

ASKED = Question(lm=COLOURS_PAIR[0], mmproj=COLOURS_PAIR[1])
PAIR = ("--lm", COLOURS_PAIR[0], "--mmproj", COLOURS_PAIR[1])
LABELS: list[dict[str, Any]] = [
    {"file": "0.jpg", "labels": ["dog", "traffic light"], "captions": ["A dog waits at a light."]},
    {"file": "1.jpg", "labels": ["dog"], "captions": ["Only a dog."]},
    {"file": "2.jpg", "labels": ["cat"], "captions": ["A cat <script>alert(1)</script>."]},
    {"file": "3.jpg", "labels": [], "captions": []},
]
CAPTIONS = [
    {"file": "0.jpg", "view": "whole", "text": "A dog at a traffic light."},
    {"file": "1.jpg", "view": "whole", "text": "A lawn."},
    {"file": "1.jpg", "view": "g22", "text": "A dog."},
    {"file": "2.jpg", "view": "whole", "text": "A cat."},
    {"file": "3.jpg", "view": "whole", "text": "A light dog in heavy traffic."},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "labels.json").write_text(json.dumps(LABELS), "utf-8")
    (tmp_path / "captions.jsonl").write_text("\n".join(json.dumps(line) for line in CAPTIONS), "utf-8")
    return (
        *("evaluate", "--dataset", "folder", "--labels", str(tmp_path / "labels.json")),
        *("--captions", str(tmp_path / "captions.jsonl")),
    )


def test_the_json_of_a_run_without_a_model_is_as_counted_by_hand(cli: Cli, files: tuple[str, ...]) -> None:
    found = cli.json(*files, "--views", "whole")
    # cat → 2 (right); dog → 0 (right), 3 (wrong), 1 has no dog in its whole view; traffic light → 0 (right), 3 (wrong).
    assert (found["task"], found["queries"], found["photos"]) == ("keyword", 3, 4)
    assert list(found["p_at"]) == ["1", "2", "4", "5", "10"]
    hits = {"1": 3, "2": 3, "4": 3, "5": 3, "10": 3}
    order = found["p_at"]["1"]
    assert order in (1.0, pytest.approx(2 / 3), pytest.approx(1 / 3))  # 0 and 3 may tie: then 0 comes first
    assert order == 1.0
    for k, count in hits.items():
        assert found["p_at"][k] == pytest.approx(count / (3 * int(k)))
        assert found["r_at"][k] == pytest.approx(count / 4)
    assert found["pr_auc"] == pytest.approx(3 / 4)
    assert found["map"] == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert found["errors"]["map"] > 0
    assert "runs" not in found

    crops = cli.json(*files)
    assert crops["r_at"]["4"] == 1.0
    assert crops["views"] == "all"
    assert not (cli.data / "catalog.sqlite3").exists()  # nothing enters the person's library


def test_all_tasks_with_peers_and_a_report(
    cli: Cli, files: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report"
    shown = cli(*files, "--task", "all", "--peers", "lucene,fts5", "--views", "whole,17", "-o", str(out)).stdout
    for words in (
        "PR-AUC",
        "photofind, 17 crops",
        "Lucene BM25, whole",
        "SQLite FTS5",
        "LLaVA-1.5-13B",
        "labels added",
    ):
        assert words in shown, words
    names = {path.name for path in out.iterdir()}
    curves = {f"{task}-curve.{kind}" for task in ("keyword", "multi", "caption", "feedback") for kind in ("svg", "png")}
    assert names == {"report.html", "results.json", "feedback-keywords.svg", "feedback-keywords.png", *curves}
    value = json.loads((out / "results.json").read_text("utf-8"))
    assert len(value["runs"]) == 4 * 3 * 2
    feedback = next(run for run in value["runs"] if run["task"] == "feedback" and run["views"] == "17")
    assert len(feedback["r1_by_keywords"]) == 3
    assert feedback["queries_by_keywords"] == [3, 3, 1]
    assert feedback["r1_by_keywords"][-1] == feedback["r_at"]["1"]

    capsys.readouterr()
    assert run_here([*files, "-o", str(out)]) == 3
    assert "exists already" in capsys.readouterr().err
    assert run_here([*files, "-o", str(out), "--overwrite"]) == 0
    keyword = {"report.html", "results.json", "keyword-curve.svg", "keyword-curve.png"}
    assert {path.name for path in out.iterdir()} == keyword


def test_human_captions_are_indexed_but_for_the_query(cli: Cli, tmp_path: Path) -> None:
    labels = [{"file": f"{n}.jpg", "captions": [f"A {word}.", f"The {word}!"]} for n, word in enumerate(("dog", "cat"))]
    (tmp_path / "labels.json").write_text(json.dumps(labels), "utf-8")
    run = ("evaluate", "--dataset", "folder", "--labels", str(tmp_path / "labels.json"), "--human", "--task", "caption")
    found = cli.json(*run, "--query-caption", "2")
    assert (found["queries"], found["r_at"]["1"], found["described"]) == (2, 1.0, 2)


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (("--task", "sorting"), 2, "no task"),
        (("--views", "9"), 2, "no view set"),
        (("--peers", "google"), 2, "no peer"),
        (("--field-weights", "whole"), 2, "no field weight"),
        (("--k1", "-1"), 2, "no BM25"),
        (("--human",), 2, "two sources"),
        (("--dataset", "coco"), 3, "not a JSON object"),
        (("--labels", "nowhere.json"), 3, "does not exist"),
        (("--captions", "nowhere.jsonl"), 3, "does not exist"),
        (("--task", "keyword,keyword"), 2, "twice"),
    ],
)
def test_what_is_wrong_is_said(
    files: tuple[str, ...], words: tuple[str, ...], status: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here([*files, *words]) == status
    assert why in capsys.readouterr().err


def test_photos_are_described_once_and_compared_by_views(cli: Cli, photos: Path, tmp_path: Path) -> None:
    draw_big(photos / "one.jpg", "red")
    draw_many(photos / "many.jpg", ["purple", "yellow", "green"])
    (photos / "stranger.txt").write_text("no photo")
    labels = tmp_path / "labels.csv"
    labels.write_text("file,labels\none.jpg,red\nmany.jpg,purple;green\n", "utf-8")
    run = ("evaluate", "--dataset", "folder", "--labels", str(labels), "--images", str(photos), *PAIR)
    kept = tmp_path / "kept.jsonl"
    found = cli.json(*run, "--views", "whole,17", "--save-captions", str(kept))
    whole, crops = found["runs"]
    assert (whole["views"], whole["queries"], whole["r_at"]["1"]) == ("whole", 3, pytest.approx(1 / 3))
    assert (crops["views"], crops["r_at"]["1"], crops["pr_auc"]) == ("17", 1.0, 1.0)
    assert not (cli.data / "catalog.sqlite3").exists()  # nothing enters the person's library
    assert rows(next(cli.data.glob("evaluation/folder-*"))) == 36
    again = ("evaluate", "--dataset", "folder", "--labels", str(labels), "--captions", str(kept))
    assert cli.json(*again, "--views", "17")["r_at"] == crops["r_at"]


def rows(work: Path) -> int:
    with closing(sqlite3.connect(work / "catalog.sqlite3")) as catalog:
        return int(catalog.execute("SELECT count(*) FROM captions").fetchone()[0])


def test_another_prompt_is_described_anew_and_missing_photos_are_named(photos: Path, tmp_path: Path) -> None:
    draw_big(photos / "one.jpg", "red")
    labels = tmp_path / "labels.csv"
    labels.write_text("file,labels\none.jpg,red\n", "utf-8")
    paths = data_paths(tmp_path / "data")
    request = Request("folder", str(labels), str(photos), question=ASKED, views=("whole",), rounds=0)
    done = evaluate(request, paths)
    assert (done.results[0].described, done.results[0].measures.r_at[1]) == (1, 1.0)
    work = work_paths(request, paths).root
    assert rows(work) == 1
    told: list[str] = []
    roundabout = replace(request, images=str(photos / ".." / photos.name))
    evaluate(roundabout, paths, lambda progress: told.append(progress.state))
    assert (rows(work), "loading" in told) == (1, False)  # all is there: no model is loaded
    evaluate(replace(request, question=replace(ASKED, prompt="Which colour?")), paths)
    assert rows(work) == 2

    labels.write_text("file,labels\none.jpg,red\ngone.jpg,blue\n", "utf-8")
    with pytest.raises(NotFoundError, match=r"1 of 2 photos are not in .*, the first gone\.jpg.*--skip-missing"):
        evaluate(request, paths)
    skipped = evaluate(replace(request, skip_missing=True), paths)
    assert skipped.results[0].photos == 1
    assert "1 photos were left out" in " ".join(skipped.notes)
    (photos / "gone.jpg").write_bytes(b"no image")
    with pytest.raises(PhotofindError, match=r"gone\.jpg can't be read"):
        evaluate(request, paths)
    with pytest.raises(NotFoundError, match="nowhere does not exist"):
        evaluate(replace(request, images=str(tmp_path / "nowhere")), paths)
    with pytest.raises(UsageError, match="go together"):
        evaluate(replace(request, question=Question(lm="x"), skip_missing=True), paths)
    with pytest.raises(UsageError, match="nothing to describe"):
        evaluate(replace(request, images=""), paths)
    with pytest.raises(UsageError, match="exists already"):
        evaluate(replace(request, save_captions=str(labels)), paths)
    with pytest.raises(Cancelled):
        evaluate(
            replace(request, skip_missing=True, question=replace(ASKED, prompt="Another?")),
            paths,
            interrupted=lambda: True,
        )


def test_a_server_that_the_person_added_can_describe_with_the_second_question(photos: Path, tmp_path: Path) -> None:
    draw_big(photos / "one.jpg", "red")
    labels = tmp_path / "labels.csv"
    labels.write_text("file,labels\none.jpg,red\n", "utf-8")
    paths = data_paths(tmp_path / "data")
    server = Unruly()
    try:
        settings_file.save(paths.settings, Settings(servers=(Server("there", server.url, MODEL),)))
        asked = Question("there", follow_up=True)
        done = evaluate(Request("folder", str(labels), str(photos), question=asked, views=("whole",), rounds=0), paths)
        assert done.results[0].measures.r_at[1] == 1.0
        assert done.settings["captions"] == "there, described here"
        assert done.settings["second question"] == "yes"
        assert len(server.views) == 2
    finally:
        server.stop()


def captions_in(data: Path) -> int:
    found = list(data.glob("work/catalog.sqlite3"))
    if not found:
        return 0
    with closing(sqlite3.connect(f"file:{found[0]}?mode=ro", uri=True, timeout=5)) as catalog:
        try:
            return int(catalog.execute("SELECT count(*) FROM captions").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


@pytest.mark.parametrize("way", ["killed", "interrupted"])
def test_a_run_that_was_killed_or_stopped_goes_on_where_it_was(
    cli: Cli, photos: Path, tmp_path: Path, way: str
) -> None:
    colours = ["red", "green", "blue", "yellow", "purple", "orange"]
    for colour in colours:
        draw_big(photos / f"{colour}.jpg", colour)
    labels = tmp_path / "labels.json"
    labels.write_text(json.dumps([{"file": f"{colour}.jpg", "labels": [colour]} for colour in colours]), "utf-8")
    run = (
        *("evaluate", "--dataset", "folder", "--labels", str(labels), "--images", str(photos), *PAIR, "--views", "17"),
        *("--work", str(cli.data / "work")),
    )
    process = cli.start(*run)
    deadline = time.monotonic() + 60
    while captions_in(cli.data) < 4 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if way == "killed":
        process.kill()
    else:
        process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    if way == "interrupted":
        assert process.returncode == 130
    before = captions_in(cli.data)
    assert 4 <= before < 6 * 18
    with closing(sqlite3.connect(cli.data / "work" / "catalog.sqlite3")) as catalog:
        kept = dict(catalog.execute("SELECT photo_id || '/' || view, created FROM captions").fetchall())
    found = cli.json(*run)
    assert (found["queries"], found["described"], found["r_at"]["1"]) == (6, 6, 1.0)
    assert captions_in(cli.data) == 6 * 18
    with closing(sqlite3.connect(cli.data / "work" / "catalog.sqlite3")) as catalog:
        after = dict(catalog.execute("SELECT photo_id || '/' || view, created FROM captions").fetchall())
    assert kept.items() <= after.items()  # nothing was described again
