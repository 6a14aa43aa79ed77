"""Downloads against a hub on this machine that breaks off, stalls, lies and refuses."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import huggingface_hub
import pytest
from filelock import FileLock

from photofind.captioning import catalogue
from photofind.captioning.download import Downloaded, download, partial, remove, targets
from photofind.captioning.hub import Hub
from photofind.captioning.transfer import Patience
from photofind.errors import Cancelled, DownloadError, ModelError, OwnedError
from photofind.records import DownloadProgress
from tests.captioning.conftest import COLOURS
from tests.captioning.hub_server import Behaviour, FakeHub, serving

LM, MMPROJ = "tiny-lm.gguf", "tiny-mmproj.gguf"
ENTRY = replace(
    catalogue.ENTRIES[0], name="tiny", repository="someone/Tiny-GGUF", lm=LM, mmproj=MMPROJ, family="chat-template"
)
PAIR = (Path(COLOURS.lm), Path(COLOURS.mmproj))
QUICK = Patience(silence=0.4, attempts=4, first=0.01, longest=0.05, told=2.0)
LM_SIZE = PAIR[0].stat().st_size
PIECE = LM_SIZE // 24


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FakeHub]:
    with serving() as hub:
        hub.put(ENTRY, *PAIR)
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


class Watch:
    """What a download tells, and a way to stop it."""

    def __init__(self, stop_at: int = -1) -> None:
        self.told: list[DownloadProgress] = []
        self.stop_at = stop_at
        self.stop = False

    def __call__(self, progress: DownloadProgress) -> None:
        self.told.append(progress)
        if 0 <= self.stop_at <= progress.done:
            self.stop = True

    def stopped(self) -> bool:
        return self.stop

    @property
    def reasons(self) -> list[str]:
        return [progress.detail for progress in self.told if progress.state == "waiting"]


def get(server: FakeHub, folder: Path, watch: Watch | None = None, patience: Patience = QUICK) -> Downloaded:
    watch = watch or Watch()
    with Hub(server.url, silence=patience.silence) as hub:
        return download(ENTRY, folder, hub, watch, watch.stopped, patience)


def check(folder: Path) -> None:
    """Both files are there and right, and nothing else is."""
    for path, source in zip(targets(ENTRY, folder), PAIR, strict=True):
        assert path.read_bytes() == source.read_bytes()
    assert sorted(path.name for path in (folder / "tiny").iterdir()) == [LM, MMPROJ]


def part(folder: Path, name: str = LM) -> Path:
    return folder / "tiny" / f"{name}.part"


def begin(server: FakeHub, folder: Path, size: int = 9 * PIECE) -> int:
    """Break a download off after about so many bytes of the first file; returns what is there."""
    server.behave(LM, Behaviour(cut=size))
    with pytest.raises(DownloadError):
        get(server, folder, patience=replace(QUICK, attempts=1))
    return part(folder).stat().st_size


def test_both_files_come_checked_and_with_progress(server: FakeHub, folder: Path) -> None:
    server.paced = 0.008
    watch = Watch()
    done = get(server, folder, watch)
    check(folder)
    total = sum(path.stat().st_size for path in PAIR)
    assert (done.model, done.fetched, done.found) == ("tiny", total, 0)
    assert {progress.total for progress in watch.told[1:]} == {total}
    amounts = [progress.done for progress in watch.told if progress.total]
    assert amounts == sorted(amounts)
    assert watch.told[-1].state == "done"
    assert watch.told[-1].done == total
    paced = [progress for progress in watch.told if progress.rate]
    assert paced
    assert all(p.eta is not None and p.rate and p.eta * p.rate == pytest.approx(total - p.done) for p in paced)
    assert {asked.token for asked in server.asked} == {"Bearer hf_secret"}


def test_what_is_there_is_not_fetched_again(server: FakeHub, folder: Path) -> None:
    get(server, folder)
    before = len(server.asked)
    assert get(server, folder).fetched == 0
    assert len(server.asked) == before
    targets(ENTRY, folder)[1].unlink()
    assert get(server, folder).fetched == PAIR[1].stat().st_size
    assert len(server.gets(LM)) == 1
    check(folder)


def test_broken_connections_are_taken_up_where_they_broke(server: FakeHub, folder: Path) -> None:
    server.behave(LM, Behaviour(cut=5 * PIECE), Behaviour(cut=7 * PIECE), Behaviour(cut=6 * PIECE))
    watch = Watch()
    done = get(server, folder, watch)
    check(folder)
    starts = [asked.range for asked in server.gets(LM)]
    assert starts == ["", f"bytes={5 * PIECE}-", f"bytes={12 * PIECE}-", f"bytes={18 * PIECE}-"]
    assert all(asked.if_range for asked in server.gets(LM)[1:])
    assert done.fetched == sum(path.stat().st_size for path in PAIR)
    assert all("broke" in reason or "early" in reason for reason in watch.reasons)
    assert len(watch.reasons) == 3


def test_a_later_call_goes_on(server: FakeHub, folder: Path) -> None:
    there = begin(server, folder)
    assert there == 9 * PIECE
    assert partial(ENTRY, folder) == there
    done = get(server, folder)
    check(folder)
    assert done.found == there
    assert server.gets(LM)[-1].range == f"bytes={there}-"
    assert partial(ENTRY, folder) == 0


def test_silence_is_broken_by_connecting_again(server: FakeHub, folder: Path) -> None:
    server.behave(LM, Behaviour(stall=3 * PIECE))
    watch = Watch()
    get(server, folder, watch)
    check(folder)
    assert watch.reasons
    assert "nothing came" in watch.reasons[0] or "timed out" in watch.reasons[0]


def test_endless_silence_fails_and_keeps_the_part(server: FakeHub, folder: Path) -> None:
    server.behave(LM, *[Behaviour(stall=PIECE // 4 if number == 0 else 0) for number in range(5)])
    with pytest.raises(DownloadError, match=r"tried 4 times.*what has come is kept"):
        get(server, folder, patience=replace(QUICK, silence=0.2))
    assert part(folder).stat().st_size >= PIECE // 4 - 16_384


def test_a_server_without_ranges_sends_all_again(server: FakeHub, folder: Path) -> None:
    there = begin(server, folder)
    server.behave(LM, Behaviour(ignores_ranges=True, cut=2 * PIECE))
    with pytest.raises(DownloadError):
        get(server, folder, patience=replace(QUICK, attempts=1))
    assert part(folder).stat().st_size == there  # never less than there was
    server.behave(LM, Behaviour(ignores_ranges=True))
    get(server, folder)
    check(folder)


def test_a_file_that_changed_meanwhile_comes_anew(server: FakeHub, folder: Path) -> None:
    begin(server, folder)
    key = f"{ENTRY.repository}/{LM}"
    server.files[key] = server.files[key][:-4] + b"new!"
    get(server, folder)
    assert targets(ENTRY, folder)[0].read_bytes() == server.files[key]
    assert server.gets(LM)[-1].range == ""


def test_another_etag_of_the_same_content_is_no_harm(server: FakeHub, folder: Path) -> None:
    begin(server, folder)
    server.etags[f"{ENTRY.repository}/{LM}"] = '"another"'
    get(server, folder)
    check(folder)
    assert server.gets(LM)[-1].if_range != '"another"'


def test_wrong_bytes_are_thrown_away(server: FakeHub, folder: Path) -> None:
    wrong = bytearray(PAIR[0].read_bytes())
    wrong[-1] ^= 1
    server.behave(LM, Behaviour(body=bytes(wrong)))
    with pytest.raises(DownloadError, match=r"SHA-256 is another.*thrown away"):
        get(server, folder)
    assert not list((folder / "tiny").iterdir())
    get(server, folder)
    check(folder)


def test_a_damaged_part_is_noticed(server: FakeHub, folder: Path) -> None:
    begin(server, folder)
    with open(part(folder), "r+b") as file:
        file.seek(1000)
        file.write(b"damage")
    with pytest.raises(DownloadError, match="thrown away"):
        get(server, folder)
    get(server, folder)
    check(folder)


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"sha256": "x", "size": 1}'])
def test_a_part_of_unknown_origin_is_not_used(server: FakeHub, folder: Path, note: str) -> None:
    begin(server, folder)
    part(folder).with_name(f"{LM}.part.json").write_text(note)
    get(server, folder)
    check(folder)
    assert server.gets(LM)[-1].range == ""


def test_a_part_that_is_too_long_is_not_used(server: FakeHub, folder: Path) -> None:
    begin(server, folder)
    with open(part(folder), "ab") as file:
        file.truncate(LM_SIZE + 1)
    get(server, folder)
    check(folder)


@pytest.mark.parametrize("behaviour", [Behaviour(page=True), Behaviour(body=b"<!doctype html> not a model")])
def test_a_web_page_is_not_taken_for_a_model(server: FakeHub, folder: Path, behaviour: Behaviour) -> None:
    there = begin(server, folder, 2 * PIECE)
    server.behave(LM, replace(behaviour, ignores_ranges=True))
    with pytest.raises(DownloadError, match=r"log-in page.*browser"):
        get(server, folder)
    assert part(folder).stat().st_size == there


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (Behaviour(status=401), r"licence.*HF_TOKEN"),
        (Behaviour(status=403), r"licence.*HF_TOKEN"),
        (Behaviour(status=404), "has no file tiny-lm.gguf"),
        (Behaviour(status=407), "proxy"),
        (Behaviour(status=418), "answers 418"),
        (Behaviour(status=302, headers={"Location": "ftp://127.0.0.1/x"}), "of the kind ftp"),
        (Behaviour(status=429, headers={"Retry-After": "3600"}), "wait 60 minutes"),
    ],
)
def test_refusals_say_what_to_do(server: FakeHub, folder: Path, behaviour: Behaviour, message: str) -> None:
    server.behave(LM, behaviour)
    with pytest.raises(DownloadError, match=message):
        get(server, folder)
    assert len(server.gets(LM)) == 1


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (401, {}, "HF_TOKEN"),
        (403, {"X-Error-Code": "GatedRepo"}, "licence"),
        (404, {"X-Error-Code": "RepoNotFound"}, "has no file"),
    ],
)
def test_the_hub_itself_may_refuse(
    server: FakeHub, folder: Path, status: int, headers: dict[str, str], message: str
) -> None:
    server.head_status = [(status, headers)]
    with pytest.raises(DownloadError, match=message):
        get(server, folder)
    assert not server.gets(LM)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: FakeHub, folder: Path, status: int) -> None:
    server.head_status = [(status, {})]
    server.behave(LM, Behaviour(status=status, headers={"Retry-After": "0"}), Behaviour(status=status))
    server.behave(MMPROJ, Behaviour(status=status, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}))
    watch = Watch()
    get(server, folder, watch)
    check(folder)
    assert len(watch.reasons) >= 3
    assert all(str(status) in reason for reason in watch.reasons)


def test_the_time_that_a_server_asks_for_is_waited(server: FakeHub, folder: Path) -> None:
    server.behave(LM, Behaviour(status=429, headers={"Retry-After": "1"}))
    begun = time.monotonic()
    get(server, folder)
    assert time.monotonic() - begun >= 1


def test_an_unreachable_hub_is_said(folder: Path) -> None:
    with (
        Hub("http://127.0.0.1:9") as hub,
        pytest.raises(DownloadError, match=r"127\.0\.0\.1.*tried 2 times.*check the connection"),
    ):
        download(ENTRY, folder, hub, patience=replace(QUICK, attempts=2))


def test_a_wrong_address_is_said(folder: Path) -> None:
    with Hub("http://[broken") as hub, pytest.raises(DownloadError):
        download(ENTRY, folder, hub, patience=replace(QUICK, attempts=1))


def test_a_file_without_sha256_is_refused(server: FakeHub, folder: Path) -> None:
    server.tells_digest = False
    with pytest.raises(DownloadError, match="tells no SHA-256"):
        get(server, folder)


def test_lies_about_the_size(server: FakeHub, folder: Path) -> None:
    key = f"{ENTRY.repository}/{LM}"
    server.sizes[key] = LM_SIZE + 1000  # the bytes are right, the size was not: taken
    server.behave(LM, Behaviour(length=-5), Behaviour(length=500))
    get(server, folder)
    check(folder)
    remove(ENTRY, folder)
    server.sizes[key] = LM_SIZE - 1000
    with pytest.raises(DownloadError, match="announced"):
        get(server, folder)
    server.sizes[key] = LM_SIZE
    begin(server, folder, PIECE)
    short = Behaviour(body=PAIR[0].read_bytes()[: PIECE * 3])
    server.behave(LM, short, short)
    with pytest.raises(DownloadError, match="shorter there"):
        get(server, folder)
    server.behave(LM, Behaviour(other_piece=True))
    with pytest.raises(DownloadError, match="another piece"):
        get(server, folder)
    get(server, folder)
    check(folder)


def test_the_token_goes_to_no_other_host(server: FakeHub, folder: Path) -> None:
    with serving() as other:
        other.files = server.files
        server.redirect = f"http://localhost:{other.port}"
        get(server, folder)
        check(folder)
        assert {asked.token for asked in other.asked} == {""}
        assert {asked.token for asked in server.asked} == {"Bearer hf_secret"}
        # A link that has expired there is asked for anew here.
        remove(ENTRY, folder)
        other.behave(LM, Behaviour(status=403))
        get(server, folder)
        check(folder)


def test_a_proxy_is_used(server: FakeHub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Hub("http://hub.invalid") as hub:
        download(ENTRY, folder, hub, patience=QUICK)
    check(folder)
    assert {asked.host for asked in server.asked} == {"hub.invalid"}


def test_the_environment_names_hub_and_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.invalid/")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    with Hub() as hub:
        assert (hub.endpoint, hub.host) == ("http://mirror.invalid", "mirror.invalid")
        assert hub.cache == tmp_path / "cache"
        monkeypatch.delenv("HF_HUB_CACHE")
        assert hub.cache == tmp_path / "home" / "hub"
    with Hub("http://other.invalid", tmp_path) as hub:
        assert (hub.endpoint, hub.cache) == ("http://other.invalid", tmp_path)


def test_offline_mode_is_respected(server: FakeHub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadError, match="HF_HUB_OFFLINE"):
        get(server, folder)
    assert not server.asked


def test_redirects_in_circles_end(server: FakeHub, folder: Path) -> None:
    server.redirect = server.url
    with pytest.raises(DownloadError, match="in circles"):
        get(server, folder)


def test_stopping_keeps_what_has_come(server: FakeHub, folder: Path) -> None:
    server.paced = 0.01
    watch = Watch(stop_at=3 * PIECE)
    with pytest.raises(Cancelled):
        get(server, folder, watch)
    assert partial(ENTRY, folder) >= 3 * PIECE
    get(server, folder)
    check(folder)


@pytest.mark.parametrize("where", ["stall", "head", "wait"])
def test_stopping_takes_less_than_a_second(server: FakeHub, folder: Path, where: str) -> None:
    if where == "stall":
        server.behave(LM, Behaviour(stall=PIECE))
    elif where == "wait":
        server.behave(LM, Behaviour(status=503, headers={"Retry-After": "60"}))
    else:
        server.head_status = [(503, {"Retry-After": "60"})]
    watch = Watch()
    stopped: list[float] = []

    def stop() -> None:
        deadline = time.monotonic() + 5
        while not (watch.reasons or any(progress.state == "downloading" for progress in watch.told)):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        stopped.append(time.monotonic())
        watch.stop = True

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        get(server, folder, watch, replace(QUICK, silence=30, told=100))
    ended = time.monotonic()
    stopper.join()
    assert ended - stopped[0] < 1


def test_the_room_is_checked_before(server: FakeHub, folder: Path) -> None:
    with Hub(server.url) as hub, pytest.raises(DownloadError, match=r"needs 0\.1\d GB more.*0\.00 GB are free.*room"):
        download(ENTRY, folder, hub, patience=QUICK, free=lambda _folder: 1000)
    assert not server.gets(LM)


def test_a_disk_that_fills_up_is_said(server: FakeHub, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={LM_SIZE // 2}", "tmpfs", str(small)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here")
    try:
        with Hub(server.url) as hub, pytest.raises(DownloadError, match=r"no room is left.*needs 0\.00 GB more.*kept"):
            download(ENTRY, small / "models", hub, patience=QUICK, free=lambda _folder: 1 << 40)
        there = part(small / "models").stat().st_size
        assert LM_SIZE // 4 < there < LM_SIZE
        subprocess.run(["mount", "-o", "remount,size=9m", str(small)], check=True)
        with Hub(server.url) as hub:
            done = download(ENTRY, small / "models", hub, patience=QUICK, free=lambda _folder: 1 << 40)
        assert done.found == there
        check(small / "models")
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_large_files_is_said(server: FakeHub, folder: Path) -> None:
    import resource

    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LM_SIZE // 2, former[1]))
    try:
        with pytest.raises(DownloadError, match="another disk"):
            get(server, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert part(folder).stat().st_size == LM_SIZE // 2
    get(server, folder)
    check(folder)


def test_a_folder_that_cannot_be_written_is_said(server: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DownloadError, match="choose another models folder"):
        get(server, tmp_path / "file" / "models")


def test_two_downloads_do_not_meet(server: FakeHub, folder: Path) -> None:
    folder.mkdir()
    lock = FileLock(folder / ".lock")
    with lock, pytest.raises(OwnedError, match="another download"):
        get(server, folder)
    assert not server.asked
    get(server, folder)
    check(folder)


def test_files_that_do_not_belong_together_are_not_installed(server: FakeHub, folder: Path) -> None:
    server.files[f"{ENTRY.repository}/{MMPROJ}"] = PAIR[0].read_bytes()
    with pytest.raises(ModelError, match="not a projector"):
        get(server, folder)
    lm, mmproj = targets(ENTRY, folder)
    assert lm.is_file()
    assert not mmproj.exists()
    assert remove(ENTRY, folder, unfinished_only=True) > 0
    assert not lm.exists()
    server.put(ENTRY, *PAIR)
    get(server, folder)
    assert remove(ENTRY, folder, unfinished_only=True) == 0
    check(folder)


# --- the hub's cache ------------------------------------------------------------------------------------------------


def cache(tmp_path: Path, names: tuple[str, ...] = (LM, MMPROJ), content: tuple[bytes, ...] = ()) -> list[Path]:
    """Lay the files out as the hub's client does; returns the blobs."""
    base = tmp_path / "cache" / "models--someone--Tiny-GGUF"
    snapshot = base / "snapshots" / "c0ffee"
    snapshot.mkdir(parents=True)
    (base / "blobs").mkdir()
    (base / "refs").mkdir()
    (base / "refs" / "main").write_text("c0ffee")
    blobs = []
    for number, name in enumerate(names):
        data = PAIR[(LM, MMPROJ).index(name)].read_bytes()
        blob = base / "blobs" / hashlib.sha256(data).hexdigest()
        blob.write_bytes(content[number] if content else data)
        (snapshot / name).symlink_to(blob)
        blobs.append(blob)
    return blobs


