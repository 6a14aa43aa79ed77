from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from photofind.errors import Cancelled, ImageError
from photofind.library import decoding, images
from photofind.library.decoding import Decoder
from photofind.library.images import UnreadableError
from tests.library import samples

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


def workers() -> list[psutil.Process]:
    """This process's decoding workers."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture
def photo(tmp_path: Path) -> str:
    return str(samples.save(tmp_path / "a.jpg", samples.quarters(300, 200)))


@pytest.fixture
def alone() -> Iterator[Decoder]:
    """A decoder of its own, with one worker and little patience."""
    decoder = Decoder(workers=1, deadline=1.5)
    yield decoder
    decoder.close()


def newest(decoder: Decoder, photo: str) -> psutil.Process:
    """The worker of a decoder, started if need be."""
    before = {child.pid for child in workers()}
    decoder.probe(photo)
    new = [child for child in workers() if child.pid not in before]
    assert len(new) == 1
    return new[0]


def test_a_worker_says_what_the_functions_say(decoder: Decoder, photo: str) -> None:
    assert decoder.probe(photo) == images.probe(photo)
    assert (decoder.pixels(photo, 100) == images.pixels(photo, 100)).all()
    assert decoder.preview(photo, 100) == images.preview(photo, 100)
    assert decoder.pixels(photo, 100).flags.writeable
    with pytest.raises(UnreadableError, match="gone") as caught:
        decoder.probe(photo + ".jpg")
    assert caught.value.path == photo + ".jpg"


def test_nothing_starts_before_it_is_needed() -> None:
    before = len(workers())
    decoder = Decoder()
    assert len(workers()) == before
    decoder.close()
    decoder.close()
    with pytest.raises(ImageError, match="closing"):
        decoder.probe("a.jpg")


def test_a_name_that_is_no_text_reaches_the_worker(decoder: Decoder, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("file names are text here")
    path = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    Path(os.fsdecode(path)).write_bytes(samples.save(tmp_path / "a.jpg").read_bytes())
    assert decoder.probe(os.fsdecode(path)).width == 96


@posix
def test_a_crash_is_an_error_and_the_next_file_is_read(alone: Decoder, photo: str) -> None:
    worker = newest(alone, photo)
    worker.suspend()
    answers: list[Exception] = []

    def ask() -> None:
        try:
            alone.probe(photo)
        except ImageError as error:
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.2)
    worker.send_signal(signal.SIGSEGV)
    worker.resume()
    thread.join(10)
    assert "crashed" in str(answers[0])
    assert photo in str(answers[0])
    assert alone.probe(photo).width == 300


@posix
@pytest.mark.parametrize("reaped", [False, True])
def test_a_worker_that_died_idle_is_replaced_without_blame(alone: Decoder, photo: str, reaped: bool) -> None:
    worker = newest(alone, photo)
    worker.kill()
    if reaped:
        worker.wait(5)
    else:
        while worker.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    assert alone.probe(photo).width == 300


@posix
def test_a_hang_ends_at_the_deadline(alone: Decoder, photo: str) -> None:
    worker = newest(alone, photo)
    worker.suspend()
    started = time.monotonic()
    with pytest.raises(ImageError, match="longer than"):
        alone.probe(photo)
    assert 1.0 < time.monotonic() - started < 5
    assert not worker.is_running()
    assert alone.probe(photo).width == 300


@posix
def test_cancelling_ends_the_work_at_once(alone: Decoder, photo: str) -> None:
    worker = newest(alone, photo)
    worker.suspend()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        alone.probe(photo, cancelled=lambda: time.monotonic() - started > 0.1)
    assert time.monotonic() - started < 1
    assert alone.probe(photo).width == 300


@posix
def test_waiting_for_a_free_worker_can_be_cancelled(alone: Decoder, photo: str) -> None:
    worker = newest(alone, photo)
    worker.suspend()

    def hang() -> None:
        with contextlib.suppress(ImageError):
            alone.probe(photo)

    busy = threading.Thread(target=hang)
    busy.start()
    time.sleep(0.1)
    with pytest.raises(Cancelled):
        alone.probe(photo, cancelled=lambda: True)
    busy.join(10)


@posix
def test_closing_ends_work_in_progress(photo: str) -> None:
    decoder = Decoder(workers=1)
    worker = newest(decoder, photo)
    worker.suspend()
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            decoder.probe(photo)
        except ImageError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    started = time.monotonic()
    decoder.close()
    assert time.monotonic() - started < 2
    for thread in threads:
        thread.join(5)
    assert ["closing" in str(error) for error in errors] == [True] * 3
    assert not worker.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_file_that_takes_too_much_memory_is_refused(tmp_path: Path, photo: str) -> None:
    decoder = Decoder(workers=1, memory=100 << 20)
    try:
        large = samples.save(tmp_path / "large.png", samples.Image.new("RGB", (9000, 9000)))
        with pytest.raises(ImageError, match="memory"):
            decoder.probe(str(large))
        assert decoder.probe(photo).width == 300
    finally:
        decoder.close()


@posix
def test_where_the_system_sets_no_limit_the_parent_watches(
    alone: Decoder, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = newest(alone, photo)
    worker.suspend()
    monkeypatch.setattr(decoding, "_SLACK", -(1 << 40))
    with pytest.raises(ImageError, match="memory"):
        alone.probe(photo)
    assert not worker.is_running()


def test_many_threads_share_two_workers(decoder: Decoder, tmp_path: Path) -> None:
    paths = [str(samples.save(tmp_path / f"{number}.jpg", samples.quarters(96 + number, 64))) for number in range(12)]
    widths: dict[str, int] = {}
    threads = [threading.Thread(target=lambda p=path: widths.update({p: decoder.probe(p).width})) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert widths == {path: 96 + number for number, path in enumerate(paths)}
    assert decoder.workers == 2


SCRIPT = """
import sys, time
from photofind.library.decoding import Decoder

def main():
    decoder = Decoder(workers=1)
    print(decoder.probe(sys.argv[1]).width, flush=True)
    if len(sys.argv) > 2:
        time.sleep(60)
    decoder.close()

if __name__ == "__main__":
    main()
"""


@posix
def test_workers_end_when_the_program_is_killed(tmp_path: Path, photo: str) -> None:
    script = tmp_path / "program.py"
    script.write_text(SCRIPT)
    with subprocess.Popen([sys.executable, str(script), photo, "wait"], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == b"300"
        children = psutil.Process(program.pid).children(recursive=True)
        assert children
        program.kill()
        program.wait(5)
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]


def test_it_works_from_a_script(tmp_path: Path, photo: str) -> None:
    script = tmp_path / "program"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, str(script), photo], capture_output=True, check=False, timeout=60)
    assert done.stdout.strip() == b"300"
    assert done.returncode == 0
    assert done.stderr == b""
