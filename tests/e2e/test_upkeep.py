"""Asking before anything is removed, and stopping a copy, in real processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import draw_big
from tests.e2e.conftest import Cli


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_prune_asks_a_person(cli: Cli) -> None:
    import pty

    stray = cli.data / "thumbnails" / "00" / "00ff.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of a photo that nobody knows")
    for answer, status in (("n", 130), ("y", 0)):
        ours, theirs = pty.openpty()
        try:
            process = cli.start("prune", "--thumbnails", stdin=theirs)
            os.write(ours, f"{answer}\n".encode())
            out, err = process.communicate(timeout=60)
        finally:
            os.close(ours)
            os.close(theirs)
        assert process.returncode == status, out + err
        assert "Remove these?" in err
        assert stray.exists() == (answer == "n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others")
def test_a_copy_that_is_stopped_goes_on(cli: Cli, photos: Path, tmp_path: Path) -> None:
    for number in range(3):
        draw_big(photos / f"{number}.jpg", ("red", "green", "blue")[number])
    cli("add", str(photos))
    # Big enough that the signal comes while it is copied.
    with (photos / "0.jpg").open("ab") as file:
        file.truncate(1 << 30)
    out = tmp_path / "out"
    process = cli.start("export", "--format", "copy", "-o", str(out), "--sort", "name")
    deadline = time.monotonic() + 60
    while process.poll() is None and not (out.is_dir() and any(out.iterdir())):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "0 photos have been copied and stay" in err
    assert not out.exists(), "nothing half is left"
    with (photos / "0.jpg").open("r+b") as file:
        file.truncate(100_000)
    assert "3 photos written into" in cli("export", "--format", "copy", "-o", str(out)).stdout
    assert sorted(path.name for path in out.iterdir()) == ["0.jpg", "1.jpg", "2.jpg"]
