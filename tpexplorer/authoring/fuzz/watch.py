"""What must never be heard from the program: uncaught errors, messages of Qt, warnings of Python."""

from __future__ import annotations

import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# What Qt's own stand-in for a screen says of itself.
OFFSCREEN = "This plugin does not support propagateSizeHints()"
LOUD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class Watch:
    """Collects `complaints` while it is entered; what was installed before comes back on leaving."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def complain(self, sentence: str) -> None:
        """Something that must not be."""
        self.complaints.append(sentence)

    def take(self) -> list[str]:
        """What was heard since it was last asked."""
        heard, self.complaints = self.complaints, []
        return heard

    def __enter__(self) -> Watch:
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning)
        self._filters = warnings.filters[:]
        warnings.simplefilter("always")
        sys.excepthook = self._uncaught
        sys.unraisablehook = lambda told: self._uncaught(told.exc_type, told.exc_value, told.exc_traceback)
        threading.excepthook = lambda told: self._uncaught(told.exc_type, told.exc_value, told.exc_traceback)
        warnings.showwarning = self._warned
        self._qt = qInstallMessageHandler(self._qt_told)
        return self

    def __exit__(self, *_raised: object) -> None:
        sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = self._before
        warnings.filters[:] = self._filters  # type: ignore[index]
        qInstallMessageHandler(self._qt)

    def _uncaught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        self.complain("uncaught: " + "".join(traceback.format_exception(kind, error, trace)).strip())

    @staticmethod
    def traced(error: Exception) -> str:
        """An error with where it came from."""
        return "raised: " + "".join(traceback.format_exception(error)).strip()

    def _warned(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        self.complain(f"Python warns: {filename}:{lineno}: {category.__name__}: {message}")

    def _qt_told(self, kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        if kind in LOUD and message != OFFSCREEN:
            self.complain(f"Qt warns: {message}")
