"""The engine process dies, hangs, is cancelled, stopped, orphaned: nothing is lost, nothing is left running."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from photofind.captioning.worker import Described, Describer, EngineOptions, Refused
from photofind.errors import Cancelled, EngineCrashedError, EngineMissingError, ModelError
from photofind.records import Model
from tests.captioning.conftest import COLOURS, collect, plain

Make = Callable[..., Describer]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def fill(describer: Describer, count: int = 24, colour: str = "red") -> None:
    for job in range(count):
        describer.submit(job, "whole", plain(colour), 60)


def gone(pid: int, seconds: float = 1.0) -> bool:
    """Whether a process ends within that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


def broken(pair: tuple[Path, Path], find: bytes, put: bytes, which: int = 1) -> Model:
    """A pair with some bytes of a header replaced."""
    data = pair[which].read_bytes()
    assert find in data
    pair[which].write_bytes(data.replace(find, put))
    return replace(COLOURS, lm=str(pair[0]), mmproj=str(pair[1]))


@POSIX
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGSEGV])
def test_killed_while_describing(describer: Make, kind: signal.Signals) -> None:
    engine = describer(slots=4)
    fill(engine)
    first = engine.poll(10)
    pid = engine.pid
    os.kill(pid, kind)
    answers = first + collect(engine)
    assert sorted(answer.job for answer in answers) == list(range(24))
    assert all(isinstance(answer, Described) and "red" in answer.text for answer in answers)
    assert engine.pid != pid
    assert engine.slots == 2


@POSIX
def test_killed_while_idle(describer: Make) -> None:
    engine = describer()
    os.kill(engine.pid, signal.SIGKILL)
    fill(engine, 3)
    assert len(collect(engine)) == 3


@POSIX
def test_killed_before_anything_is_submitted_and_noticed(describer: Make) -> None:
    engine = describer()
    pid = engine.pid
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert engine.poll(0.5) == []
    assert engine.pid not in (0, pid)


@POSIX
def test_killed_while_loading() -> None:
    engine = Describer(COLOURS, EngineOptions(threads=1))
    killed: list[int] = []

    def kill() -> None:
        while not engine.pid:
            time.sleep(0.001)
        killed.append(engine.pid)
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        engine.start()
        killer.join()
        assert engine.pid != killed[0]
        fill(engine, 2)
        assert len(collect(engine)) == 2
    finally:
        engine.stop()


@POSIX
def test_a_view_that_kills_the_engine_is_found_and_refused(describer: Make) -> None:
    """A process that is killed whenever view 7 is in it stands for a view that crashes llama.cpp."""
    for _ in range(10):
        engine = describer(slots=6)
        fill(engine, 12)
        answers = []
        kills = 0
        while engine.backlog:
            if 7 in engine._taken and kills < 2:
                os.kill(engine.pid, signal.SIGKILL)
                kills += 1
                gone(engine.pid)
            answers += engine.poll(0.01)
        refused = [answer for answer in answers if isinstance(answer, Refused)]
        if refused:
            break  # else the view was described before the signal reached the process
    assert kills == 2
    assert [answer.job for answer in refused] == [7]
    assert engine.slots == 6
    assert "crashed" in refused[0].reason
    assert sorted(answer.job for answer in answers) == list(range(12))


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (b"v.blk.1.attn_q.weight", b"v.blk.1.attn_z.weight"),
        (b"v.patch_embd.weight", b"v.patch_emxd.weight"),
        (b"clip.vision.attention.head_count\x04\0\0\0\x04", b"clip.vision.attention.head_count\x04\0\0\0\0"),
    ],
)
def test_a_projector_that_kills_with_every_view_is_given_up(
    describer: Make, pair: tuple[Path, Path], find: bytes, put: bytes
) -> None:
    engine = describer(broken(pair, find, put), slots=4)
    fill(engine, 6)
    with pytest.raises(EngineCrashedError, match="keeps crashing"):
        collect(engine)
    assert sorted(engine.cancel()) == list(range(6))
    assert engine.backlog == 0


def test_a_single_view_that_kills_is_refused_all_the_same(describer: Make, pair: tuple[Path, Path]) -> None:
    engine = describer(broken(pair, b"v.patch_embd.weight", b"v.patch_emxd.weight"))
    fill(engine, 1)
    (answer,) = collect(engine)
    assert isinstance(answer, Refused)


@POSIX
def test_a_hang_is_noticed(describer: Make) -> None:
    engine = describer(slots=2, hang=4.0)
    fill(engine, 6)
    engine.poll(10)
    pid = engine.pid
    os.kill(pid, signal.SIGSTOP)
    assert len(collect(engine)) > 0
    assert gone(pid)
    assert engine.pid != pid


