"""Every format is read as its own documentation says; what is missing or damaged is named, with where to get it."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from photofind.errors import NotFoundError, PhotofindError, UsageError
from photofind.evaluation.datasets import Choice, Dataset, Item, load
from photofind.evaluation.datasets.nuswide import CONCEPTS
from photofind.evaluation.datasets.reading import relative


def coco(folder: Path) -> Path:
    folder.mkdir(parents=True)
    instances = {
        "images": [{"id": 9, "file_name": "000009.jpg"}, {"id": 4, "file_name": "000004.jpg"}],
        "annotations": [
            {"id": 1, "image_id": 9, "category_id": 10, "iscrowd": 0},
            {"id": 2, "image_id": 9, "category_id": 3, "iscrowd": 1},
            {"id": 3, "image_id": 9, "category_id": 10, "iscrowd": 0},
        ],
        "categories": [{"id": 10, "name": "traffic light"}, {"id": 3, "name": "car"}, {"id": 90, "name": "toothbrush"}],
    }
    captions = {
        "images": instances["images"],
        "annotations": [
            {"id": 7, "image_id": 9, "caption": "Second  caption.\n"},
            {"id": 5, "image_id": 9, "caption": "First caption."},
            {"id": 6, "image_id": 4, "caption": "A cat."},
        ],
    }
    (folder / "instances_val2017.json").write_text(json.dumps(instances), "utf-8")
    (folder / "captions_val2017.json").write_text(json.dumps(captions), "utf-8")
    return folder / "instances_val2017.json"


def test_coco_instances_with_the_captions_beside_them(tmp_path: Path) -> None:
    labels = coco(tmp_path / "annotations")
    found = load("coco", Choice(str(labels)))
    assert found.items == (
        Item("000009.jpg", ("car", "traffic light"), ("First caption.", "Second caption.")),
        Item("000004.jpg", (), ("A cat.",)),
    )
    assert found.labels == ("car", "traffic light", "toothbrush")
    assert load("coco", Choice(str(labels.parent))) == found
    only = load("coco", Choice(str(labels.parent / "captions_val2017.json")))
    assert [item.captions for item in only.items] == [item.captions for item in found.items]
    assert only.labels == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "no list “images”"),
        ('{"images": [{"id": 1}], "annotations": [], "categories": []}', "not as the format says"),
        ('{"images": [{"id": 1, "file_name": "../x.jpg"}], "annotations": []}', "no file name"),
        ('{"images": [], "annotations": []}', "no photo is left"),
    ],
)
def test_damaged_coco_files_are_named(tmp_path: Path, value: str, why: str) -> None:
    path = tmp_path / "instances_val2017.json"
    path.write_text(value, "utf-8")
    with pytest.raises(PhotofindError, match=why) as error:
        load("coco", Choice(str(path)))
    assert str(path) in str(error.value)


def test_a_missing_coco_file_says_where_to_get_it_and_the_terms(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"instances_val2017\.json does not exist.*cocodataset\.org.*CC BY 4\.0"):
        load("coco", Choice(str(tmp_path)))
    with pytest.raises(NotFoundError, match="captions_nowhere"):
        load("coco", Choice(str(coco(tmp_path / "a")), captions=str(tmp_path / "captions_nowhere.json")))


def voc(root: Path, objects: dict[str, list[str]]) -> Path:
    (root / "Annotations").mkdir(parents=True)
    (root / "ImageSets" / "Main").mkdir(parents=True)
    for name, several in objects.items():
        boxes = "".join(f"<object><name>{one}</name><difficult>1</difficult></object>" for one in several)
        text = f"<annotation><filename>{name}.jpg</filename>{boxes}</annotation>"
        (root / "Annotations" / f"{name}.xml").write_text(text, "utf-8")
    (root / "ImageSets" / "Main" / "test.txt").write_text("\n".join(objects) + "\n", "utf-8")
    return root


def test_voc_by_its_folder_or_by_an_image_set(tmp_path: Path) -> None:
    root = voc(tmp_path / "VOC2007", {"000001": ["person", "dog", "person"], "000002": ["pottedplant"]})
    found = load("voc", Choice(str(root)))
    assert found.items == (Item("000001.jpg", ("dog", "person")), Item("000002.jpg", ("potted plant",)))
    assert found.labels == ("dog", "person", "potted plant")
    assert "written apart" in found.notes[0]
    assert load("voc", Choice(str(root / "ImageSets" / "Main" / "test.txt"))) == found


def test_damaged_voc_files_are_named(tmp_path: Path) -> None:
    root = voc(tmp_path / "VOC2007", {"000001": ["dog"]})
    listing = root / "ImageSets" / "Main" / "test.txt"
    annotation = root / "Annotations" / "000001.xml"
    for text, why in (
        ("<annotation>", "not XML"),
        ("<svg/>", "no annotation"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>', "entities"),
    ):
        annotation.write_text(text, "utf-8")
        with pytest.raises(PhotofindError, match=why) as error:
            load("voc", Choice(str(root)))
        assert "000001.xml" in str(error.value)
    listing.write_text("000001\n000009\n", "utf-8")
    annotation.write_text("<annotation><object><name>dog</name></object></annotation>", "utf-8")
    with pytest.raises(NotFoundError, match=r"000009\.xml does not exist.*host\.robots"):
        load("voc", Choice(str(root)))
    listing.write_text("../../etc/passwd\n", "utf-8")
    with pytest.raises(PhotofindError, match="no name of a photo"):
        load("voc", Choice(str(root)))
    with pytest.raises(NotFoundError, match=r"val\.txt"):
        load("voc", Choice(str(root), split="val"))


def nuswide(root: Path, photos: int, part: str = "") -> Path:
    (root / "ImageList").mkdir(parents=True)
    (root / "Groundtruth" / "AllLabels").mkdir(parents=True)
    names = [f"{'sky' if n % 2 else 'dog'}\\{n:04}_{n}.jpg" for n in range(photos)]
    (root / "ImageList" / f"{part}Imagelist.txt").write_text("\n".join(names) + "\n", "utf-8")
    for place, concept in enumerate(CONCEPTS):
        values = "".join("1\n" if n % len(CONCEPTS) == place and n != 3 else "0\n" for n in range(photos))
        name = f"Labels_{concept}{'_' + part if part else ''}.txt"
        (root / "Groundtruth" / "AllLabels" / name).write_text(values, "utf-8")
    return root


def test_nuswide_takes_the_photos_with_a_common_concept(tmp_path: Path) -> None:
    assert len(CONCEPTS) == len(set(CONCEPTS)) == 21
    found = load("nuswide", Choice(str(nuswide(tmp_path, 30))))
    assert len(found.items) == 29  # number 3 has none
    assert found.items[0] == Item("dog/0000_0.jpg", ("sky",))
    assert found.items[1].file == "sky/0001_1.jpg"
    assert load("nuswide", Choice(str(nuswide(tmp_path / "split", 5, "Test")), split="test")).items[0].labels == (
        "sky",
    )


def test_nuswide_draws_as_many_photos_as_the_paper_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photofind.evaluation.datasets.nuswide.TEST_PHOTOS", 7)
    root = nuswide(tmp_path, 30)
    found = load("nuswide", Choice(str(root)), seed=1)
    assert len(found.items) == 7
    assert "drawn at random (seed 1)" in found.notes[0]
    assert found == load("nuswide", Choice(str(root)), seed=1)
    assert found.items != load("nuswide", Choice(str(root)), seed=2).items


def test_damaged_nuswide_files_are_named(tmp_path: Path) -> None:
    root = nuswide(tmp_path, 5)
    path = root / "Groundtruth" / "AllLabels" / "Labels_beach.txt"
    path.write_text("0\n0\n", "utf-8")
    with pytest.raises(PhotofindError, match=r"Labels_beach\.txt is damaged.*2 lines for 5 photos"):
        load("nuswide", Choice(str(root)))
    path.write_text("0\n0\n0\nyes\n0\n", "utf-8")
    with pytest.raises(PhotofindError, match="line 4 is 'yes'"):
        load("nuswide", Choice(str(root)))
    path.unlink()
    with pytest.raises(NotFoundError, match=r"Labels_beach\.txt does not exist.*research only"):
        load("nuswide", Choice(str(root)))
    with pytest.raises(NotFoundError, match="does not exist"):
        load("nuswide", Choice(str(tmp_path / "nowhere")))
    (root / "ImageList" / "Imagelist.txt").write_text("/etc/passwd\na\nb\nc\nd\n", "utf-8")
    path.write_text("0\n" * 5, "utf-8")
    with pytest.raises(PhotofindError, match="no file name"):
        load("nuswide", Choice(str(root)))


def test_flickr30k_in_its_three_forms(tmp_path: Path) -> None:
    token = tmp_path / "results_20130124.token"
    token.write_text("1.jpg#0\tTwo men .\n1.jpg#1\tA pair\n2.jpg#0\tA #1 dog\n", "utf-8")
    results = tmp_path / "results.csv"
    results.write_text(
        "image_name| comment_number| comment\n1.jpg| 0| Two men .\n1.jpg| 1| A pair\n2.jpg| 0   A #1 dog\n", "utf-8"
    )
    table = tmp_path / "flickr_annotations_30k.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["raw", "sentids", "split", "filename", "img_id"])
        writer.writerow([json.dumps(["Two men .", "A pair"]), "[0, 1]", "test", "1.jpg", "0"])
        writer.writerow([json.dumps(["A #1 dog"]), "[2]", "test", "2.jpg", "1"])
        writer.writerow([json.dumps(["left out"]), "[3]", "train", "3.jpg", "2"])
    expected = (Item("1.jpg", (), ("Two men .", "A pair")), Item("2.jpg", (), ("A #1 dog",)))
    for path in (token, results, table):
        found = load("flickr30k", Choice(str(path)))
        assert found.items == expected, path
        assert ("no splits" in " ".join(found.notes)) == (path != table)
    subset = tmp_path / "subset.txt"
    subset.write_text("2.jpg\n", "utf-8")
    assert load("flickr30k", Choice(str(token)), str(subset)).items == expected[1:]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.jpg#0\tTwo\nnonsense\n", "line 2 is not"),
        ("image_name| comment_number| comment\n1.jpg| 0\n", "line 2 is not"),
        ("a,b\n1,2\n", "no columns raw"),
        ("raw,split,filename\nno JSON,test,1.jpg\n", "line 2: the captions are not JSON"),
        ("raw,split,filename\n7,test,1.jpg\n", "line 2: the captions are not a list"),
        ("", "no captions"),
        ("/etc/passwd#0\tTwo\n", "no file name"),
    ],
)
def test_damaged_flickr30k_files_are_named(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "captions"
    path.write_text(text, "utf-8")
    with pytest.raises(PhotofindError, match=why) as error:
        load("flickr30k", Choice(str(path)))
    assert str(path) in str(error.value)


FOLDER: list[dict[str, Any]] = [
    {"file": "b/one.jpg", "labels": ["dog", "sea", "dog"], "captions": ["A dog.", "A dog."]},
    {"file": "two.jpg"},
]


def same(found: Dataset) -> bool:
    return found.items == (
        Item("b/one.jpg", ("dog", "sea"), ("A dog.", "A dog.")),
        Item("two.jpg"),
    ) and found.labels == ("dog", "sea")


def test_a_folder_by_json_json_lines_or_csv(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(FOLDER), "utf-8")
    assert same(load("folder", Choice(str(tmp_path / "a.json"))))
    lines = "\n".join(json.dumps(one) for one in FOLDER)
    (tmp_path / "a.jsonl").write_text(lines, "utf-8")
    assert same(load("folder", Choice(str(tmp_path / "a.jsonl"))))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert same(load("folder", Choice(str(tmp_path / "a.jsonl.gz"))))
    (tmp_path / "a.csv").write_text("file,labels,captions\nb\\one.jpg,dog; sea;dog,A dog.|A dog.\ntwo.jpg,,\n", "utf-8")
    assert same(load("folder", Choice(str(tmp_path / "a.csv"))))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", "{}", "not a JSON list"),
        ("a.json", "[1]", "entry 1 is no object"),
        ("a.json", '[{"labels": []}]', "entry 1 names no file"),
        ("a.json", '[{"file": "a", "labels": "dog"}]', "entry 1: “labels” is no list"),
        ("a.json", '[{"file": "a"}, {"file": "a"}]', "entry 2: a stands there twice"),
        ("a.json", "[]", "no photo"),
        ("a.jsonl", '{"file": "a"}\n{', "line 2 is not JSON"),
        ("a.jsonl.gz", "not packed", "damaged"),
        ("a.csv", "labels\ndog\n", "line 2 names no file"),
    ],
)
def test_damaged_labels_files_are_named(tmp_path: Path, name: str, text: str, why: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(PhotofindError, match=why) as error:
        load("folder", Choice(str(path)))
    assert str(path) in str(error.value)


def test_a_labels_file_that_is_no_file_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        load("folder", Choice(str(tmp_path / "nowhere.json")))
    with pytest.raises(UsageError, match="is a folder"):
        load("folder", Choice(str(tmp_path)))
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PhotofindError, match="not UTF-8"):
        load("folder", Choice(str(tmp_path / "a.json")))
    with pytest.raises(UsageError, match="no dataset format “imagenet”"):
        load("imagenet", Choice("x"))


def test_a_sample_keeps_order_and_repeats_with_its_seed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"file": f"{n}.jpg"} for n in range(50)]), "utf-8")
    choice = Choice(str(tmp_path / "a.json"))
    some = load("folder", choice, sample=10, seed=5)
    numbers = [int(item.file.removesuffix(".jpg")) for item in some.items]
    assert len(numbers) == 10
    assert numbers == sorted(numbers)
    assert some == load("folder", choice, sample=10, seed=5)
    assert load("folder", choice, sample=99).notes == ()
    (tmp_path / "none.txt").write_text("other.jpg\n", "utf-8")
    with pytest.raises(PhotofindError, match="no photo is left"):
        load("folder", choice, subset=str(tmp_path / "none.txt"))


@pytest.mark.parametrize("name", ["/a.jpg", "../a.jpg", "a/../../b.jpg", "C:\\a.jpg", "", "."])
def test_names_that_lead_out_of_the_folder_are_refused(name: str) -> None:
    assert relative(name) is None
