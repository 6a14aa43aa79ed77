"""What ``photofind doctor`` says of a machine that lacks something."""

from __future__ import annotations

from pathlib import Path

import pytest

from photofind import health
from photofind.app import App
from photofind.paths import data_paths
from photofind.records import Check
from photofind.settings import Server


def engine(app: App) -> Check:
    return next(check for check in app.checks() if check.name == "llama.cpp")


def test_a_missing_llama_cpp_is_no_problem_where_a_server_describes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "engine_available", lambda: (False, "llama-cpp-python is not installed"))
    with App(data_paths(str(tmp_path / "data"))) as app:
        assert not engine(app).ok
        assert "pip install 'photofind[llama]'" in engine(app).remedy
        app.change_settings(servers=(Server("lab", "http://127.0.0.1:1/v1", "llava"),), model="lab")
        assert engine(app) == Check("llama.cpp", True, "not installed, and not needed: a server describes the photos")
        app.change_settings(model="gone")
        assert not engine(app).ok, "which model describes is not known"
