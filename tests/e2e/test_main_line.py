"""The main job through the command line: folders in, captions by the real engine, found with evidence, exported."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from tests.conftest import COLOURS_PAIR, PHOTOGRAPHS, draw_big, draw_many
from tests.e2e.conftest import Cli

LM, MMPROJ = COLOURS_PAIR
PAIR = ("--lm", LM, "--mmproj", MMPROJ)


def found(cli: Cli, *terms: str) -> list[str]:
    return [Path(hit["path"]).name for hit in cli.json("search", *terms)["results"]]


def test_a_colour_that_only_a_crop_resolves_is_found_with_crops_and_not_without(cli: Cli, photos: Path) -> None:
    draw_big(photos / "one.jpg", "red")
    draw_many(photos / "many.jpg", ["purple", "yellow", "green"])
    added = cli.json("add", str(photos))
    assert (added["added"], added["photos"], added["failed"]) == (2, 2, 0)

    whole = cli.json("caption", *PAIR, "--views", "whole")
    assert (whole["described"], whole["views"], whole["pending"]) == (2, 2, 0)
    assert found(cli, "red") == ["one.jpg"]
    assert found(cli, "purple") == []

    crops = cli.json("caption", *PAIR, "--views", "17")
    assert (crops["views"], crops["pending"], crops["failed"]) == (34, 0, 0)
    hits = cli.json("search", "purple")
    assert [Path(hit["path"]).name for hit in hits["results"]] == ["many.jpg"]
    assert hits["captioned"] == hits["photos"] == 2
    views = hits["results"][0]["matched"]["purple"]
    assert "g11" in views
    assert "whole" not in views
    assert found(cli, "purple", "yellow") == ["many.jpg"]
    assert found(cli, "purple", "--not", "yellow") == []
    assert set(found(cli, "purple", "red", "--any")) == {"one.jpg", "many.jpg"}


def test_the_built_in_model_describes_real_photographs(cli: Cli, photos: Path) -> None:
    for name in ("chelsea.png", "coffee.png"):
        shutil.copy(PHOTOGRAPHS / name, photos / name)
    cli("add", str(photos))
    done = cli.json("caption")
    assert (done["described"], done["views"], done["failed"]) == (2, 36, 0)
    shown = cli.json("show", str(photos / "chelsea.png"))
    assert shown["captions"][0]["view"] == "whole"
    assert shown["captions"][0]["box"] == [0, 0, 1, 1]
    assert len(shown["captions"]) == 18
    assert found(cli, "cat") == ["chelsea.png"]
    assert found(cli, "cup") == ["coffee.png"]
    assert cli.json("stats")["captioned"] == 2


def test_a_rename_and_a_copy_cost_nothing(cli: Cli, photos: Path) -> None:
    first = draw_big(photos / "a.jpg", "blue")
    cli("add", str(photos))
    assert cli.json("caption", *PAIR, "--views", "whole")["views"] == 1
    first.rename(photos / "renamed.jpg")
    moved = cli.json("scan")
    assert (moved["moved"], moved["added"], moved["removed"]) == (1, 0, 0)
    shutil.copy(photos / "renamed.jpg", photos / "copy.jpg")
    copied = cli.json("scan")
    assert (copied["added"], copied["photos"]) == (1, 1)
    assert cli.json("caption", *PAIR, "--views", "whole")["views"] == 0
    hits = cli.json("search", "blue")
    assert hits["total"] == 1
    assert {Path(path).name for path in hits["results"][0]["paths"]} == {"renamed.jpg", "copy.jpg"}


def test_exports_hold_every_result_and_defuse_formulas(cli: Cli, photos: Path, tmp_path: Path) -> None:
    for name, colour in (("one.jpg", "red"), ("two.jpg", "green"), ("three.jpg", "blue")):
        draw_big(photos / name, colour)
    cli("add", str(photos))
    lines = [
        {"path": str(photos / "one.jpg"), "view": "whole", "text": '=HYPERLINK("x") red', "model": "made elsewhere"},
        {"file": "two.jpg", "view": "g11", "text": '<script>red</script>, "quoted"\nline', "model": "made elsewhere"},
        {"file": "nowhere.jpg", "view": "whole", "text": "red", "model": "made elsewhere"},
    ]
    captions = tmp_path / "captions.jsonl"
    captions.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert cli.json("import", str(captions)) == {"photos": 2, "views": 2, "unknown": 1}

    out = tmp_path / "out.csv"
    cli("export", "red", "--format", "csv", "-o", str(out))
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["path", "score", "date", "width", "height", "caption", "own", "matched"]
    by_name = {Path(row["path"]).name: row for row in rows}
    assert set(by_name) == {"one.jpg", "two.jpg"}
    assert by_name["one.jpg"]["caption"].startswith("'=")
    assert by_name["two.jpg"]["matched"] == "red: g11"

    refused = cli("export", "red", "--format", "csv", "-o", str(out), status=3)
    assert "exists already" in refused.stderr
    cli("export", "red", "--format", "json", "-o", str(out), "--overwrite")
    document = json.loads(out.read_text("utf-8"))
    assert document["total"] == len(document["results"]) == 2
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []
