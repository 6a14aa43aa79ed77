"""How fast photofind describes, against the chat handler of llama-cpp-python in the same run.

    python -m tests.benchmarks.captioning [--photos 5] [--views 18] [--tokens 64] [--small] --json

On a generated model of LLaVA's shape, the handler and the engine describe the same photo in turns, each in a process of
its own, so that a busy machine burdens both alike. ``ratio_equal_tokens`` is CPU seconds of the handler over those of
the engine for the same photo, prompt and count of tokens, the median over the photos; ``ratio_pooled`` likewise with
pooled crops. The handler has its defaults (only its context is made large enough), the engine those of photofind;
``…_one_thread`` is the handler with one thread in all. ``idle_share`` is the share of the wall time of a run over files
in which the engine had no view to work on; ``views_per_s`` the pace of that run with the built-in model.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import functools
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image
from skimage import data

from photofind.captioning import models
from photofind.captioning.prompts import CHAT_TEMPLATE, PAPER_PROMPT
from photofind.captioning.views import Pixels, crop, fit
from photofind.captioning.worker import Describer
from photofind.describing import Run
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Wanted
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from photofind.records import VIEW_SETS
from tests.benchmarks.medium_model import write_pair

SIDE = 336


def photo(number: int) -> Pixels:
    """A photograph that scikit-image ships, no two alike."""
    names = ("astronaut", "chelsea", "coffee", "rocket")
    rgb: Pixels = np.asarray(getattr(data, names[number % len(names)])())
    return np.ascontiguousarray(np.roll(rgb, 31 * (number // len(names)), axis=1))


def views(number: int, count: int, side: int) -> list[tuple[str, Pixels]]:
    """The first views of a photo, fitted."""
    return [(view.name, fit(crop(photo(number), view), side)) for view in VIEW_SETS["17"][:count]]


def serve(describe: Callable[[int], None]) -> None:
    """Describe the photos whose numbers come in, and answer with the CPU seconds that each took."""
    print("ready", flush=True)
    for line in sys.stdin:
        begun = time.process_time()
        describe(int(line))
        print(json.dumps(time.process_time() - begun), flush=True)


def run_engine(lm: str, mmproj: str, wanted: argparse.Namespace, pooled: bool) -> None:
    """photofind's engine in this process."""
    os.environ["OMP_WAIT_POLICY"] = "passive"  # as its own process sets it
    from photofind.captioning import engine, native

    native.route_logs(lambda _level, _line: None)
    engine.looping = lambda _tokens: False  # random weights loop at once, and the handler goes on
    threads = max(1, (psutil.cpu_count(logical=False) or 2) - 1)
    loaded = engine.Engine(
        native.EngineSpec(lm, mmproj, CHAT_TEMPLATE, PAPER_PROMPT, threads=threads, pooled_crops=pooled), lambda: None
    )

    def describe(number: int) -> None:
        waiting = list(enumerate(views(number, wanted.views, SIDE)))
        while waiting or loaded.live:
            while waiting and loaded.free:
                job, (name, rgb) = waiting.pop(0)
                loaded.admit(job, name, rgb, wanted.tokens)
            loaded.step()

    serve(describe)
    loaded.close()


def run_handler(lm: str, mmproj: str, wanted: argparse.Namespace, **threads: int) -> None:
    """The chat handler as people use it: a data URL a view."""
    import llama_cpp
    from llama_cpp.llama_chat_format import MTMDChatHandler

    from photofind.captioning import native

    native.route_logs(lambda _level, _line: None)
    handler = MTMDChatHandler(clip_model_path=mmproj, verbose=False)
    model = llama_cpp.Llama(lm, chat_handler=handler, n_ctx=1024, verbose=False, **threads)

    def describe(number: int) -> None:
        for _, rgb in views(number, wanted.views, SIDE):
            buffer = io.BytesIO()
            Image.fromarray(rgb).save(buffer, "JPEG", quality=95)
            url = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
            content: list[Any] = [
                {"type": "image_url", "image_url": {"url": url}},
                {"type": "text", "text": PAPER_PROMPT},
            ]
            model.create_chat_completion(
                messages=[{"role": "user", "content": content}],
                max_tokens=wanted.tokens, temperature=0, repeat_penalty=1.0,
            )  # fmt: skip

    serve(describe)
    model.close()


RUNS: dict[str, Callable[..., None]] = {
    "handler": run_handler,
    "one_thread": functools.partial(run_handler, n_threads=1, n_threads_batch=1),
    "engine": functools.partial(run_engine, pooled=False),
    "pooled": functools.partial(run_engine, pooled=True),
}


def measure(options: list[str], photos: int) -> dict[str, list[float]]:
    """CPU seconds a photo of every run, in turns."""
    with contextlib.ExitStack() as stack:
        processes = {}
        for run in RUNS:
            command = [sys.executable, "-m", "tests.benchmarks.captioning", "--run", run, *options]
            processes[run] = stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
        for process in processes.values():
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        seconds: dict[str, list[float]] = {run: [] for run in RUNS}
        for number in range(photos):
            for run, process in processes.items():
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(f"{number}\n")
                process.stdin.flush()
                seconds[run].append(json.loads(process.stdout.readline()))
    return seconds


def run_files(photos: int) -> dict[str, float]:
    """Pace and idle share of the built-in model on files, through scan, decoding, engine process and catalog."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "photos").mkdir()
        for number in range(photos):
            Image.fromarray(photo(number)).resize((3000, 2000)).save(folder / "photos" / f"{number}.jpg", quality=90)
        catalog = stack.enter_context(contextlib.closing(Catalog(folder / "catalog.db")))
        decoder = stack.enter_context(contextlib.closing(Decoder()))
        catalog.add_root(str(folder / "photos"))
        Scanner(catalog, decoder, ThumbnailStore(folder / "thumbnails"), min_side=1).scan()
        model = models.starter()
        describer = Describer(model)
        stack.callback(describer.stop)
        describer.start()
        wanted = Wanted({view.name: models.fingerprint(model, view.name) for view in VIEW_SETS["17"]})
        done = Run(catalog, decoder, describer, model, wanted)()
        return {"views_per_s": done.views / done.seconds, "idle_share": describer.idle / done.seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=5)
    parser.add_argument("--views", type=int, default=18)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--small", action="store_true", help="fewer layers, for a quick look")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--pair", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.run:
        RUNS[wanted.run](*wanted.pair, wanted)
        return
    with tempfile.TemporaryDirectory() as folder:
        shape = {"layers": 2, "blocks": 2, "image": SIDE} if wanted.small else {}
        pair = [str(path) for path in write_pair(Path(folder), **shape)]
        options = [f"--views={wanted.views}", f"--tokens={wanted.tokens}", "--pair", *pair]
        seconds = measure(options, wanted.photos)
    result: dict[str, float] = {}
    for run, name in (("engine", "ratio_equal_tokens"), ("pooled", "ratio_pooled")):
        for peer, suffix in (("handler", ""), ("one_thread", "_one_thread")):
            pairs = zip(seconds[peer], seconds[run], strict=True)
            result[name + suffix] = round(statistics.median(naive / ours for naive, ours in pairs), 3)
    result |= {f"cpu_s_a_photo_{run}": round(statistics.median(taken), 2) for run, taken in seconds.items()}
    result |= {key: round(value, 4) for key, value in run_files(max(4, min(8, wanted.photos))).items()}
    print(json.dumps(result) if wanted.json else "\n".join(f"{key:30} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
