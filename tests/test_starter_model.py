"""The recipe of the built-in model, from photos to a caption by photofind's own engine, on a handful of photos."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sentencepiece
import skimage
from PIL import Image

from photofind.captioning import models
from tests.test_starter_detector import write_package

RECIPE = Path(__file__).parents[1] / "packaging" / "starter-model"
STARTER = Path(__file__).parents[1] / "resources" / "models" / "starter"
SAID = {
    "astronaut": ("A woman in an orange suit smiles", "A smiling astronaut in an orange suit", "A woman wears a suit"),
    "chelsea": ("A cat looks at the camera", "A brown cat lies on a blanket", "The face of a cat"),
    "coffee": ("A cup of coffee on a table", "A cup with a spoon on a saucer", "Coffee in a cup"),
    "rocket": ("A rocket starts at night", "A rocket on its pad", "A white rocket stands upright"),
}
WORDS = ("dog", "cat", "table", "car", "tree", "cup")


def run(script: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, str(RECIPE / script), *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=240,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "OMP_WAIT_POLICY": "passive"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of every kind of source, with their labels."""
    root = tmp_path_factory.mktemp("photos")
    for name in ("described", "kinds/cup", "plain", "coco"):
        (root / name).mkdir(parents=True)
    with (root / "captions.txt").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["image", "caption"])
        for name, sentences in SAID.items():
            picture = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
            picture.thumbnail((320, 320))
            picture.save(root / "described" / f"{name}.jpg")
            rows.writerows([f"{name}.jpg", sentence] for sentence in sentences)
    shutil.copy(root / "described" / "coffee.jpg", root / "kinds" / "cup" / "image_0001.jpg")
    shutil.copy(root / "described" / "chelsea.jpg", root / "coco" / "000000000042.jpg")
    shutil.copy(root / "described" / "rocket.jpg", root / "plain" / "held_out.jpg")
    image = {"id": 42, "file_name": "000000000042.jpg", "width": 320, "height": 213}
    things = {
        "images": [image],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [{"image_id": 42, "category_id": 1, "bbox": [40, 20, 200, 180]}],
    }
    said = {"annotations": [{"image_id": 42, "caption": sentence} for sentence in SAID["chelsea"]]}
    (root / "instances.json").write_text(json.dumps(things), "utf-8")
    (root / "said.json").write_text(json.dumps(said), "utf-8")
    (root / "names.json").write_text(json.dumps([WORDS[k % 6] for k in range(1000)]), "utf-8")
    (root / "exclude.txt").write_text("held_out\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def data(photos: Path) -> Path:
    out = photos / "data"
    told = run(
        "collect.py", out, "--names", photos / "names.json", "--described", photos / "described",
        photos / "captions.txt", "--coco", photos / "coco", photos / "instances.json", photos / "said.json",
        "--kinds", photos / "kinds", "--photos", photos / "plain", "--exclude", photos / "exclude.txt",
        "--vocabulary", 400,
    )  # fmt: skip
    assert "'f8': 8" in told
    return out


def test_collecting_keeps_what_was_said_and_nothing_held_out(data: Path) -> None:
    labels = json.loads((data / "labels.json").read_text("utf-8"))
    sources = {view["src"] for view in labels["views"]}
    assert {"f8", "cm", "cb", "cal"} <= sources
    assert "vq" not in sources, "the only photo without labels is held out"
    whole = next(view for view in labels["views"] if view["src"] == "cm")
    assert whole["tags"][0] == "cat"
    assert labels["captions"]["chelsea.jpg"][0] == "A cat looks at the camera."
    assert all((data / "images" / view["f"]).exists() for view in labels["views"])
    assert any(view["src"] == "cb" and view["tags"][0] == "cat" for view in labels["views"])


TAGS = """
import json
from names import keywords, plain_tags
print(json.dumps([
    plain_tags(["run", "running", "grassy", "asian", "revolver", "fire hydrant"]),
    keywords(["A boy jumps over a log", "A young boy is jumping", "Boy in midair holds a kite", "A kite"]),
]))
"""


def test_a_tag_is_a_word_that_people_search_said_in_one_form_and_one_token(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TAGS],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    plain, said = json.loads(done.stdout)
    assert plain == ["running", "grass", "fire hydrant"], "neither what says nothing nor what must not be guessed"
    assert said == ["boy", "jumping", "kite", "person"], "jumps and jumping are one word, said twice"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(data / "sp.model"))
    assert [len(pieces.encode(word)) for word in ("sports ball", "hair drier", "dining table", "cup")] == [1] * 4


def trained(data: Path) -> tuple[Path, Path]:
    """A tiny model, trained for a few steps in two runs and exported."""
    seen, model = data.parent / "seen", data.parent / "model.pt"
    front = data.parent / "front.pt"
    for more in (("--stop", 0), ()):
        told = run("front.py", data, front, "--steps", 3, "--batch", 2, "--threads", 2, *more)
        assert f"wrote {front}" in told
    run("features.py", data, front, seen, "--views", 40, "--detector", write_package(data.parent / "human.tgz"))
    learn = ("train.py", data, model, seen, "--lm-width", 64, "--lm-blocks", 1, "--looks", 20, "--steps", 60,
             "--rate", 3e-3, "--batch", 6, "--threads", 2)  # fmt: skip
    assert "wrote" in run(*learn, "--stop", 0)
    assert model.exists(), "a run that was stopped leaves what the next one goes on with"
    told = run(*learn)
    losses = [float(value) for value in re.findall(r"^step \d+: answers ([\d.]+)", told, re.MULTILINE)]
    assert losses
    assert losses[-1] < 6.0, "a model that learnt nothing loses log(400) = 6 a piece"
    run("export.py", model, data, data.parent / "pair", "--kind", "f16")
    pair = data.parent / "pair" / "starter-lm-f16.gguf", data.parent / "pair" / "starter-mmproj-f16.gguf"
    labels = json.loads((data / "labels.json").read_text("utf-8"))
    labels["views"][0]["dev"] = True
    (data / "labels.json").write_text(json.dumps(labels), "utf-8")
    seen = data.parent / "less"
    run("features.py", data, pair[1], seen, "--views", 24)
    again = run(
        "train.py", data, data.parent / "longer.pt", seen, "--language", pair[0], "--eyes", pair[1],
        "--steps", 2, "--batch", 4, "--looks", 2,
    )  # fmt: skip
    assert "kept back: answers" in again
    return pair


TOWER = """
import sys
import numpy as np
import torch
from data import normalised
from front import first_front
from mobilenet import ONE, taken_off, tower_blocks
from PIL import Image
from teacher import Network
from tower import REPLACED, SIDE, Tower
torch.manual_seed(0)
pixels = [np.asarray(Image.open(name).convert("RGB").resize((SIDE, SIDE)), np.float32) for name in sys.argv[1:]]
pixels = normalised(torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2))
network = Network().eval()
with torch.no_grad():
    front = first_front(network, network.begin(pixels, REPLACED))
    for _ in range(4):
        front(pixels)  # its norms see what they are to make even
    tower = Tower(front.eval(), network)
    blocks, last = tower_blocks(tower, pixels)
    middle, given = blocks.both(pixels)
    cells = torch.einsum("oc,nchw->nohw", taken_off(last), given).flatten(2).transpose(1, 2)
    wanted = tower(pixels)
    mine, scores = network.classes(cells.mean(1)), network.classes(wanted.mean(1))
print(float((cells - wanted).std() / wanted.std()), float((middle[:, blocks.constant] - ONE).abs().max()))
print((mine.argmax(1) == scores.argmax(1)).tolist())
"""


def test_the_tower_in_the_words_of_llama_cpp_gives_what_it_gives_in_pytorch(photos: Path) -> None:
    pictures = [str(photos / "described" / f"{name}.jpg") for name in SAID]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TOWER, *pictures],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    numbers, same = done.stdout.splitlines()
    apart, constant = map(float, numbers.split())
    assert 0 < apart < 0.2
    assert constant == pytest.approx(0, abs=1e-3)
    assert json.loads(same.lower()) == [True] * len(SAID), "the same class of 1,000 is the surest"


