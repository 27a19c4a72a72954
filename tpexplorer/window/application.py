"""The Qt application; where Qt finds no screen it would abort, here it says so in a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

NO_WINDOW = "tpexplorer: No window can be opened here ({why}). The commands work without one: 'tpexplorer --help'."
NO_DISPLAY = "there is no display"


def make_application(argv: Sequence[str]) -> QApplication:
    """The application; ends the process, with code 2 and a sentence, where there can be no window."""
    # Qt waits 5 ms before it paints a window anew, lest more changes come; a turning body wants its frame at once.
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")
    # Qt's own file dialog keeps its looks in a file whose values, read by PySide, could be code: it gets none.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    with _abort_as_sentence():
        application = QApplication(["tpexplorer", *argv])
    application.setApplicationName("tpexplorer")
    application.setApplicationDisplayName("TPExplorer")
    application.setDesktopFileName("tpexplorer")
    application.setStyle("Fusion")
    return application


def has_display() -> bool:
    """Whether there is any hint of a display; without one Qt's own words would be beside the point."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _abort_as_sentence() -> Iterator[None]:
    """What Qt says before it would abort becomes one sentence; what it says otherwise is passed on."""
    notes: list[str] = []

    def note(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            # The first note is the cause; those that follow it are Qt's guesses.
            print(NO_WINDOW.format(why=(notes or [message.strip()])[0].rstrip(".")), file=sys.stderr, flush=True)
            os._exit(2)
        notes.append(message)

    before = qInstallMessageHandler(note)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for message in notes:
        print(message, file=sys.stderr)
