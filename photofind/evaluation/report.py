"""What an evaluation reports: tables beside the paper's figures, curves, one JSON value, one HTML page."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from photofind import __version__
from photofind.errors import ExportError
from photofind.evaluation import charts, paper
from photofind.evaluation.charts import Chart, Line
from photofind.evaluation.datasets.records import Dataset
from photofind.evaluation.experiment import Result
from photofind.evaluation.metrics import Measures

TITLES = {
    "keyword": "Keyword retrieval: every label is a query",
    "multi": "Multi-keyword retrieval: the labels of each photo joined",
    "caption": "Caption to image: a human caption is the query",
    "feedback": "Feedback: a caption, then labels added one at a time",
}
COLUMNS = ("pr_auc", "map", "p@1", "p@5", "p@10", "r@1", "r@5", "r@10")
BRIEF = {
    "keyword": ("pr_auc", "map", "p@10", "r@10"),
    "multi": ("pr_auc", "map", "p@10", "r@10"),
    "caption": ("r@1", "r@5", "r@10", "map"),
    "feedback": ("r@1", "r@5", "r@10", "pr_auc"),
}
_HEADINGS = {"pr_auc": "PR-AUC", "map": "mAP"}
CAVEATS = (
    "± is the standard error by bootstrap over queries (seeded): how far the figures would move with other queries.",
    "The paper's figures are of LLaVA-1.5-13B on a whole benchmark: those of other models or photos do not compare.",
    "P@k and R@k are pooled over queries (equations 5 and 6). mAP is not in the paper.",
)
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 2rem auto; padding: 0 1rem; color: #222;
  background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
th, td { padding: .25rem .55rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
tr.paper td { color: #595959; font-style: italic; }
dl.settings { column-width: 20rem; } dl.settings div { break-inside: avoid; }
dt { font-weight: 600; display: inline; } dd { margin: 0; display: inline; } dt::after { content: ": "; }
svg { max-width: 100%; height: auto; }
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished evaluation.

    Attributes:
        settings: what was chosen, for people.
        notes: what differs from the paper, for people.
        clip_scores: view set → CLIPScore averaged over photos, views and labels (equation 3), and its standard error.
    """

    dataset: Dataset
    results: tuple[Result, ...]
    settings: dict[str, str]
    notes: tuple[str, ...] = ()
    clip_scores: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that were run, in order."""
        return tuple(dict.fromkeys(result.task for result in self.results))

    def of(self, task: str) -> list[Result]:
        """The results of a task."""
        return [result for result in self.results if result.task == task]

    def as_json(self) -> dict[str, Any]:
        """The first result's values; with several, all of them under ``runs``; what was run under ``about``."""
        value = self.results[0].as_json()
        if len(self.results) > 1:
            value["runs"] = [self._run(result) for result in self.results]
        if self.clip_scores:
            value["clip_score"] = {name: round(mean, 9) for name, (mean, _) in self.clip_scores.items()}
        value["about"] = {
            "dataset": self.dataset.name,
            "title": self.dataset.source.title,
            "settings": self.settings,
            "notes": list(self.notes),
            "paper": [
                {"method": row.method, "dataset": paper.TITLES[row.dataset], "task": row.task, **row.figures}
                for task in self.tasks
                for row in paper.beside(self.dataset.name, task)
            ],
            "version": __version__,
        }
        return value

    def _run(self, result: Result) -> dict[str, Any]:
        """A result with its differences to the first one of its task."""
        value = result.as_json()
        first = self.of(result.task)[0]
        if result is not first:
            value["difference"] = {
                name: dict(
                    zip(("value", "error"), _rounded(result.measures.difference(first.measures, name)), strict=True)
                )
                for name in ("pr_auc", "map", "r@1", "r@5", "r@10")
            }
        return value


def _rounded(pair: tuple[float, float]) -> list[float | None]:
    return [None if math.isnan(one) else round(one, 9) for one in pair]


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a terminal or a page.

    Attributes:
        quoted: how many rows at its end are the paper's.
        about: what those are of.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quoted: int = 0
    about: str = ""


def system(result: Result) -> str:
    """What was run, in one short name."""
    views = {"whole": "whole", "17": "17 crops", "40": "40 crops"}.get(result.views, "all views")
    return f"{result.system}, {views}"


def tables(report: Report, brief: bool = False) -> Iterator[Table]:
    """The tables of a report, a task each; two for feedback.

    Args:
        brief: only the columns that matter most for the task, so that a terminal has room.
    """
    for task in report.tasks:
        results = report.of(task)
        names = BRIEF[task] if brief else COLUMNS
        rows: list[tuple[str, ...]] = []
        for result in results:
            if result.before is not None:
                rows.append(_row(f"{system(result)}, caption", result.before, names))
            rows.append(_row(f"{system(result)}{', + labels' if result.before else ''}", result.measures, names))
        printed = paper.beside(report.dataset.name, task)
        rows += [
            (row.method, *(f"{row.figures[name]:.3f}" if name in row.figures else "" for name in names))
            for row in printed
        ]
        title = f"{TITLES[task]} ({results[0].photos} photos, {results[0].queries} queries)"
        about = ""
        if printed:
            about = f"{paper.SOURCE}, {printed[0].table}: {paper.TITLES[printed[0].dataset]}"
            about += "; before any label is added" if task == "feedback" else ""
        heads = ("", *(_HEADINGS.get(name, name.upper()) for name in names))
        yield Table(title, heads, tuple(rows), len(printed), about)
        if task == "feedback":
            yield _by_keywords(results)
        if len(results) > 1 and results[0].measures.rounds:
            yield _differences(results, BRIEF[task])
    if report.clip_scores:
        rows = [(name, f"{mean:.4f} ±{error:.4f}") for name, (mean, error) in report.clip_scores.items()]
        yield Table("CLIPScore of views against all labels (equation 3)", ("views", "CLIPScore"), tuple(rows))


