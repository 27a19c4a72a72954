"""Timers. Qt's own constructor takes properties by keyword too, but finds none of them on a Turkish system."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(parent: QObject | None, after_ms: int, then: Callable[[], object]) -> QTimer:
    """A timer that runs out once, so many ms after each `start`; starting it again begins the wait anew."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(then)
    return timer
