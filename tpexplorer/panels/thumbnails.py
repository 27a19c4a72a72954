"""Small plates for lists: each point's pattern from its best view, drawn one after another beside the window and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from tpexplorer.background import Background
from tpexplorer.body.body import Body
from tpexplorer.modes.interfaces import Plate
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.timers import single_shot

if TYPE_CHECKING:
    from tpexplorer.panels.plate_drawing import Drawn, PlateDrawer

WIDTH, HEIGHT = 66, 78
MOST_KEPT = 240
# A list under a moving brush changes many times a second: plates are drawn for the one that stays.
START_AFTER_MS = 400
MARK_PX = 3.4


class Thumbnails(QObject):
    """Draws what it is asked for, the newest wishes first; `ready` tells the instance that can be shown now."""

    ready = Signal(str)

    def __init__(self, body: Body, plate: Callable[[str, str], Plate], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body, self._plate = body, plate
        self._look, self._form, self._ratio = LIGHT, "neutral", 1.0
        self._drawer: PlateDrawer | None = None
        self._kept: OrderedDict[tuple[str, str, str], QPixmap] = OrderedDict()
        self._waiting: list[str] = []
        self._busy = False
        self._background = Background(self)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._raise)
        self._soon = single_shot(self, START_AFTER_MS, self._next)

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look

    def set_form(self, name: str) -> None:
        """The form of the body."""
        self._form = name

    def ask(self, instances: Sequence[str], ratio: float) -> None:
        """These are wanted, in this order; what was wanted before no longer is."""
        self._ratio = ratio
        self._waiting = [instance for instance in instances if self._key(instance) not in self._kept]
        if self._waiting:
            self._soon.start()

    def pixmap(self, instance: str) -> QPixmap | None:
        """The plate of a point; None while it is not drawn yet."""
        return self._kept.get(self._key(instance))

    def stop(self) -> None:
        """Draw no more."""
        self._soon.stop()
        self._background.stop()

    def _key(self, instance: str) -> tuple[str, str, str]:
        return instance, self._form, self._look.name

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        instance = self._waiting.pop(0)
        self._busy = True
        plate, form, theme = self._plate(instance, self._form), self._form, self._look.name
        size = (round(WIDTH * self._ratio), round(HEIGHT * self._ratio))

        def work() -> object:
            from tpexplorer.panels.plate_drawing import PlateDrawer, Wish  # embree is loaded here, in the thread

            if self._drawer is None:
                self._drawer = PlateDrawer(self._body)
            marks = {instance: plate.picture.mark}
            return self._drawer.draw(Wish(plate.pose, form, size, 2, theme, plate.picture.paint, marks))

        self._background.ask((self._key(instance), plate.picture.mark.deep, self._ratio), work)

    def _take(self, asked: tuple[tuple[str, str, str], bool, float], drawn: Drawn) -> None:
        key, deep, ratio = asked
        rows, columns, _ = drawn.pixels.shape
        image = QImage(drawn.pixels.tobytes(), columns, rows, columns * 3, QImage.Format.Format_RGB888).copy()
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        x, y, seen = drawn.spots[key[0]]
        self._mark(pixmap, QPointF(x / ratio, y / ratio), deep, seen)
        self._kept[key] = pixmap
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self._busy = False
        self.ready.emit(key[0])
        # While the list still changes under a hand, the next one waits.
        if not self._soon.isActive():
            self._next()

    def _mark(self, pixmap: QPixmap, at: QPointF, deep: bool, seen: bool) -> None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#1f2933"), 1.2))
        painter.setBrush(QColor(self._look.mark) if seen else QColor(0, 0, 0, 0))
        reach = MARK_PX * 1.25
        if deep:
            painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in ((0, -reach), (reach, 0), (0, reach), (-reach, 0))]))
        else:
            painter.drawEllipse(at, MARK_PX, MARK_PX)
        painter.end()

    def _raise(self, error: Exception) -> None:
        self._busy = False
        raise error
