"""Find photos that are like another by what is said about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app
from photofind.cli.searching import reason
from photofind.records import SIMILAR


@cli.command()
def similar(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="A photo of the library.")],
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="At most this many; 0 = all.")] = 50,
    json: Json = False,
) -> int:
    """Photos whose captions are like a photo's, the nearest first, and the words that they share."""
    with open_app(context) as app:
        photo = app.photo_by_path(str(Path(path).expanduser().absolute()))
        found = app.similar(photo.id, limit)
        scores = dict(zip(found.ids, found.scores, strict=True))
        results: list[dict[str, Any]] = []
        for one in app.photos(found.ids):
            evidence = app.evidence(one.id, found.query)
            results.append(
                {
                    "path": one.path,
                    "paths": list(one.paths),
                    "score": round(scores[one.id], 9),
                    "words": list(evidence.shared),
                    "views": evidence.views.get(SIMILAR, []),
                }
            )
    if json:
        terminal.say_json({"photo": photo.path, "results": results})
        return 0
    for result in results:
        terminal.say(f"{result['score']:7.3f}  {terminal.plain(result['path'])}")
        terminal.say(f"         {terminal.plain(reason(', '.join(result['words']), result['views']))}")
    if not results:
        terminal.say("no photo is like it" if photo.views else "it is not described yet")
    return 0
