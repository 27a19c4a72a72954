"""When something unforeseen happens: one sentence, a report that can be copied, and the app goes on."""

from __future__ import annotations

import platform
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from tpexplorer import __version__
from tpexplorer.panels.words import plain

SENTENCE = "Something went wrong that should not have. You can go on; if it happens again, please send us the report below."
QUIET_S = 10.0


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What the makers need to know; nothing about the person but the version of their system."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    return f"TPExplorer {__version__} · Qt {qVersion()} · Python {platform.python_version()} · {platform.platform()}\n\n{lines}"


class ErrorDialog(QDialog):
    """Shows a report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("TPExplorer")
        self.resize(QSize(560, 360).boundedTo(self.screen().availableSize() * 0.9))
        said = plain(SENTENCE, self)
        said.setWordWrap(True)
        self.text = QPlainTextEdit(report, self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Report")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        for widget in (said, self.text, buttons):
            layout.addWidget(widget)


class Reporter:
    """Takes uncaught errors (``sys.excepthook``) and shows them, not one on top of another and not by the dozen."""

    def __init__(self, show: Callable[[str], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._show = show
        self._clock = clock
        self._showing = False
        self._quiet_until = float("-inf")

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Report one error; Ctrl+C leaves as ever."""
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            sys.__excepthook__(kind, error, trace)
            return
        report = report_of(kind, error, trace)
        print(report, file=sys.stderr)
        if self._showing or self._clock() < self._quiet_until:
            return
        self._showing = True
        try:
            self._show(report)
        finally:
            self._showing = False
            self._quiet_until = self._clock() + QUIET_S
