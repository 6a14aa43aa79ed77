"""The command line. Exit status: 0 done, 2 wrong usage, 3 an error with a remedy, 130 cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from photofind import log, terminal
from photofind.cli import (
    choosing,
    describing,
    evaluate,
    excluding,
    exporting,
    folders,
    insights,
    library,
    model,
    pruning,
    searching,
    server,
    similar,
    upkeep,
)
from photofind.cli.common import State, Window, cli, complain
from photofind.errors import Cancelled, PhotofindError, UsageError
from photofind.paths import DataPaths

__all__ = [
    "choosing",
    "describing",
    "evaluate",
    "excluding",
    "exporting",
    "folders",
    "insights",
    "library",
    "model",
    "pruning",
    "run",
    "searching",
    "server",
    "similar",
    "upkeep",
]

DataDir = Annotated[str | None, typer.Option("--data-dir", metavar="DIR", help="Keep the library's data here.")]


def run(arguments: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``photofind``; else those of the process.
        window: opens the window and returns the exit status.

    Returns:
        The exit status.
    """

    def no_window(_paths: DataPaths, _folders: Sequence[str]) -> int:
        raise UsageError("there is no window here", "use a command; photofind --help lists them")

    command = typer.main.get_command(cli)
    try:
        outcome = command.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="photofind",
            standalone_mode=False,
            obj=State(None, window or no_window),
        )
        return outcome if isinstance(outcome, int) else 0
    except Cancelled:
        return 130
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        return complain(str(error), 2)
    except PhotofindError as error:
        return complain(str(error), 3)
    except BrokenPipeError:
        return 0
    except SystemExit:
        # The command line library leaves so when the reader of our output went away: nothing is wrong.
        return 0
    except Exception as error:
        shown = getattr(error, "format_message", None)
        if shown is not None:
            place = getattr(getattr(error, "ctx", None), "command_path", "photofind")
            said = str(shown()).rstrip(".")
            return complain(f"{said}: {place} --help shows how", int(getattr(error, "exit_code", 2)))
        if type(error).__name__ == "Abort":
            return 130
        raise
    finally:
        log.close()


@cli.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    data_dir: DataDir = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say on stderr what goes on.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    """Find any photo by what is in it, in words, on your own machine, and see why it was found."""
    state: State = context.obj
    state.data_dir = data_dir
    if version:
        from photofind import __version__

        terminal.say(f"photofind {__version__}")
        raise typer.Exit
    log.setup(state.paths().log, verbose)
    if context.invoked_subcommand is None:
        return state.window(state.paths(), ())
    return 0


@cli.command()
def gui(
    context: typer.Context, folders: Annotated[list[str] | None, typer.Argument(metavar="FOLDER...")] = None
) -> int:
    """Open the window, and add these folders."""
    state: State = context.obj
    return state.window(state.paths(), folders or ())