def test_what_the_hubs_cache_has_is_linked_without_the_network(server: FakeHub, folder: Path, tmp_path: Path) -> None:
    blobs = cache(tmp_path)
    watch = Watch()
    done = get(server, folder, watch)
    check(folder)
    assert not server.asked
    assert (done.fetched, done.found) == (0, sum(path.stat().st_size for path in PAIR))
    assert all(path.samefile(blob) for path, blob in zip(targets(ENTRY, folder), blobs, strict=True))
    remove(ENTRY, folder)
    assert all(blob.is_file() for blob in blobs)


def test_what_the_hubs_cache_lacks_is_fetched(server: FakeHub, folder: Path, tmp_path: Path) -> None:
    there = begin(server, folder)
    assert there
    cache(tmp_path, (LM,))
    done = get(server, folder)
    check(folder)
    assert done.fetched == PAIR[1].stat().st_size


def test_a_cached_file_of_another_revision_is_found_by_its_content(
    server: FakeHub, folder: Path, tmp_path: Path
) -> None:
    cache(tmp_path)
    (tmp_path / "cache" / "models--someone--Tiny-GGUF" / "refs" / "main").unlink()
    done = get(server, folder)
    check(folder)
    assert done.fetched == 0
    assert not server.gets(LM)


def test_a_damaged_cache_is_neither_used_nor_touched(server: FakeHub, folder: Path, tmp_path: Path) -> None:
    blobs = cache(tmp_path, content=(b"damaged", b"too"))
    done = get(server, folder)
    check(folder)
    assert done.found == 0
    assert [blob.read_bytes() for blob in blobs] == [b"damaged", b"too"]


