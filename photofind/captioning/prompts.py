"""What the models are asked, in the form that each family was trained with, and how long they may answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from photofind.errors import ModelError

PAPER_PROMPT = "Please generate multiple captions to describe the features of this image."
"""Nakata et al. 2024, section 3.2."""
FOLLOW_UP_PROMPT = (
    "If there are any additional features of this image that are not expressed in the generated captions, "
    "please generate additional captions to explain them."
)
"""The paper's second question."""

WHOLE_LIMIT = 160
CROP_LIMIT = 80

_VICUNA = (
    "A chat between a curious human and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the human's questions."
)
_FORMS = {
    "llava-1.5": _VICUNA + " USER: {marker}\n{prompt} ASSISTANT:",
    "llava-1.6-mistral": "[INST] {marker}\n{prompt} [/INST]",
    "llava-phi-3": "<|user|>\n{marker}\n{prompt}<|end|>\n<|assistant|>\n",
    "llava-llama-3": (
        "<|start_header_id|>user<|end_header_id|>\n\n{marker}\n{prompt}<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    ),
    "nanollava": (
        "<|im_start|>system\nAnswer the question<|im_end|><|im_start|>user\n{marker}\n{prompt}<|im_end|>"
        "<|im_start|>assistant\n"
    ),
    "moondream2": "{marker}\n\nQuestion: {prompt}\n\nAnswer:",
}
_TURNS = {
    "llava-1.5": "</s>USER: {prompt} ASSISTANT:",
    "llava-1.6-mistral": "</s>[INST] {prompt} [/INST]",
    "llava-phi-3": "<|end|>\n<|user|>\n{prompt}<|end|>\n<|assistant|>\n",
    "llava-llama-3": (
        "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n{prompt}<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    ),
    "nanollava": "<|im_end|><|im_start|>user\n{prompt}<|im_end|><|im_start|>assistant\n",
    "moondream2": "\n\nQuestion: {prompt}\n\nAnswer:",
}
"""What stands between the end of an answer and the next one, when another question is asked."""
_ANSWER = "⟪answer⟫"
CHAT_TEMPLATE = "chat-template"
FAMILIES: tuple[str, ...] = (*_FORMS, CHAT_TEMPLATE)
"""Prompt families; ``chat-template`` uses the template inside the language model's file."""

_HINTS = (
    ("moondream", "moondream2"),
    ("nanollava", "nanollava"),
    ("llava-phi-3", "llava-phi-3"),
    ("llava-llama-3", "llava-llama-3"),
    ("v1.6-mistral", "llava-1.6-mistral"),
    ("1.6-mistral", "llava-1.6-mistral"),
    ("llava-v1.5", "llava-1.5"),
    ("llava-1.5", "llava-1.5"),
)


def limit(view: str) -> int:
    """How many tokens the text of this view may have (part of the fingerprint)."""
    return WHOLE_LIMIT if view == "whole" else CROP_LIMIT


def detect(name: str, template: str) -> str:
    """The family of a model that the person brought: by a name that says it, else its chat template, else LLaVA 1.5.

    Args:
        name: file name and general.name of the language model, joined.
        template: its ``tokenizer.chat_template``, empty if it has none.
    """
    lowered = name.lower().replace("_", "-")
    for hint, family in _HINTS:
        if hint in lowered:
            return family
    return CHAT_TEMPLATE if template else "llava-1.5"


def render(family: str, prompt: str, marker: str, template: str = "", bos: str = "", eos: str = "") -> str:
    """The whole text that the model reads, with ``marker`` where the picture goes.

    Args:
        family: one of ``FAMILIES``.
        prompt: the question; a marker inside it is taken out.
        template: the model's own Jinja template, for ``chat-template``.
        bos, eos: texts of the model's begin and end tokens, which some templates use.

    Raises:
        ModelError: the family is unknown, or the template can't be used.
    """
    prompt = prompt.replace(marker, "").strip()
    if family in _FORMS:
        return _FORMS[family].format(marker=marker, prompt=prompt)
    if family != CHAT_TEMPLATE:
        raise ModelError(f"the prompt family {family} is unknown", f"use one of {', '.join(FAMILIES)}")
    if not template:
        raise ModelError(
            "the language model has no chat template", "choose its prompt family, or a file that has a template"
        )
    return _apply(template, prompt, marker, bos, eos)


def next_turn(family: str, prompt: str, question: str, marker: str, template: str, bos: str, eos: str) -> str:
    """What the model reads after its first answer: the end of that answer and a second question.

    Args:
        family, marker, template, bos, eos: as for ``render``.
        prompt: the first question.
        question: the second one.

    Raises:
        ModelError: the template can't be used for a second question.
    """
    question = question.replace(marker, "").strip()
    if family in _TURNS:
        return _TURNS[family].format(prompt=question)
    later = ({"role": "assistant", "content": _ANSWER}, {"role": "user", "content": question})
    try:
        text = _apply(template, prompt.replace(marker, "").strip(), marker, bos, eos, later)
    except ModelError as error:
        raise ModelError(f"a second question can't be asked: {error.what}", "switch it off in the settings") from error
    return text.partition(_ANSWER)[2]


def _apply(template: str, prompt: str, marker: str, bos: str, eos: str, later: Sequence[Mapping[str, str]] = ()) -> str:
    """Run the model's template: as a list of parts as llama-cpp-python's MTMD handler does, else as one text.

    ``later`` are turns of plain text after the first.
    """
    import jinja2  # comes with llama-cpp-python
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    contents: tuple[Any, ...] = (
        [{"type": "text", "text": marker}, {"type": "text", "text": prompt}],
        [{"type": "image"}, {"type": "text", "text": prompt}],
        f"{marker}\n{prompt}",
    )
    plain: list[dict[str, Any]] = [dict(turn) for turn in later]
    listed: list[dict[str, Any]] = [{**turn, "content": [{"type": "text", "text": turn["content"]}]} for turn in later]
    trouble = "it leaves the picture, a question or an answer out"
    for content, turns in itertools.product(contents, [plain, listed] if later else [plain]):
        try:
            text = environment.from_string(template).render(
                messages=[{"role": "user", "content": content}, *turns],
                add_generation_prompt=True,
                bos_token=bos,
                eos_token=eos,
                raise_exception=_raiser,
                strftime_now=lambda form: datetime.now().astimezone().strftime(form),
            )
        except (jinja2.TemplateError, TypeError, ValueError, KeyError, OverflowError, RecursionError) as error:
            trouble = str(error) or type(error).__name__
            continue
        if text.count(marker) == 1 and prompt in text and all(text.count(turn["content"]) == 1 for turn in later):
            # The tokenizer adds the begin token by itself.
            return text.removeprefix(bos) if bos else text
    raise ModelError(f"the chat template of the language model can't be used ({trouble})", "choose another model")


def _raise(message: str) -> None:
    raise ValueError(message)


_raiser: Callable[[str], None] = _raise
