"""What a report shows: every figure, nothing that a name could inject, charts that hold what they should."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from photofind.errors import ExportError
from photofind.evaluation import charts, experiment, paper
from photofind.evaluation.captions import Texts
from photofind.evaluation.charts import Chart, Line
from photofind.evaluation.datasets import Dataset, Item
from photofind.evaluation.datasets.folder import SOURCE
from photofind.evaluation.report import Report, check_folder, page, tables, write

EVIL = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def report() -> Report:
    items = (
        Item("0.jpg", ("dog", "cat"), ("A dog.",)),
        Item("1.jpg", ("dog",), ("A dog and a hat.",)),
        Item("2.jpg", ("cat",), ("A cat.",)),
    )
    dataset = Dataset("folder", items, ("cat", "dog"), SOURCE, (EVIL,))
    texts = Texts(({"whole": "A dog and a cat."}, {"whole": "A dog in a hat."}, {"whole": "A cat."}))
    setup = experiment.Setup(("keyword", "feedback"), ("whole",), peers=("lucene",), rounds=50)
    return Report(dataset, tuple(experiment.run(dataset, texts, setup)), {"captions": EVIL}, (EVIL,))


class Outline(HTMLParser):
    """What a page loads, runs and says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href", "data"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(report: Report) -> None:
    outline = Outline()
    outline.feed(page(report))
    assert "script" not in outline.tags
    assert outline.links == []
    assert outline.tags.count("svg") == 3
    text = " ".join(outline.text)
    assert EVIL in text  # shown as it is, not run
    assert "do not compare" in text
    assert "LLaVA-1.5-13B, 17 crops" in text
    assert "url(" not in page(report)


def test_tables_hold_the_measures_beside_those_of_the_paper(report: Report) -> None:
    keyword, differences, feedback, steps, _ = list(tables(report))
    assert [row[0] for row in differences.rows] == ["Lucene BM25, whole"]
    assert differences.rows[0][1].startswith("+0.000 ±")
    by_name = {row[0]: row for row in keyword.rows}
    measures = report.results[0].measures
    assert by_name["photofind, whole"][1].startswith(f"{measures.pr_auc:.3f} ±")
    assert by_name["paper: LLaVA-1.5-13B, 17 crops"][1] == "0.682"
    assert keyword.quoted == 4
    assert [row[0] for row in feedback.rows[:2]] == ["photofind, whole, caption", "photofind, whole, + labels"]
    assert [row[:2] for row in steps.rows] == [("0", "3"), ("1", "3"), ("2", "1")]
    brief = next(tables(report, brief=True))
    assert len(brief.heads) < len(keyword.heads)


def test_the_paper_is_quoted_as_it_is_printed() -> None:
    assert [row.figures["pr_auc"] for row in paper.beside("voc", "multi")] == [0.083, 0.100, 0.080, 0.123]
    flickr = paper.beside("flickr30k", "caption")
    assert flickr[3].figures == {"r@1": 0.573, "r@5": 0.818, "r@10": 0.88}
    assert paper.beside("folder", "keyword") == paper.beside("coco", "keyword")
    assert paper.beside("flickr30k", "keyword") == ()
    assert len(paper.PRINTED) == 6 * 4 + 2 * 4


def test_a_report_is_written_whole_and_not_over_another(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "report"
    check_folder(folder, overwrite=False)
    write(report, folder)
    assert json.loads((folder / "results.json").read_text("utf-8"))["about"]["settings"] == {"captions": EVIL}
    assert ET.fromstring((folder / "keyword-curve.svg").read_text("utf-8")).tag.endswith("svg")
    with Image.open(folder / "keyword-curve.png") as picture:
        assert picture.size == (2 * charts.WIDTH, 2 * charts.HEIGHT)
    with pytest.raises(ExportError, match="exists already"):
        check_folder(folder, overwrite=False)
    check_folder(folder, overwrite=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="can't write"):
        check_folder(tmp_path / "file" / "below", overwrite=False)
    with pytest.raises(ExportError, match="can't write"):
        write(report, tmp_path / "file")


def chart(points: tuple[tuple[float, float], ...]) -> Chart:
    return Chart("A & B", "x", "y", (Line("first <line>", points), Line("second", ((0.0, 0.0), (1.0, 1.0)))))


def test_both_drawings_of_a_chart_show_the_same_line() -> None:
    level = chart(((0.0, 0.5), (1.0, 0.5)))
    drawn = ET.fromstring(charts.svg(level))
    line = next(e for e in drawn.iter() if e.get("stroke") == "#0072b2" and e.tag.endswith("polyline"))
    height = float((line.get("points") or "").split()[0].split(",")[1])
    with Image.open(io.BytesIO(charts.png(level))) as picture:
        blue = np.all(np.asarray(picture.convert("RGB")) == (0, 0x72, 0xB2), axis=2)
    across = np.flatnonzero(blue[:, : 2 * 300].sum(axis=1) > 200)
    assert abs(across.mean() / 2 - height) < 1.5
    texts = {e.text for e in drawn.iter() if e.tag.endswith("text")}
    assert {"A & B", "first <line>", "second", "0.2", "1"} <= texts


def test_whole_numbers_are_marked_at_whole_numbers() -> None:
    steps = Chart("t", "x", "y", (Line("one", ((0.0, 0.0), (3.0, 1.0))),), x_to=3.0)
    texts = [e.text for e in ET.fromstring(charts.svg(steps)).iter() if e.tag.endswith("text")]
    assert {"0", "1", "2", "3"} <= set(texts)
    many = Chart("t", "x", "y", (), x_to=25.0)
    assert "24" in charts.svg(many)
    assert len(charts.png(many)) > 1000
