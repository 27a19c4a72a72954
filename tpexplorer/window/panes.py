"""List, body and page side by side. List and page can be folded away: by key, by button, or dragged to the window's edge."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from tpexplorer.state.memory import Standing
from tpexplorer.timers import single_shot
from tpexplorer.window.standing import LEAST_BODY, LEAST_PAGE, shared

HANDLE_PX = 3
PLACES = {"list": 0, "page": 2}


class Panes(QSplitter):
    """`shown_changed` tells ``list`` or ``page``, and whether it is to be seen."""

    shown_changed = Signal(str, bool)

    def __init__(self, lists: QWidget, body: QWidget, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(HANDLE_PX)
        self._sides = {"list": lists, "page": page}
        self._widths = {"list": 0, "page": 0}
        self._pt = 0.0
        self._wanted: dict[str, float] = {}  # as wide as is wanted, in points of text
        for widget, least, stretch in ((lists, 0, 0), (body, LEAST_BODY, 1), (page, LEAST_PAGE, 0)):
            widget.setMinimumWidth(max(least, widget.minimumWidth()))
            self.addWidget(widget)
            self.setStretchFactor(self.count() - 1, stretch)
        self.setCollapsible(1, False)
        # A pane dragged shut is hidden, so that no key leads into it; once Qt has done with the drag.
        self._shut = single_shot(self, 0, self._hide_shut)
        self.splitterMoved.connect(lambda _at, _handle: self._shut.start())

    def is_shown(self, name: str) -> bool:
        """Whether the list or the page is to be seen."""
        return not self._sides[name].isHidden()

    def set_shown(self, name: str, shown: bool) -> None:
        """Fold the list or the page away, or show it again as wide as it was."""
        if shown == self.is_shown(name):
            return
        if not shown:
            self._widths[name] = self.width_of(name)
        self._sides[name].setVisible(shown)
        if shown:
            self._share()
        self.shown_changed.emit(name, shown)

    def width_of(self, name: str) -> int:
        """How wide the list or the page is, or was when it was last to be seen."""
        return (self.sizes()[PLACES[name]] if self.is_shown(name) else 0) or self._widths[name]

    def restore(self, standing: Standing) -> None:
        """Stand as one stood; at first, with the body in most of the room."""
        self._widths = dict(zip(PLACES, shared(standing, self.window().width())[::2], strict=True))
        self._share()
        self._want()
        for name, folded in (("list", standing.list_folded), ("page", standing.page_folded)):
            self._sides[name].setHidden(folded)
            self.shown_changed.emit(name, not folded)

    def set_text(self, pt: float) -> None:
        """The size of text in points: list and page grow with it, as far as the body keeps its own."""
        self._pt = pt
        if self._wanted:
            self._widths = {name: round(width * pt) for name, width in self._wanted.items()}
            self._set(*self._widths.values())

    def _want(self) -> None:
        self._wanted = {name: width / self._pt for name, width in self._widths.items() if self._pt}

    def _share(self) -> None:
        self._set(*(self.width_of(name) for name in PLACES))

    def _set(self, lists: int, page: int) -> None:
        self.setSizes(shared(Standing(list_width=lists, page_width=page), self.window().width()))

    def _hide_shut(self) -> None:
        sizes = self.sizes()
        for name, place in PLACES.items():
            if sizes[place]:
                self._widths[name] = sizes[place]
            elif self.is_shown(name):
                self._sides[name].hide()
                self.shown_changed.emit(name, False)
        self._want()