def test_cached_files_that_do_not_belong_together_are_not_installed(
    server: FakeHub, folder: Path, tmp_path: Path
) -> None:
    base = tmp_path / "cache" / "models--someone--Tiny-GGUF"
    cache(tmp_path)
    data = PAIR[0].read_bytes()
    blob = base / "blobs" / hashlib.sha256(data).hexdigest()
    (base / "snapshots" / "c0ffee" / MMPROJ).unlink()
    (base / "snapshots" / "c0ffee" / MMPROJ).symlink_to(blob)
    with pytest.raises(ModelError, match="not a projector"):
        get(server, folder)
    assert [path.name for path in (folder / "tiny").iterdir()] == [LM]


def test_a_cache_on_another_disk_is_copied(server: FakeHub, folder: Path, tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    blobs = cache(tmp_path)
    models = other / f"photofind-test-{os.getpid()}"
    try:
        done = get(server, models)
        check(models)
        assert done.fetched == 0
        assert not targets(ENTRY, models)[0].samefile(blobs[0])
    finally:
        remove(ENTRY, models)
        (models / ".lock").unlink()
        models.rmdir()


# --- killed -----------------------------------------------------------------------------------------------------------

CHILD = """
import dataclasses, sys
from pathlib import Path
from photofind.captioning import catalogue
from photofind.captioning.download import download
from photofind.captioning.hub import Hub
url, folder, repository, lm, mmproj = sys.argv[1:]
entry = dataclasses.replace(catalogue.ENTRIES[0], name="tiny", repository=repository, lm=lm, mmproj=mmproj)
with Hub(url) as hub:
    download(entry, Path(folder), hub)
"""


def child(server: FakeHub, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CHILD, server.url, str(folder), ENTRY.repository, LM, MMPROJ])


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_download_goes_on(server: FakeHub, folder: Path) -> None:
    server.paced = 0.02
    process = child(server, folder)
    try:
        deadline = time.monotonic() + 20
        while not (part(folder).exists() and part(folder).stat().st_size >= 4 * PIECE):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    there = part(folder).stat().st_size
    assert json.loads(part(folder).with_name(f"{LM}.part.json").read_text())["size"] == LM_SIZE
    server.paced = 0
    done = get(server, folder)
    check(folder)
    assert done.found == there
    assert server.gets(LM)[-1].range == f"bytes={there}-"
