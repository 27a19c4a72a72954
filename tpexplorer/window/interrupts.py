"""Ctrl+C in the terminal, a logout or `kill`: they end the program as its window would, but ask nothing."""

from __future__ import annotations

import signal
import socket
import threading
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


class Interrupts(QObject):
    """Ends the event loop at a signal, which Qt would leave waiting; `received` is then its number, 0 before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.received = 0
        self._handlers: dict[int, object] = {}
        # Python writes each signal into one end; the other end wakes Qt, and with it the Python that handles it.
        self._wakes, self._woken = socket.socketpair()
        self._wakes.setblocking(False)
        self._woken.setblocking(False)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._woken.recv(64))

    def watch(self) -> None:
        """From now on, until `release`."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
            self._handlers = {number: signal.signal(number, self._take) for number in SIGNALS}

    def release(self) -> None:
        """Signals mean what they meant before."""
        if self._handlers:
            signal.set_wakeup_fd(self._before)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given
        self._notifier.setEnabled(False)
        self._wakes.close()
        self._woken.close()

    def _take(self, number: int, _frame: FrameType | None) -> None:
        self.received = number
        QCoreApplication.exit(128 + number)