@POSIX
def test_a_hang_while_loading_is_noticed() -> None:
    engine = Describer(COLOURS, EngineOptions(threads=1, loading=1.0))
    frozen: list[int] = []

    def freeze() -> None:
        for _ in range(2):
            while engine.pid in (0, *frozen):
                time.sleep(0.001)
            frozen.append(engine.pid)
            os.kill(frozen[-1], signal.SIGSTOP)

    freezer = threading.Thread(target=freeze)
    freezer.start()
    try:
        with pytest.raises(EngineCrashedError, match="while loading"):
            engine.start()
    finally:
        freezer.join()
        engine.stop()
    assert all(gone(pid) for pid in frozen)


def test_an_idle_engine_does_not_hang(describer: Make) -> None:
    engine = describer(hang=3.0)
    pid = engine.pid
    assert engine.poll(3.5) == []
    fill(engine, 2)
    assert len(collect(engine)) == 2
    assert engine.pid == pid


@pytest.mark.parametrize(
    ("find", "put", "which"),
    [
        (b"mm.2.weight", b"mm.9.weight", 1),
        (b"clip.vision.block_count", b"clip.vision.block_cxunt", 1),
        (b"clip.vision.patch_size\x04\0\0\0\x0e", b"clip.vision.patch_size\x04\0\0\0\0", 1),
        (b"blk.1.attn_q.weight", b"blk.1.attn_z.weight", 0),
        (b"llama.attention.head_count\x04\0\0\0\x04", b"llama.attention.head_count\x04\0\0\0\0", 0),
    ],
)
def test_files_that_break_llama_cpp_break_the_process_only(
    pair: tuple[Path, Path], find: bytes, put: bytes, which: int, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = Describer(broken(pair, find, put, which), EngineOptions(threads=1))
    with pytest.raises((ModelError, EngineCrashedError)):
        engine.start()
    assert engine.pid == 0
    engine.stop()
    assert capfd.readouterr() == ("", "")


def test_nonsense_weights_are_survived(describer: Make, pair: tuple[Path, Path]) -> None:
    data = bytearray(pair[0].read_bytes())
    data[-400_000:] = np.random.default_rng(1).integers(0, 256, 400_000, np.uint8).tobytes()
    pair[0].write_bytes(data)
    engine = describer(replace(COLOURS, lm=str(pair[0])))
    fill(engine, 3)
    assert len(collect(engine)) == 3


def test_a_chat_template_that_is_broken_is_said(pair: tuple[Path, Path]) -> None:
    model = broken(pair, b"{% for m in messages %}", b"{% far m in messages %}", 0)
    with pytest.raises(ModelError, match="chat template"):
        Describer(model, EngineOptions(threads=1)).start()


def test_files_are_checked_before_anything_starts(tmp_path: Path) -> None:
    engine = Describer(replace(COLOURS, lm=str(tmp_path / "no.gguf")))
    with pytest.raises(ModelError, match="does not exist"):
        engine.start()
    assert engine.pid == 0


def test_cancel_forgets_at_once_and_goes_on(describer: Make) -> None:
    engine = describer(slots=2)
    fill(engine, 40)
    done = [answer.job for answer in engine.poll(10)]
    begun = time.monotonic()
    forgotten = engine.cancel()
    assert time.monotonic() - begun < 0.2
    assert engine.backlog == 0
    assert sorted(forgotten + done) == list(range(40))
    engine.submit(3, "whole", plain("blue"), 60)
    (answer,) = collect(engine)
    assert time.monotonic() - begun < 1
    assert isinstance(answer, Described)
    assert "blue" in answer.text


def test_cancelling_again_and_again(describer: Make) -> None:
    engine = describer(slots=3)
    for _ in range(15):
        fill(engine, 8)
        engine.poll(0.01)
        engine.cancel()
    fill(engine, 4, "green")
    answers = collect(engine)
    assert len(answers) == 4
    assert all(isinstance(answer, Described) and "green" in answer.text for answer in answers)


@pytest.mark.parametrize("busy", [False, True])
def test_stop_leaves_nothing(describer: Make, busy: bool) -> None:
    engine = describer()
    pid = engine.pid
    if busy:
        fill(engine, 40)
        engine.poll(10)
    begun = time.monotonic()
    engine.stop()
    assert time.monotonic() - begun < 1
    assert gone(pid, 0.1)
    engine.stop()
    assert engine.poll(0.1) == []
    with pytest.raises(Cancelled):
        engine.start()


@POSIX
def test_stop_of_a_frozen_engine(describer: Make) -> None:
    engine = describer()
    pid = engine.pid
    os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    engine.stop()
    assert time.monotonic() - begun < 1
    assert gone(pid, 0.1)


def test_stop_while_loading_and_polling() -> None:
    engine = Describer(COLOURS, EngineOptions(threads=1))
    outcome: list[object] = []

    def run() -> None:
        try:
            engine.start()
            outcome.append("started")
        except Cancelled:
            outcome.append("cancelled")

    thread = threading.Thread(target=run)
    thread.start()
    while not engine.pid and thread.is_alive():
        time.sleep(0.001)
    pid = engine.pid
    begun = time.monotonic()
    engine.stop()
    thread.join(2)
    assert time.monotonic() - begun < 1.2
    assert outcome == ["cancelled"]
    assert gone(pid, 0.1)


def test_stop_from_another_thread_ends_a_poll(describer: Make) -> None:
    engine = describer()
    timer = threading.Timer(0.2, engine.stop)
    timer.start()
    begun = time.monotonic()
    assert engine.poll(10) == []
    assert time.monotonic() - begun < 2
    timer.join()


@POSIX
def test_the_engine_yields_to_other_programs_and_ignores_interrupts(describer: Make) -> None:
    engine = describer()
    assert psutil.Process(engine.pid).nice() >= psutil.Process().nice() + 10 or psutil.Process(engine.pid).nice() == 19
    os.kill(engine.pid, signal.SIGINT)
    fill(engine, 2)
    pid = engine.pid
    assert len(collect(engine)) == 2
    assert engine.pid == pid


PARENT = """
import sys, time
from photofind.captioning.worker import Describer, EngineOptions
from photofind.records import Model
import numpy as np
if __name__ == "__main__":
    engine = Describer(Model("colours", sys.argv[1], sys.argv[2]), EngineOptions(threads=1, slots=2))
    engine.start()
    for job in range(int(sys.argv[3])):
        engine.submit(job, "whole", np.full((112, 112, 3), job % 256, np.uint8), 160)
    if int(sys.argv[3]):
        engine.poll(10)
    print(engine.pid, flush=True)
    time.sleep(60)
"""


@POSIX
@pytest.mark.parametrize("jobs", [0, 2000])
def test_no_orphan_when_the_parent_is_killed(tmp_path: Path, jobs: int) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(script), COLOURS.lm, COLOURS.mmproj, str(jobs)],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root},
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        parent.kill()
        parent.wait()
        assert gone(pid, 1.0)


