"""Faults of the bindings that would end the program sooner or later."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication


class _Source(QObject):
    told = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal")
def test_the_bindings_count_references(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 takes a reference of None (True) at each call: the process aborts at zero."""
    source = _Source()
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(100):
        QApplication.processEvents()
        source.told.emit()
    assert sys.getrefcount(None) > none - 50
    assert sys.getrefcount(True) > true - 50