WRITES = """
import json, sys
from pathlib import Path
import numpy as np
from data import View
from train import Writer
from training import go_on
drawn = []
for spent in (0.0, 0.5):
    rng = np.random.default_rng(1)
    go_on(rng, spent)
    drawn.append(rng.integers(1000, size=8).tolist())
writer = Writer(Path(sys.argv[1]), np.random.default_rng(0))
view = View(0, "f8", (0.0, 0.0, 1.0, 1.0), 1.0, False, ("cat",), ("A cat.",))
found = writer.answer(view, [("cat", 0.6), ("cup", 0.45), ("tree", 0.3), ("car", 0.1)])
first = {writer.pieces.encode(word)[-1]: word for word in ("cat", "cup", "tree", "car", "car,", "car.")}
print(json.dumps({
    "text": writer.pieces.decode(found.tokens),
    "choices": [{first[piece]: odds for piece, odds in choice.items()} for choice in found.choices.values()],
    "drawn": drawn,
    "taken": [sorted(first[piece] for piece in pieces) for pieces in found.taken.values()],
}))
"""


def test_each_tag_is_chosen_from_those_not_said_yet_and_a_second_run_draws_other_views(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WRITES, str(data)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["text"] == "A cat. Tags: cat, cup, tree.", "a car at 0.1 is not said"
    assert [sum(choice.values()) for choice in told["choices"]] == pytest.approx([1] * 6)
    assert told["choices"][2] == pytest.approx({"cup": 0.6, "tree": 0.4})
    behind_cup, behind_tree = (told["choices"][number]["car."] for number in (3, 5))
    assert 0.5 < behind_cup < 0.6, "a tree at 0.3 is not quite enough to go on"
    assert behind_tree > 0.9, "a car at 0.1 is far from it"
    assert told["taken"] == [[], ["cat"], ["cat", "cup"]]
    assert told["drawn"][0] != told["drawn"][1]


JUDGES = """
import json
import torch
from looking import Looker
from names import ClassNames
from tagger import Words, all_words, opinions, ranked, said
names = ClassNames(["stone"] * 968 + ["cup"] * 3 + ["stone"] * 29, 0.03)
heads = [Words(["person", "cup"]), Words(["fork"])]
for head in heads:
    head.linear.weight.data.zero_()
heads[0].linear.bias.data = torch.tensor([0.9, 0.2]).logit()
heads[1].linear.bias.data = torch.tensor([0.25]).logit()
words = [word for word in all_words(names, heads) if word in ("cup", "fork", "person", "stone")]
classes = torch.zeros(1, 1000)
classes[0, 968:971], classes[0, 990] = 0.2, 0.4
sure = opinions(words, names, heads, classes, torch.zeros(1, 1280))


class Pieces:
    def encode(self, word):
        return [1, 2] if word == "person" else [{"cup": 0, "fork": 1, "stone": 2}[word]]


class Model:
    class language:
        embedding = torch.nn.Embedding(3, 4)


looker, image = Looker(words, Pieces()), torch.randn(1, 2, 4)
model = Model()
read = looker.scores(model, image)
told = said(ranked(words, sure)[0])
print(json.dumps({
    "words": words, "said": [(w, round(v, 3)) for w, v in told], "read": looker.words,
    "unsure": [said(row) for row in ranked(["cup", "fork"], torch.tensor([[0.1, 0.2], [0.01, 0.0]]))],
    "agreed": float(looker.loss(model, image, read.sigmoid())),
    "apart": float(looker.loss(model, image, 1 - read.sigmoid())),
}))
"""


def test_a_tag_is_as_sure_as_the_surest_judge_and_the_eyes_are_to_say_just_that() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", JUDGES],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["words"] == ["cup", "fork", "person", "stone"]
    assert [word for word, _ in told["said"]] == ["person", "cup", "stone"], "a fork at 0.25 is not said"
    assert dict(told["said"])["cup"] == pytest.approx(0.6), "three classes together are surer of the cup than people"
    assert [[word for word, _ in tags] for tags in told["unsure"]] == [["fork"], []], "a guess is better than nothing"
    assert told["read"] == ["cup", "fork", "stone"], "a tag of two tokens is left out"
    assert told["agreed"] == pytest.approx(0, abs=1e-5)
    assert told["apart"] > 0.01


def test_questions_without_the_marks_around_the_picture_are_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "sp.model").write_bytes((data / "sp.model").read_bytes())
    asked = json.loads((data / "prompts.json").read_text("utf-8"))
    (tmp_path / "prompts.json").write_text(json.dumps([[before[:-1], after[1:]] for before, after in asked]), "utf-8")
    lines = "import sys; from pathlib import Path; from train import Writer; Writer(Path(sys.argv[1]), rng=None)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", lines, tmp_path],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 1
    wanted = f"{tmp_path / 'prompts.json'} is of an earlier recipe: run prompts.py {tmp_path} again."
    assert done.stderr.strip() == wanted


