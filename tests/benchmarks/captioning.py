"""How fast photofind describes, against the chat handler of llama-cpp-python in the same run.

    python -m tests.benchmarks.captioning [--photos 5] [--views 18] [--tokens 64] [--small] --json

``ratio_equal_tokens`` is CPU seconds of the handler (its defaults) over those of the engine for the same photo, prompt
and count of tokens, one thread each, the median over the photos; ``ratio_pooled`` likewise with pooled crops.
``idle_share`` is the share of wall time in which the engine process of a run with the built-in model used no CPU (an
upper bound: a busy machine adds to it), ``views_per_s`` that run's pace.
"""

from __future__ import annotations

import argparse
import base64
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
from photofind.captioning.prompts import CHAT_TEMPLATE, PAPER_PROMPT, limit
from photofind.captioning.views import Pixels, crop, fit
from photofind.captioning.worker import Describer, EngineOptions
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


def run_engine(lm: str, mmproj: str, wanted: argparse.Namespace, pooled: bool) -> list[float]:
    """CPU seconds a photo of the engine in this process."""
    from photofind.captioning import engine, native

    native.route_logs(lambda _level, _line: None)
    engine.looping = lambda _tokens: False  # random weights loop at once, and the handler goes on
    loaded = engine.Engine(
        native.EngineSpec(lm, mmproj, CHAT_TEMPLATE, PAPER_PROMPT, threads=1, pooled_crops=pooled), lambda: None
    )
    seconds = []
    for number in range(wanted.photos):
        waiting = list(enumerate(views(number, wanted.views, SIDE)))
        begun = time.process_time()
        while waiting or loaded.live:
            while waiting and loaded.free:
                job, (name, rgb) = waiting.pop(0)
                loaded.admit(job, name, rgb, wanted.tokens)
            loaded.step()
        seconds.append(time.process_time() - begun)
    loaded.close()
    return seconds


def run_handler(lm: str, mmproj: str, wanted: argparse.Namespace) -> list[float]:
    """CPU seconds a photo of the chat handler, as people use it: a data URL a view."""
    import llama_cpp
    from llama_cpp.llama_chat_format import MTMDChatHandler

    from photofind.captioning import native

    native.route_logs(lambda _level, _line: None)
    handler = MTMDChatHandler(clip_model_path=mmproj, verbose=False)
    model = llama_cpp.Llama(lm, chat_handler=handler, n_ctx=1024, n_threads=1, n_threads_batch=1, verbose=False)
    seconds = []
    for number in range(wanted.photos):
        prepared = views(number, wanted.views, SIDE)
        begun = time.process_time()
        for _, rgb in prepared:
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
        seconds.append(time.process_time() - begun)
    model.close()
    return seconds


def run_describer(threads: int, photos: int) -> dict[str, float]:
    """Pace and idle share of the built-in model through the whole process machinery."""
    describer = Describer(models.starter(), EngineOptions(threads=threads))
    describer.start()
    process = psutil.Process(describer.pid)
    waiting = [(name, rgb) for number in range(photos) for name, rgb in views(number, 18, describer.image_side)]
    total = len(waiting)

    def used() -> float:
        times = process.cpu_times()
        return times.user + times.system

    cpu, begun, job = used(), time.monotonic(), 0
    while waiting or describer.backlog:
        while waiting and describer.backlog < 2 * describer.slots:
            name, rgb = waiting.pop(0)
            describer.submit(job, name, rgb, limit(name))
            job += 1
        describer.poll(0.2)
    wall, cpu = time.monotonic() - begun, used() - cpu
    describer.stop()
    return {"views_per_s": total / wall, "idle_share": max(0.0, 1 - cpu / wall / threads), "cpu_s_a_view": cpu / total}


def elsewhere(run: str, arguments: list[str]) -> list[float]:
    """A run in a process of its own, since it loads llama.cpp."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.captioning", "--run", run, *arguments],
        stdout=subprocess.PIPE, check=True, env={**os.environ, "OMP_WAIT_POLICY": "passive"},
    )  # fmt: skip
    result: list[float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=5)
    parser.add_argument("--views", type=int, default=18)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--small", action="store_true", help="fewer layers, for a quick look")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=("handler", "engine", "pooled"), help=argparse.SUPPRESS)
    parser.add_argument("--pair", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.run:
        runs: dict[str, Callable[[], list[float]]] = {
            "handler": lambda: run_handler(*wanted.pair, wanted),
            "engine": lambda: run_engine(*wanted.pair, wanted, pooled=False),
            "pooled": lambda: run_engine(*wanted.pair, wanted, pooled=True),
        }
        print(json.dumps(runs[wanted.run]()))
        return
    result: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        shape = {"layers": 2, "blocks": 2, "image": SIDE} if wanted.small else {}
        pair = [str(path) for path in write_pair(Path(folder), **shape)]
        options = [f"--photos={wanted.photos}", f"--views={wanted.views}", f"--tokens={wanted.tokens}", "--pair", *pair]
        seconds = {run: elsewhere(run, options) for run in ("handler", "engine", "pooled")}
    for name, run in (("ratio_equal_tokens", "engine"), ("ratio_pooled", "pooled")):
        pairs = zip(seconds["handler"], seconds[run], strict=True)
        result[name] = round(statistics.median(naive / ours for naive, ours in pairs), 3)
        result[f"cpu_s_a_photo_{run}"] = round(statistics.median(seconds[run]), 2)
    result["cpu_s_a_photo_handler"] = round(statistics.median(seconds["handler"]), 2)
    for threads in (1, 2):
        measured = run_describer(threads, max(2, min(8, wanted.photos)))
        suffix = "" if threads == 1 else "_2_threads"
        result |= {f"{key}{suffix}": round(value, 4) for key, value in measured.items()}
    print(json.dumps(result) if wanted.json else "\n".join(f"{key:28} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
