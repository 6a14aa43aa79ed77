"""Set up everything on a fresh machine, then start photofind or pass all tests.

    python3 packaging/dev.py start [FOLDER…]     set up, then open the window
    python3 packaging/dev.py cli [WORD…]         set up, then run a command, as ``photofind WORD…`` would
    python3 packaging/dev.py test [PYTEST…]      set up, then lint, check types and imports, run tests

Needs Python 3.11 or newer and nothing else; works on Linux, macOS and Windows. Everything goes into ``.venv`` beside
the README. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "photofind-setup"
DEBIAN_QT = (
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fonts-dejavu-core"
).split()
PROBE = """
import ctypes, pathlib, sys
import PySide6.QtGui, PySide6.QtWidgets
xcb = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
if sys.platform == "linux" and xcb.exists():
    ctypes.CDLL(str(xcb))
"""
COMPILER_HELP = """
llama-cpp-python could not be installed. It is compiled on this machine and needs a C and C++ compiler:
  Debian, Ubuntu:  sudo apt install build-essential python3-dev
  Fedora:          sudo dnf install gcc-c++ python3-devel
  macOS:           xcode-select --install
  Windows:         Visual Studio Build Tools, workload "Desktop development with C++"
or take one of the prebuilt wheels that its README names (pip install llama-cpp-python --extra-index-url …).
Then run this command again. Until then photofind starts, browses and searches, but describes no new photos.
"""


def say(text: str) -> None:
    print(f"photofind: {text}", flush=True)


def pip(*arguments: str) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def fingerprint(requirements: Path, name: str = "") -> str:
    text = (ROOT / "pyproject.toml").read_bytes() + requirements.read_bytes()
    return f"{name or requirements.name} {hashlib.sha256(text).hexdigest()} {sys.version_info[:2]}"


def system_libraries() -> None:
    """On Debian, as root (a container, a CI machine): install what Qt loads, if it can't be loaded."""
    probe = [str(PYTHON), "-c", PROBE]
    if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing the libraries that Qt loads")
        subprocess.run([apt, "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            [apt, "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_QT],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    if subprocess.run(probe, capture_output=True, check=False).returncode != 0:
        say(f"Qt can't be loaded; on Debian or Ubuntu: sudo apt install {' '.join(DEBIAN_QT)}")


def setup(*, development: bool) -> None:
    """Make ``.venv`` and install photofind and its dependencies (pinned and hashed), unless that is done already."""
    if sys.version_info < (3, 11):
        sys.exit(f"photofind needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if not PYTHON.exists():
        say("making a virtual environment in .venv")
        venv.create(VENV, with_pip=True)
    requirements, more = (ROOT / "packaging" / name for name in ("requirements.txt", "requirements-dev.txt"))
    enough = {fingerprint(more)} if development else {fingerprint(more), fingerprint(requirements)}
    done = STAMP.read_text("utf-8").splitlines() if STAMP.exists() else []
    if enough.isdisjoint(done):
        requirements = more if development else requirements
        say("installing photofind and what it needs (a few minutes the first time)")
        if pip("--require-hashes", "-r", str(requirements)) or pip("--no-deps", "-e", "."):
            sys.exit("photofind: the installation failed; the lines above say why")
        with STAMP.open("a", encoding="utf-8") as stamp:
            stamp.write(fingerprint(requirements) + "\n")
    if subprocess.run([str(PYTHON), "-c", "import llama_cpp"], capture_output=True, check=False).returncode != 0:
        say("installing llama.cpp (compiled on this machine, 5 to 15 minutes the first time)")
        if pip(".[llama]") != 0:
            print(COMPILER_HELP, file=sys.stderr, flush=True)
    system_libraries()


def run(program: str, *arguments: str, **environment: str) -> None:
    """Run a program of the virtual environment; a failing one ends the script with its status."""
    print(f"$ {program} {' '.join(arguments)}", flush=True)
    path = shutil.which(program, path=str(BIN))
    if path is None:
        sys.exit(f"photofind: {program} is not in .venv; delete .venv and run this again")
    done = subprocess.run([path, *arguments], cwd=ROOT, check=False, env={**os.environ, **environment})
    if done.returncode:
        sys.exit(done.returncode)


def recipe() -> None:
    """Install what the recipe of the built-in model needs (PyTorch); without hashes: each system has its own build."""
    requirements = ROOT / "packaging" / "starter-model" / "requirements.txt"
    wanted = fingerprint(requirements, "recipe")
    if wanted in STAMP.read_text("utf-8").splitlines():
        return
    say("installing what the recipe of the built-in model needs")
    if pip("-r", str(requirements)):
        sys.exit("photofind: the installation failed; the lines above say why")
    with STAMP.open("a", encoding="utf-8") as stamp:
        stamp.write(wanted + "\n")


def test(arguments: list[str]) -> None:
    """Lint, types, import rules, all tests with coverage."""
    setup(development=True)
    recipe()
    run("ruff", "check")
    run("ruff", "format", "--check")
    run("mypy", "--strict", "photofind")
    run("lint-imports", "--no-cache", "--no-logo")
    screen = {} if os.environ.get("QT_QPA_PLATFORM") else {"QT_QPA_PLATFORM": "offscreen"}
    run("pytest", "-n", "auto", "--cov", "--cov-report=term", *arguments, OMP_WAIT_POLICY="passive", **screen)


def main() -> None:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:] or ["start"]
    if what == "test":
        test(rest)
        return
    if what not in {"start", "cli"}:
        sys.exit(__doc__)
    setup(development=False)
    command = [str(PYTHON), "-m", "photofind", *(["gui", *rest] if what == "start" else rest)]
    try:
        sys.exit(subprocess.run(command, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
