"""The vocabulary, and the questions as llama.cpp cuts them into tokens.

python prompts.py DATA            trains DATA/sp.model and writes DATA/prompts.json

Every tag is one token, as long as it may be ("golden retriever"): all tags that could come next are then told apart by
a single choice, and what was said before is recognised by a single token.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

import sentencepiece
from detector import KINDS
from names import ClassNames, plain_tags
from tagger import COMMON

QUESTION = "Please generate multiple captions to describe the features of this image."
"""The paper's (Nakata et al. 2024, section 3.2); one token of the vocabulary."""
SYSTEM = (
    "A chat between a curious human and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the human's questions."
)
OTHERS = (
    *("Describe this image.", "What is in this picture?", "Describe the image in detail."),
    "Generate tags for this photo.",
)
WHOLE = ["USER:", "ASSISTANT:", QUESTION, SYSTEM, "\n"]
"""Pieces that are one token each."""
MARK = "<__media__>"
MARKS = ("<start_of_image>", "<end_of_image>")
"""What llama.cpp puts around the image tokens; the last two tokens of the vocabulary."""
TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'user' %}USER: {% if m['content'] is string %}{{ m['content'] }}"
    "{% else %}{% for c in m['content'] %}{% if c['type'] != 'text' or c['text'] == '<__media__>' %}<__media__>\n"
    "{% endif %}{% endfor %}{% for c in m['content'] %}{% if c['type'] == 'text' and c['text'] != '<__media__>' %}"
    "{{ c['text'] }}{% endif %}{% endfor %}{% endif %} {% elif m['role'] == 'assistant' %}ASSISTANT: "
    "{{ m['content'] }} {% endif %}{% endfor %}{% if add_generation_prompt %}ASSISTANT:{% endif %}"
)
"""The chat template in the language model's file."""


def _train(corpus: Path, prefix: Path, size: int, whole: list[str]) -> None:
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(prefix),
        vocab_size=size,
        hard_vocab_limit=False,
        model_type="bpe",
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        character_coverage=0.9999,
        user_defined_symbols=whole,
        pad_id=-1,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        minloglevel=2,
    )


def train_vocabulary(data: Path, size: int = 4096) -> None:
    """Train the pieces on all that the model may say, and write ``sp.model``: ``size`` pieces and the longer tags."""
    labels = json.loads((data / "labels.json").read_text("utf-8"))
    counts = Counter(tag for view in labels["views"] for tag in plain_tags(view["tags"]))
    tags = {
        *ClassNames(labels["imagenet_names"], 0.0).words,
        *KINDS,
        *(tag for tag, count in counts.items() if count >= COMMON),
    }
    lines = [caption for captions in labels["captions"].values() for caption in captions] + labels["text"]
    lines += ["Tags: " + ", ".join(plain_tags(view["tags"])) + "." for view in labels["views"]]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text("\n".join(lines), "utf-8")
        whole: list[str] = []
        while True:  # the more pieces are given, the fewer others are found, sometimes a tag's
            _train(corpus, data / "sp", size + len(whole), [*WHOLE, *whole])
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(data / "sp.model"))
            longer = sorted(
                {"\u2581" + tag.replace(" ", "\u2581") for tag in tags if len(pieces.encode(tag)) > 1} - {*whole}
            )
            if not longer:
                break
            whole += longer
    (data / "sp.vocab").unlink(missing_ok=True)


def write_prompts(data: Path, language: Path) -> None:
    """Write what stands before and after the image, as llama.cpp's own tokens, into ``prompts.json``.

    Args:
        data: the data folder.
        language: a language model's GGUF file with the vocabulary in it; its weights don't matter.
    """
    import llama_cpp

    model = llama_cpp.Llama(str(language), n_ctx=64, vocab_only=True, verbose=False)

    def tokens(text: str, *, begin: bool = False) -> list[int]:
        return list(model.tokenize(text.encode(), add_bos=begin, special=True))

    plain, vicuna = tokens("USER: ", begin=True), tokens(SYSTEM + "\nUSER: ", begin=True)
    pairs = [(plain, tokens(f"\n{QUESTION} ASSISTANT:")), (vicuna, tokens(f"{QUESTION}\nASSISTANT: "))]
    pairs.append((vicuna, tokens("\nASSISTANT: ")))
    for question in OTHERS:
        pairs += [(plain, tokens(f"\n{question} ASSISTANT:")), (vicuna, tokens(f"{question}\nASSISTANT: "))]
    pairs.append((tokens("USER:", begin=True), tokens(f"{QUESTION}\nASSISTANT:")))
    opens, closes = map(tokens, MARKS)
    pairs = [(before + opens, closes + after) for before, after in pairs]
    model.close()
    (data / "prompts.json").write_text(json.dumps(pairs), "utf-8")


def build(data: Path, size: int = 4096) -> int:
    """Write both files into the data folder and return the number of pieces."""
    from export import write_language
    from model import LanguageModel, Shape

    train_vocabulary(data, size)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(data / "sp.model")).get_piece_size()
    shape = Shape(vocabulary=pieces + len(MARKS), lm_width=32, lm_blocks=1, lm_heads=1, lm_hidden=32)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "vocabulary.gguf"
        write_language(file, LanguageModel(shape), shape, data / "sp.model", "f16")
        write_prompts(data, file)
    return pieces


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the vocabulary and note how llama.cpp cuts the questions.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--size", type=int, default=4096, help="pieces of the vocabulary")
    options = parser.parse_args()
    print(f"{build(options.data, options.size)} pieces in {options.data}")


if __name__ == "__main__":
    main()