def answer(pair: tuple[Path, Path], photo: Path) -> dict[str, Any]:
    """The tokens that PyTorch and photofind's engine choose for the same photo."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.starter_answers", *map(str, pair), str(photo)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    value: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return value


@pytest.mark.timeout(900)
def test_a_model_made_from_a_few_photos_runs_in_the_engine(photos: Path, data: Path) -> None:
    pair = trained(data)
    models.check_pair(*pair)
    said = answer(pair, photos / "described" / "chelsea.jpg")
    assert len(set(said["engine"])) > 1, said
    # What repeats itself is cut off by the engine; up to there nothing may differ.
    assert said["engine"] == said["network"][: len(said["engine"])]

    labels = photos / "labels.json"
    labels.write_text(json.dumps([
        {"file": "chelsea.jpg", "labels": ["cat"]}, {"file": "coffee.jpg", "labels": ["cup"]},
    ]), "utf-8")  # fmt: skip
    told = run("evaluate.py", labels, photos / "described", "--model", "tiny", *pair, "--classes",
               data / "labels.json", "--work", photos / "work", "--samples", 2)  # fmt: skip
    lines = told.splitlines()
    assert lines[0].startswith("| | views | mAP")
    assert any(line.startswith("| chance |  | 0.7") for line in lines), lines
    assert sum(line.startswith(("| tiny |", "| EfficientNet")) for line in lines) == 4
    assert any(line.startswith("| chelsea | cat |") for line in lines)
    assert np.isfinite([float(cell) for cell in lines[2].split("|")[3:5]]).all()


AGAIN = """
import sys
from pathlib import Path
import numpy as np
import torch
from data import normalised
from PIL import Image
from teacher import Network
from tower import SIDE, Tower
from weights import Tower as Written, eyes_from_gguf, front_from_gguf
file = Path(sys.argv[1])
pixels = [np.asarray(Image.open(name).convert("RGB").resize((SIDE, SIDE)), np.float32) for name in sys.argv[2:]]
pixels = normalised(torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2))
with torch.no_grad():
    found = eyes_from_gguf(file)(Tower(front_from_gguf(file), Network())(pixels))
    print(float(torch.cosine_similarity(found, Written(file)(pixels), dim=-1).min()))
"""


def test_front_and_eyes_are_found_again_in_the_file_of_the_built_in_model(photos: Path) -> None:
    pictures = [str(photos / "described" / f"{name}.jpg") for name in SAID]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AGAIN, str(STARTER / "starter-mmproj-f16.gguf"), *pictures],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.95


EARLIER = """
import sys
from pathlib import Path
import torch
from train import first_model
from weights import language_from_gguf, vocabulary
file = Path(sys.argv[1])
earlier, shape = language_from_gguf(file)
texts = vocabulary(file)[::-1] + ["\\u2581never\\u2581seen"]
model = first_model(file, 0, 0, texts)
rows = model.language.embedding.weight
assert torch.equal(rows[:-1], earlier.embedding.weight.flip(0))
assert rows[-1].isfinite().all()
assert torch.equal(model.language.blocks[0].q.weight, earlier.blocks[0].q.weight)
"""


def test_what_an_earlier_language_model_knows_of_a_token_goes_to_that_of_the_same_text() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", EARLIER, str(STARTER / "starter-lm-q8.gguf")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
