"""Light or dark, and how large: follows the system unless one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from tpexplorer.panels.theme import LOOKS, Look, palette, text_size

SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Themer(QObject):
    """Dresses the application; `changed` tells the look and the text size in points."""

    changed = Signal(object, float)

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._system_pt = application.font().pointSizeF()
        self._choice, self._step = "system", 0
        self._worn: tuple[str, float] | None = None
        application.styleHints().colorSchemeChanged.connect(self._dress)

    @property
    def look(self) -> Look:
        """The look in effect."""
        if self._choice in LOOKS:
            return LOOKS[self._choice]
        dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return LOOKS["dark" if dark else "light"]

    @property
    def pt(self) -> float:
        """The size of body text in points."""
        return text_size(self._system_pt, self._step)

    @property
    def reduced_motion(self) -> bool:
        """Whether the system asks for as little motion as possible (known from Qt 6.11 on)."""
        accessibility = getattr(self._application.styleHints(), "accessibility", None)
        asked = getattr(accessibility(), "motionPreference", None) if accessibility is not None else None
        return asked is not None and asked().name == "ReducedMotion"

    def choose(self, theme: str) -> None:
        """``system``, ``light`` or ``dark``."""
        self._choice = theme
        hints = self._application.styleHints()
        if theme in SCHEMES:
            hints.setColorScheme(SCHEMES[theme])
        else:
            hints.unsetColorScheme()
        self._dress()

    def set_step(self, step: int) -> None:
        """Steps of text size above or below the system's."""
        self._step = step
        self._dress()

    def _dress(self) -> None:
        look, pt = self.look, self.pt
        if (look.name, pt) == self._worn:
            return
        self._worn = (look.name, pt)
        font = QFont(self._application.font())
        font.setPointSizeF(pt)
        self._application.setFont(font)
        self._application.setPalette(palette(look))
        self.changed.emit(look, pt)