def _row(name: str, measures: Measures, names: Sequence[str]) -> tuple[str, ...]:
    return (name, *(_figure(measures, one) for one in names))


def _figure(measures: Measures, name: str) -> str:
    value, error = measures.figure(name), measures.errors[name]
    return f"{value:.3f}" if math.isnan(error) else f"{value:.3f} ±{error:.3f}"


def _differences(results: Sequence[Result], names: Sequence[str]) -> Table:
    rows = []
    for result in results[1:]:
        pairs = [result.measures.difference(results[0].measures, name) for name in names]
        rows.append((system(result), *(f"{value:+.3f} ±{error:.3f}" for value, error in pairs)))
    heads = ("", *(_HEADINGS.get(name, name.upper()) for name in names))
    return Table(f"Difference to {system(results[0])}, paired over queries", heads, tuple(rows))


def _by_keywords(results: Sequence[Result]) -> Table:
    steps = range(max(len(result.r1_by_keywords) for result in results))
    heads = ("labels added", "photos with so many", *(system(result) for result in results))
    rows = [
        (str(step), str(results[0].still[step]), *(f"{result.r1_by_keywords[step]:.3f}" for result in results))
        for step in steps
    ]
    return Table("R@1 as labels are added; a photo without more labels keeps its last query", heads, tuple(rows))


def drawings(report: Report) -> Iterator[tuple[str, Chart]]:
    """The charts of a report, each with the stem of its file name."""
    for task in report.tasks:
        results = report.of(task)
        lines: list[Line] = []
        for result in results:
            if result.before is not None:
                lines.append(_curve(f"{system(result)}, caption", result.before))
            name = f"{system(result)}, + labels" if result.before is not None else system(result)
            lines.append(_curve(name, result.measures))
        title = f"{report.dataset.source.title}: {task}"
        yield f"{task}-curve", Chart(title, "recall R@k", "precision P@k", tuple(lines))
        if task == "feedback":
            steps = tuple(
                Line(system(result), tuple((float(i), value) for i, value in enumerate(result.r1_by_keywords)))
                for result in results
            )
            most = max(len(result.r1_by_keywords) for result in results) - 1
            yield "feedback-keywords", Chart(f"{title}, R@1", "labels added", "recall R@1", steps, float(max(most, 1)))


def _curve(name: str, measures: Measures) -> Line:
    return Line(name, tuple(zip(measures.recall, measures.precision, strict=True)))


def page(report: Report) -> str:
    """The report as one HTML page that needs nothing from elsewhere."""
    source = report.dataset.source
    out = [
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>photofind evaluate: {escape(source.title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{escape(source.title)}: {len(report.dataset.items)} photos</h1><dl class="settings">',
    ]
    about = {**report.settings, "photofind": __version__, "data": f"{source.where} ({source.licence})"}
    out += [f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in about.items()]
    out.append("</dl>")
    if report.notes:
        out.append(f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in report.notes)}</ul>")
    for table in tables(report):
        out.append(f'<h2>{escape(table.title)}</h2><div class="wide"><table><thead><tr>')
        out += [f'<th scope="col">{escape(head)}</th>' for head in table.heads]
        out.append("</tr></thead><tbody>")
        for number, row in enumerate(table.rows):
            kind = ' class="paper"' if number >= len(table.rows) - table.quoted else ""
            out.append(f"<tr{kind}>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>")
        out.append(f"</tbody></table></div><p>{escape(table.about)}</p>")
    out.append("<h2>Curves</h2>")
    out += [charts.svg(chart) for _, chart in drawings(report)]
    out.append(f"<h2>What these figures say</h2><ul>{''.join(f'<li>{escape(one)}</li>' for one in CAVEATS)}</ul>")
    out.append(f"<p>Paper: {escape(paper.SOURCE)}, Tables 1 and 2.</p></body></html>")
    return "\n".join(out)


_FILES = ("report.html", "results.json", *(f"{task}-curve.{kind}" for task in TITLES for kind in ("svg", "png")))
_FILES = (*_FILES, "feedback-keywords.svg", "feedback-keywords.png")


def check_folder(folder: Path, overwrite: bool) -> None:
    """Refuse a folder that can't take a report, before the work is done.

    Raises:
        ExportError: it is a file, can't be made, or holds a report already and ``overwrite`` is off.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"can't write to {folder} ({error.strerror})", "choose another folder") from error
    there = [name for name in _FILES if (folder / name).exists()]
    if there and not overwrite:
        raise ExportError(f"{folder / there[0]} exists already", "choose another folder, or overwrite it (--overwrite)")


def write(report: Report, folder: Path) -> None:
    """Write ``report.html``, ``results.json`` and the charts as SVG and PNG.

    Raises:
        ExportError: the folder can't be written to.
    """
    try:
        for name in _FILES:
            (folder / name).unlink(missing_ok=True)
        for stem, chart in drawings(report):
            (folder / f"{stem}.svg").write_text(charts.svg(chart), "utf-8")
            (folder / f"{stem}.png").write_bytes(charts.png(chart))
        (folder / "results.json").write_text(json.dumps(report.as_json(), indent=1) + "\n", "utf-8")
        (folder / "report.html").write_text(page(report), "utf-8")
    except OSError as error:
        raise ExportError(f"can't write to {folder} ({error.strerror})", "choose another folder") from error
