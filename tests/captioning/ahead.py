"""Runs the engine's server with two slots and two threads on eight views, and notes what is encoded when.

Language model and vision file → one JSON line: [[job, slots that were free, pictures begun and not admitted], …] in the
order in which encoding began.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from multiprocessing import Pipe

from photofind.captioning.child import Channels, Task, main
from photofind.captioning.engine import Engine
from photofind.captioning.prompts import PAPER_PROMPT
from photofind.captioning.views import Pixels
from tests.captioning.conftest import scene

VIEWS = 8


def run(lm: str, mmproj: str, out: int) -> None:
    """Write what is noted of each picture into a file descriptor, and end the process."""
    begun: dict[int, tuple[int, int, int]] = {}
    admitted: list[int] = []
    look_ahead, admit = Engine.look_ahead, Engine.admit
    arrived = threading.Event()

    def begins(engine: Engine, job: int, rgb: Pixels) -> None:
        arrived.wait()
        begun.setdefault(job, (job, engine.free, len(begun) + 1 - len(admitted)))
        look_ahead(engine, job, rgb)

    def admits(engine: Engine, job: int, view: str, rgb: Pixels, limit: int) -> None:
        admit(engine, job, view, rgb, limit)
        admitted.append(job)

    Engine.look_ahead, Engine.admit = begins, admits  # type: ignore[method-assign]
    (jobs, to_jobs), (control, to_control), (answers, to_answers) = Pipe(False), Pipe(False), Pipe(False)
    photo = scene([("red", 0.3, 0.4, 0.2), ("blue", 0.7, 0.6, 0.2)], 120, 80)

    def drive() -> None:
        left = VIEWS
        while left:
            name, *_ = json.loads(answers.recv_bytes())
            if name == "ready":
                for job in range(VIEWS):
                    limit = 2 + 6 * (job % 2)  # so that they don't end together
                    to_jobs.send(Task(0, job, "whole", limit, (80, 120, 3), photo.tobytes()))
                time.sleep(0.5)  # a thread of the server takes them off the pipe
                arrived.set()
            left -= name in ("done", "refused")
        to_control.send(("stop", 0))

    driver = threading.Thread(target=drive)
    driver.start()
    options = {"family": "chat-template", "prompt": PAPER_PROMPT, "follow_up": "", "threads": 2, "gpu_layers": 0,
               "slots": 2, "pooled_crops": False}  # fmt: skip
    main(Channels(jobs, control, to_answers, None), lm, mmproj, options, logging.WARNING)
    driver.join()
    os.write(out, json.dumps(list(begun.values())).encode())
    os._exit(0)  # here, since the server's own thread ends the process when the pipe to it is gone


if __name__ == "__main__":
    run(*sys.argv[1:3], out=os.dup(1))
