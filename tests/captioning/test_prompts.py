"""The forms that each family was trained with."""

from __future__ import annotations

import pytest

from photofind.captioning import prompts
from photofind.captioning.prompts import CHAT_TEMPLATE, FAMILIES, PAPER_PROMPT, detect, limit, next_turn, render
from photofind.errors import ModelError

MARKER = "<__media__>"
PARTS = (
    "{% for m in messages %}{% for c in m.content %}{% if c.type == 'image' %}<__media__>"
    "{% else %}{{ c.text }}{% endif %}{% endfor %}{% endfor %}"
)


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != CHAT_TEMPLATE])
def test_every_family_has_the_picture_before_the_question(family: str) -> None:
    text = render(family, PAPER_PROMPT, MARKER)
    assert text.count(MARKER) == 1
    assert text.index(MARKER) < text.index(PAPER_PROMPT)


def test_llava_15_is_asked_as_it_was_trained() -> None:
    assert render("llava-1.5", "What?", MARKER).endswith(" USER: <__media__>\nWhat? ASSISTANT:")


def test_a_marker_in_the_question_is_taken_out() -> None:
    assert render("llava-1.5", f"What {MARKER}?", MARKER).count(MARKER) == 1


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != CHAT_TEMPLATE])
def test_every_family_takes_a_second_question(family: str) -> None:
    turn = next_turn(family, "What?", f"What {MARKER}else?", MARKER, "", "<s>", "</s>")
    assert turn.count("What else?") == 1
    assert not turn.startswith(("What", " "))
    answer_begins = render(family, "What?", MARKER).partition("What?")[2]
    assert turn.endswith((answer_begins.strip(" "), answer_begins))


@pytest.mark.parametrize("text", ["{{ c.text }}", "{{ c['text'] }}"])
def test_a_second_question_by_the_models_own_template(text: str) -> None:
    template = (
        "{% for m in messages %}<{{ m.role }}>{% if m.content is string %}{{ m.content }}{% else %}"
        "{% for c in m.content %}{% if c.type == 'image' %}<__media__>{% else %}" + text + "{% endif %}{% endfor %}"
        "{% endif %}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
    )
    turn = next_turn(CHAT_TEMPLATE, "What?", "What else?", MARKER, template, "<s>", "</s>")
    assert turn == "</s><user>What else?</s><assistant>"


def test_a_template_without_second_questions_says_so() -> None:
    template = "{{ messages[0].content[0].text }}{{ messages[0].content[1].text }}"
    with pytest.raises(ModelError, match="second question"):
        next_turn(CHAT_TEMPLATE, "What?", "What else?", MARKER, template, "", "")


def test_limits() -> None:
    assert (limit("whole"), limit("g22")) == (160, 80)


def test_a_template_of_parts_is_used() -> None:
    assert render(CHAT_TEMPLATE, "What?", MARKER, PARTS) == f"{MARKER}What?"


def test_a_template_of_plain_text_is_used() -> None:
    template = "{% for m in messages %}[INST] {{ m.content + '' }} [/INST]{% endfor %}"
    assert render(CHAT_TEMPLATE, "What?", MARKER, template) == f"[INST] {MARKER}\nWhat? [/INST]"


def test_the_begin_token_is_left_to_the_tokenizer() -> None:
    assert render(CHAT_TEMPLATE, "What?", MARKER, "{{ bos_token }}" + PARTS, bos="<s>") == f"{MARKER}What?"


@pytest.mark.parametrize(
    "template",
    [
        "{{ raise_exception('no pictures') }}",
        "{% for broken",
        "nothing of it",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for i in range(999999999) %}x{% endfor %}",
    ],
)
def test_a_template_that_cannot_be_used_is_refused(template: str) -> None:
    with pytest.raises(ModelError, match="chat template"):
        render(CHAT_TEMPLATE, "What?", MARKER, template)


def test_no_template_is_said() -> None:
    with pytest.raises(ModelError, match="no chat template"):
        render(CHAT_TEMPLATE, "What?", MARKER)


def test_an_unknown_family_is_said() -> None:
    with pytest.raises(ModelError, match="unknown"):
        render("gpt", "What?", MARKER)


@pytest.mark.parametrize(
    ("name", "template", "family"),
    [
        ("llava-v1.5-7b-Q4_K_M.gguf", "", "llava-1.5"),
        ("llava-v1.6-mistral-7b.Q4_K_M.gguf", "{{ x }}", "llava-1.6-mistral"),
        ("llava-phi-3-mini-int4.gguf", "{{ x }}", "llava-phi-3"),
        ("nanollava-text-model-f16.gguf", "", "nanollava"),
        ("moondream2-text-model-f16_ct-vicuna.gguf", "", "moondream2"),
        ("llava-llama-3-8b-v1_1-int4.gguf", "", "llava-llama-3"),
        ("SmolVLM-256M-Instruct-Q8_0.gguf", "{{ x }}", CHAT_TEMPLATE),
        ("model.gguf", "", "llava-1.5"),
    ],
)
def test_the_family_of_a_file_that_somebody_brings(name: str, template: str, family: str) -> None:
    assert detect(name, template) == family


def test_both_questions_of_the_paper_are_there() -> None:
    assert prompts.FOLLOW_UP_PROMPT.startswith("If there are any additional features")
