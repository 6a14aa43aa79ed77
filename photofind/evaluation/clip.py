"""A CLIP model in ONNX: photos and texts as vectors of one space (optional extra ``clip``).

The folder holds what the usual exports hold: ``vision_model.onnx`` and ``text_model.onnx`` (there or in ``onnx/``),
``preprocessor_config.json``, and the tokenizer's files. The paper uses ViT-L/14@336px.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from photofind.errors import EngineMissingError, ModelError
from photofind.evaluation import clip_tokens

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

_MEAN = (0.48145466, 0.4578275, 0.40821073)
_SPREAD = (0.26862954, 0.26130258, 0.27577711)
_SAMPLE = 1 << 20


class Clip:
    """Both encoders of a model. Vectors have length 1, so that their product is the cosine (equation 2).

    Args:
        folder: where its files lie.

    Raises:
        EngineMissingError: onnxruntime is not installed.
        ModelError: a file is missing or is no model of this kind.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise EngineMissingError("onnxruntime is not installed", "pip install 'photofind[clip]'") from error
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self.name = folder.absolute().name
        paths = [_find(folder, name) for name in ("vision_model.onnx", "text_model.onnx")]
        sessions = []
        for path in paths:
            try:
                sessions.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
            except Exception as error:
                what = f"{path} can't be used as an ONNX model ({str(error)[:200]})"
                raise ModelError(what, "export the CLIP model again") from error
        self._vision, self._text = sessions
        self._tokens = clip_tokens.load(folder)
        self.side, self._mean, self._spread = _preparation(folder)
        digest = hashlib.blake2b(f"{self.side}{self._mean}{self._spread}".encode(), digest_size=8)
        for path in paths:
            digest.update(str(path.stat().st_size).encode())
            with path.open("rb") as file:
                digest.update(file.read(_SAMPLE))
        self.fingerprint = digest.hexdigest()

    def photo(self, rgb: Pixels) -> Floats:
        """The vector of a photo or a view of it (height × width × 3, RGB)."""
        value = prepared(rgb, self.side, self._mean, self._spread)[None]
        return _unit(self._run(self._vision, {_input(self._vision, "pixel_values"): value}, "image_embeds"))

    def text(self, text: str) -> Floats:
        """The vector of a text."""
        ids = self._tokens(text)
        name = _input(self._text, "input_ids")
        shape = next(one.shape for one in self._text.get_inputs() if one.name == name)
        room = shape[1] if isinstance(shape[1], int) else len(ids)
        mask = [1] * len(ids) + [0] * (room - len(ids))
        ids = [*ids, *[ids[-1]] * (room - len(ids))]  # the end token pads, as in the models' own configuration
        feeds: dict[str, Any] = {name: np.array([ids], np.int64)}
        if "attention_mask" in {one.name for one in self._text.get_inputs()}:
            feeds["attention_mask"] = np.array([mask], np.int64)
        return _unit(self._run(self._text, feeds, "text_embeds"))

    @staticmethod
    def _run(session: Any, feeds: dict[str, Any], name: str) -> Floats:
        outputs = [one.name for one in session.get_outputs()]
        chosen = name if name in outputs else outputs[0]
        try:
            value = np.asarray(session.run([chosen], feeds)[0], np.float32)
        except Exception as error:
            raise ModelError(f"the CLIP model failed ({str(error)[:200]})", "export the CLIP model again") from error
        if value.ndim != 2 or value.shape[0] != 1:
            what = f"the CLIP model gives {chosen} of shape {value.shape} instead of one vector"
            raise ModelError(what, "export it with projections (image_embeds, text_embeds)")
        vector: Floats = value[0]
        return vector


def prepared(rgb: Pixels, side: int, mean: tuple[float, ...], spread: tuple[float, ...]) -> Floats:
    """Pixels as CLIP sees them: shorter side to ``side`` (bicubic), the middle cut out, normalised; 3 × side × side."""
    picture = Image.fromarray(rgb)
    width, height = picture.size
    scale = side / min(width, height)
    size = (max(side, round(width * scale)), max(side, round(height * scale)))
    picture = picture.resize(size, Image.Resampling.BICUBIC)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    middle = np.asarray(picture.crop((left, top, left + side, top + side)), np.float32) / 255
    value = (middle - np.array(mean, np.float32)) / np.array(spread, np.float32)
    return np.ascontiguousarray(value.transpose(2, 0, 1), np.float32)


def _unit(value: Floats) -> Floats:
    length = float(np.linalg.norm(value))
    return value / np.float32(length) if length else value


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / "onnx" / name):
        if path.is_file():
            return path
    raise ModelError(f"there is no {name} in {folder}", "give the folder of a CLIP model in ONNX")


def _input(session: Any, name: str) -> str:
    names = [str(one.name) for one in session.get_inputs()]
    return name if name in names else names[0]


def _preparation(folder: Path) -> tuple[int, tuple[float, ...], tuple[float, ...]]:
    path = folder / "preprocessor_config.json"
    try:
        value = json.loads(path.read_text("utf-8"))
        size = value.get("crop_size", value.get("size", 224))
        if isinstance(size, dict):
            size = size.get("height", size.get("shortest_edge"))
        mean = tuple(float(one) for one in value.get("image_mean", _MEAN))
        spread = tuple(float(one) for one in value.get("image_std", _SPREAD))
        if not 1 <= int(size) <= 4096 or len(mean) != 3 or len(spread) != 3 or not all(spread):
            raise ValueError("sizes or means out of range")
        return int(size), mean, spread
    except FileNotFoundError as error:
        raise ModelError(f"there is no preprocessor_config.json in {folder}", "copy it from the model") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is damaged ({error})", "copy it from the model again") from error
