"""Run by a test in a process of its own: the chat handler of llama-cpp-python against the engine, token by token.

python -m tests.captioning.handler LM MMPROJ SLOTS < views (numpy .npz on stdin)
→ one JSON line: {"handler": tokens of each view, "engine": likewise, "together": likewise, encoding three at once,
"texts": the engine's}
"""

from __future__ import annotations

import base64
import io
import json
import sys
from typing import Any

import numpy as np
from PIL import Image

from photofind.captioning.engine import Engine
from photofind.captioning.native import EngineSpec, flash, route_logs
from photofind.captioning.prompts import PAPER_PROMPT
from photofind.captioning.views import Pixels

LIMIT = 48


def handler_tokens(lm: str, mmproj: str, views: list[Pixels]) -> list[list[int]]:
    """Greedy tokens of the MTMD chat handler, given the pixels as PNG."""
    import llama_cpp
    from llama_cpp.llama_chat_format import MTMDChatHandler

    handler = MTMDChatHandler(clip_model_path=mmproj, verbose=False)
    model = llama_cpp.Llama(
        lm,
        chat_handler=handler,
        n_ctx=512,
        n_threads=1,
        n_threads_batch=1,
        verbose=False,
        flash_attn=flash(on_gpu=False, cells=512) == 1,
    )
    chosen: list[int] = []
    sample = model.sample

    def recording(*arguments: Any, **options: Any) -> int:
        chosen.append(sample(*arguments, **options))
        return chosen[-1]

    model.sample = recording
    said = []
    for rgb in views:
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "PNG")
        url = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
        content: list[Any] = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": PAPER_PROMPT}]
        chosen.clear()
        model.create_chat_completion(
            messages=[{"role": "user", "content": content}], max_tokens=LIMIT, temperature=0, repeat_penalty=1.0
        )
        said.append([token for token in chosen if token != model.token_eos()])
    model.close()
    return said


def engine_tokens(
    lm: str, mmproj: str, views: list[Pixels], slots: int, threads: int = 1
) -> tuple[list[list[int]], list[str]]:
    """Greedy tokens and texts of the engine; with several threads it encodes pictures together."""
    engine = Engine(EngineSpec(lm, mmproj, "chat-template", PAPER_PROMPT, threads=threads, slots=slots), lambda: None)
    assert engine.together == min(threads, slots)
    waiting = list(enumerate(views))
    tokens: dict[int, list[int]] = {}
    texts: dict[int, str] = {}
    while waiting or engine.live:
        while waiting and engine.free:
            for job, rgb in waiting[: engine.together]:
                engine.look_ahead(job, rgb)
            job, rgb = waiting.pop(0)
            engine.admit(job, "whole", rgb, LIMIT)
        for done in engine.step():
            tokens[done.job], texts[done.job] = list(done.tokens), done.text
    engine.close()
    return [tokens[i] for i in range(len(views))], [texts[i] for i in range(len(views))]


def main() -> None:
    lm, mmproj, slots = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with np.load(io.BytesIO(sys.stdin.buffer.read())) as archive:
        views = [archive[name] for name in archive.files]
    route_logs(lambda _level, _line: None)
    tokens, texts = engine_tokens(lm, mmproj, views, slots)
    together, _ = engine_tokens(lm, mmproj, views, slots, threads=3)
    handled = handler_tokens(lm, mmproj, views)
    print(json.dumps({"handler": handled, "engine": tokens, "together": together, "texts": texts}))


if __name__ == "__main__":
    main()
