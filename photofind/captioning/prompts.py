"""What the models are asked, in the form that each family was trained with, and how long they may answer."""

from __future__ import annotations

from collections.abc import Callable
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


def _apply(template: str, prompt: str, marker: str, bos: str, eos: str) -> str:
    """Run the model's template: as a list of parts as llama-cpp-python's MTMD handler does, else as one text."""
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
    trouble = "it leaves the picture or the question out"
    for content in contents:
        try:
            text = environment.from_string(template).render(
                messages=[{"role": "user", "content": content}],
                add_generation_prompt=True,
                bos_token=bos,
                eos_token=eos,
                raise_exception=_raiser,
                strftime_now=lambda form: datetime.now().astimezone().strftime(form),
            )
        except (jinja2.TemplateError, TypeError, ValueError, KeyError, OverflowError, RecursionError) as error:
            trouble = str(error) or type(error).__name__
            continue
        if text.count(marker) == 1 and prompt in text:
            # The tokenizer adds the begin token by itself.
            return text.removeprefix(bos) if bos else text
    raise ModelError(f"the chat template of the language model can't be used ({trouble})", "choose another model")


def _raise(message: str) -> None:
    raise ValueError(message)


_raiser: Callable[[str], None] = _raise
