"""The window that compares points side by side, made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from tpexplorer.errors import UnknownIdError
from tpexplorer.modes.compare import comparison
from tpexplorer.modes.knowledge import Knowledge
from tpexplorer.panels.compare_window import CompareWindow
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.patterns.alike import look_alikes
from tpexplorer.state.app_state import AppState

MOST = 4


class Comparing:
    """Shows two to four points; one alone is compared with those that look like it."""

    def __init__(
        self,
        known: Knowledge,
        state: AppState,
        parent: QWidget,
        open_link: Callable[[str], object],
        tell: Callable[[str], object],
    ) -> None:
        self._known, self._state, self._parent, self._open, self._tell = known, state, parent, open_link, tell
        self._look, self._pt = LIGHT, 10.0
        self.window: CompareWindow | None = None

    def show(self, instances: Sequence[str]) -> None:
        """Compare points."""
        known = self._known
        wanted = list(dict.fromkeys(instances))[:MOST]
        if len(wanted) == 1:
            finder = known.library.matcher.finder
            wanted += [alike.instance for alike in look_alikes(finder, known.patterns, wanted[0], MOST - 1)]
        if not wanted:
            return
        window = self._ready()
        try:
            compared = comparison(known.library.atlas, known.patterns, known.body_map, wanted, self._state.form)
        except UnknownIdError as error:
            self._tell(str(error))
            return
        window.set_comparison(compared)
        window.show()
        window.raise_()
        window.activateWindow()

    def _ready(self) -> CompareWindow:
        if self.window is None:
            self.window = CompareWindow(self._known.body, self._parent)
            self.window.set_look(self._look, self._pt)
            self.window.set_form(self._state.form)
            self.window.link_clicked.connect(self._open)
        return self.window

    def set_look(self, look: Look, pt: float) -> None:
        """Colours of a theme and the size of text in points."""
        self._look, self._pt = look, pt
        if self.window is not None:
            self.window.set_look(look, pt)

    def set_form(self, name: str) -> None:
        """Another form of the body."""
        if self.window is not None:
            self.window.set_form(name)

    def stop(self) -> None:
        """Draw no more."""
        if self.window is not None:
            self.window.stop()
            self.window.close()
