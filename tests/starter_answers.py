"""Prints the tokens that the training's network and photofind's engine choose for one photo.

python -m tests.starter_answers LM MMPROJ PHOTO → one JSON line: {"network": […], "engine": […], "text": …}
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from data import normalised
from model import answer
from PIL import Image
from prompts import write_prompts
from weights import Tower, language_from_gguf

from photofind.captioning.views import square
from tests.captioning.handler import LIMIT, engine_tokens


def main() -> None:
    language, tower, photo = map(Path, sys.argv[1:4])
    eyes, (model, _) = Tower(tower), language_from_gguf(language)
    with Image.open(photo) as opened:
        rgb = square(np.asarray(opened.convert("RGB")), eyes.side)
    with tempfile.TemporaryDirectory() as folder:
        write_prompts(Path(folder), language)
        prompt = json.loads((Path(folder) / "prompts.json").read_text("utf-8"))[0]
    pixels = normalised(torch.from_numpy(rgb.astype(np.float32)).permute(2, 0, 1)[None])
    said = answer(model, eyes(pixels), prompt, LIMIT)[0]
    tokens, texts = engine_tokens(str(language), str(tower), [rgb], 1)
    print(json.dumps({"network": said, "engine": tokens[0], "text": texts[0]}))


if __name__ == "__main__":
    main()