def test_sizes_written_in_headers_are_not_believed(pair: tuple[Path, Path]) -> None:
    """A vision tower that claims a picture of two million pixels a side must not take the machine's memory."""
    find = b"clip.vision.image_size\x04\0\0\0" + struct.pack("<I", 112)
    model = broken(pair, find, find[:-4] + struct.pack("<I", 2_000_000))
    with pytest.raises(ModelError, match="invalid"):
        Describer(model, EngineOptions(threads=1)).start()


def test_a_broken_installation_of_llama_cpp_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "llama_cpp"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('libllama.so is missing')")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EngineMissingError, match=r"libllama\.so is missing"):
        Describer(COLOURS, EngineOptions(threads=1)).start()


def test_slots_are_halved_until_a_context_can_be_had(describer: Make) -> None:
    engine = describer(slots=4000)
    assert 1 <= engine.slots < 4000
    fill(engine, 3)
    assert len(collect(engine)) == 3


def test_refused_views_are_answered_and_the_engine_lives_on(pair: tuple[Path, Path], describer: Make) -> None:
    """A chat template that ends with the picture leaves nothing to answer."""
    data = pair[0].read_bytes()
    begin = data.index(b"{% for m in messages %}")
    end = data.index(b"ASSISTANT:{% endif %}", begin) + len(b"ASSISTANT:{% endif %}")
    template = b"{{ messages[0]['content'][1]['text'] }}{{ messages[0]['content'][0]['text'] }}"
    padded = b"{#" + b" " * (end - begin - len(template) - 4) + b"#}" + template
    pair[0].write_bytes(data[:begin] + padded + data[end:])
    engine = describer(replace(COLOURS, lm=str(pair[0])))
    pid = engine.pid
    fill(engine, 3)
    answers = collect(engine)
    assert sorted(answer.job for answer in answers) == [0, 1, 2]
    assert all(isinstance(answer, Refused) and "ends with the picture" in answer.reason for answer in answers)
    assert engine.pid == pid


def test_a_window_keeps_one_core_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: 4)
    assert EngineOptions().cpu_threads() == 3
    assert EngineOptions(spare=0).cpu_threads() == 4
    assert EngineOptions(threads=2).cpu_threads() == 2
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: 1)
    assert EngineOptions().cpu_threads() == 1
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: None)
    assert EngineOptions().cpu_threads() == 1, "a machine that doesn't say has at least two"
