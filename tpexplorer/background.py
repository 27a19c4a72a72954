"""Slow drawing beside the window: one thread, the newest wish wins."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class Background(QObject):
    """Does one thing at a time in a thread; a wish that waits is replaced by a newer one."""

    finished = Signal(object, object)  # (key, result), delivered in the thread of this object
    failed = Signal(object)  # (exception)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._wish: tuple[object, Callable[[], object]] | None = None
        self._stopped = False
        self._thread: threading.Thread | None = None

    def ask(self, key: object, work: Callable[[], object]) -> None:
        """Do this next; `finished` hands the result over with its key."""
        with self._changed:
            if self._stopped:
                return
            self._wish = (key, work)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="TPExplorer drawing", daemon=True)
                self._thread.start()

    @property
    def stopped(self) -> bool:
        """Whether nothing is wanted any more: long work asks between its steps."""
        return self._stopped

    def stop(self) -> None:
        """Finish what is being done, and do nothing more."""
        with self._changed:
            self._stopped = True
            self._wish = None
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(5)

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._wish is None and not self._stopped:
                    self._changed.wait()
                if self._stopped or self._wish is None:
                    return
                key, work = self._wish
                self._wish = None
            try:
                result = work()
            except Exception as error:  # told in the window's thread, where it is reported like any other
                self._tell(self.failed, error)
            else:
                self._tell(self.finished, key, result)

    def _tell(self, signal: object, *values: object) -> None:
        with self._changed:
            if not self._stopped and isValid(self):
                signal.emit(*values)  # type: ignore[attr-defined]
