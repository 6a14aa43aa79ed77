"""The command line in a process of its own."""

from __future__ import annotations

from tests.e2e.conftest import cli, photos

__all__ = ["cli", "photos"]
