"""The paper's experiments: evaluate."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from photofind import evaluating, terminal
from photofind.cli.common import Json, State, cli
from photofind.errors import UsageError

Option = typer.Option
_WIDTH = 120


@cli.command()
def evaluate(
    context: typer.Context,
    dataset: Annotated[str, Option(metavar="FORMAT", help="folder, coco, voc, nuswide or flickr30k.")],
    labels: Annotated[str, Option(metavar="FILE", help="Labels file of the dataset, or its folder.")],
    images: Annotated[str, Option(metavar="DIR", help="Folder of the photos, to describe them.")] = "",
    captions: Annotated[str, Option(metavar="JSONL", help="Captions made before: no model runs.")] = "",
    human: Annotated[bool, Option("--human", help="Index the dataset's other human captions: no model runs.")] = False,
    human_captions: Annotated[str, Option(metavar="FILE", help="File of the human captions.")] = "",
    task: Annotated[
        str, Option(metavar="TASK", help="keyword, multi, caption, feedback; several with commas; all.")
    ] = ("keyword"),
    views: Annotated[str, Option(metavar="SET", help="whole, 17 or 40; several with commas.")] = "",
    split: Annotated[str, Option(metavar="NAME", help="Part of the dataset; else the paper's.")] = "",
    subset: Annotated[str, Option(metavar="FILE", help="Only the photos that this file lists, one a line.")] = "",
    sample: Annotated[int, Option(metavar="N", min=0, help="Only so many photos, drawn at random.")] = 0,
    seed: Annotated[int, Option(metavar="N", help="For the sample and the bootstrap.")] = 0,
    skip_missing: Annotated[bool, Option("--skip-missing", help="Leave out photos whose file is not there.")] = False,
    model: Annotated[str, Option(metavar="NAME", help="A model of “photofind models”.")] = "",
    lm: Annotated[str, Option(metavar="PATH", help="Language model (GGUF) of a pair.")] = "",
    mmproj: Annotated[str, Option(metavar="PATH", help="Projector (GGUF) of a pair.")] = "",
    prompt: Annotated[str, Option(metavar="TEXT", help="What the model is asked; else the paper's prompt.")] = "",
    follow_up: Annotated[bool, Option("--follow-up", help="Ask the paper's second question, too.")] = False,
    fast_crops: Annotated[bool, Option("--fast-crops", help="Pool the image tokens of crops.")] = False,
    work: Annotated[str, Option(metavar="DIR", help="Keep the captions here; else below the data directory.")] = "",
    save_captions: Annotated[str, Option(metavar="JSONL", help="Write the captions here too.")] = "",
    k1: Annotated[float, Option(help="BM25: how fast repeats stop counting.")] = 0.9,
    b: Annotated[float, Option(help="BM25: how far long texts are held back.")] = 0.4,
    field_weights: Annotated[str, Option(metavar="F=W,…", help="Two fields instead of one: whole=1,crops=0.7.")] = "",
    paper: Annotated[
        bool, Option("--paper/--product", help="All views as one field, or photofind's fields and weights.")
    ] = True,
    stemming: Annotated[bool, Option("--stemming/--no-stemming", help="Reduce words to stems.")] = True,
    synonyms: Annotated[bool, Option("--synonyms/--no-synonyms", help="Related words count too.")] = False,
    expansion: Annotated[
        bool, Option("--expansion/--no-expansion", help="Words that captions imply count too, and related ones.")
    ] = False,
    cleaning: Annotated[bool, Option("--cleaning/--no-cleaning", help="Take boilerplate out of captions.")] = True,
    match: Annotated[str, Option(metavar="HOW", help="Words of a query that must match: all or any.")] = "",
    relevance: Annotated[
        str, Option(metavar="WHICH", help="Photos that joined labels are after: all (the labels), same, self.")
    ] = "all",
    query_caption: Annotated[int, Option(metavar="N", min=1, help="The caption that is the query.")] = 1,
    peers: Annotated[str, Option(metavar="NAMES", help="lucene, fts5: rank the same captions for comparison.")] = "",
    clip: Annotated[str, Option(metavar="DIR", help="A CLIP model in ONNX: the dense baseline.")] = "",
    clip_score: Annotated[
        bool, Option("--clip-score", help="Score the views against the labels with it, too.")
    ] = False,
    bootstrap: Annotated[int, Option(metavar="N", min=0, help="Resamplings for the standard errors.")] = 1000,
    out: Annotated[str, Option("--out", "-o", metavar="DIR", help="Write report.html, results.json, curves.")] = "",
    overwrite: Annotated[bool, Option("--overwrite", help="Replace a report that is there.")] = False,
    json: Json = False,
) -> int:
    """Measure retrieval as the paper does, on a benchmark or on photos of your own with a labels file."""
    state: State = context.obj
    request = evaluating.Request(
        dataset=dataset,
        labels=labels,
        images=images,
        human_captions=human_captions,
        split=split,
        subset=subset,
        sample=sample,
        seed=seed,
        skip_missing=skip_missing,
        captions=captions,
        human=human,
        save_captions=save_captions,
        work=work,
        question=evaluating.Question(model, lm, mmproj, prompt, follow_up, fast_crops),
        tasks=evaluating.TASKS if task == "all" else _listed(task),
        views=_listed(views),
        peers=_listed(peers),
        k1=k1,
        b=b,
        product=not paper,
        weights=_weights(field_weights),
        stemming=stemming,
        synonyms=synonyms,
        expansion=expansion,
        cleaning=cleaning,
        match=match,
        relevance=relevance,
        query_caption=query_caption,
        rounds=bootstrap,
        clip=clip,
        clip_score=clip_score,
        out=out,
        overwrite=overwrite,
    )
    with terminal.Interrupt() as interrupt, terminal.Shown(json) as shown:
        report = evaluating.evaluate(request, state.paths(), shown.describing, shown.step, interrupt)
    if json:
        terminal.say_json(report.as_json())
    else:
        _show(report)
        if out:
            terminal.say(f"the report is in {terminal.plain(out)}: report.html, results.json and the curves")
    return 0


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _weights(text: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in _listed(text):
        name, _, value = part.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError as error:
            raise UsageError(f"“{part}” is no field weight", "write whole=1,crops=0.7") from error
    return weights


def _show(report: evaluating.Report) -> None:
    for name, value in report.settings.items():
        terminal.say(f"{name}: {terminal.plain(value)}")
    for note in report.notes:
        terminal.say(f"note: {terminal.plain(note)}")
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    for table in evaluating.tables(report, brief=True):
        shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        for number, head in enumerate(table.heads):
            shown.add_column(head, justify="left" if number == 0 else "right", no_wrap=number > 0 and table.quoted > 0)
        ours = len(table.rows) - table.quoted
        for number, row in enumerate(table.rows):
            cells = (Text(terminal.plain(cell)) for cell in row)
            shown.add_row(*cells, style="dim" if number >= ours else None, end_section=number == ours - 1)
        terminal.say(f"\n{terminal.plain(table.title)}")
        console.print(shown)
        if table.about:
            terminal.say(f"({table.about})")
    terminal.say()
    for caveat in evaluating.CAVEATS:
        terminal.say(caveat)
