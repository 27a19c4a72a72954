"""A row of plates that are one camera's: turn or zoom any of them and all follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tpexplorer.background import Background
from tpexplorer.body.body import Body
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View, whole_body
from tpexplorer.modes.compare import Column
from tpexplorer.panels.compare_card import PlateCard, said_hidden
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.timers import single_shot

if TYPE_CHECKING:
    from tpexplorer.panels.compare_drawing import CompareDrawer, Drawn

GAP = 16
KEY_DEG, STEEPEST_DEG = 12.0, 85.0
CLOSEST_MM, FARTHEST_MM = 120.0, 2400.0
# Quick and rough while it moves, smooth when nothing more is wanted.
QUICK_SCALE, SOON_MS, FINE_AFTER_MS = 0.5, 8, 180
BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
TURNS = {
    Qt.Key.Key_Left: (KEY_DEG, 0.0),
    Qt.Key.Key_Right: (-KEY_DEG, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_DEG),
    Qt.Key.Key_Down: (0.0, -KEY_DEG),
}


class PlateRow(QWidget):
    """Plates of several points, drawn in the background for one pose."""

    drawn = Signal(str)  # from where one looks, in words
    fine = Signal()  # nothing rough is left on the plates

    def __init__(self, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self._drawer: CompareDrawer | None = None
        self._columns: tuple[Column, ...] = ()
        self._form, self._look = "neutral", LIGHT
        self.pose = whole_body(body.neutral, STANDARD_VIEWS["front"])
        self.cards: list[PlateCard] = []
        self._wish, self._shown = 0, 0
        self._background = Background(self)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._raise)
        self._soon = single_shot(self, SOON_MS, lambda: self._draw(True))
        self._still = single_shot(self, FINE_AFTER_MS, lambda: self._draw(False))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The patterns on the body, seen together")

    # --- what is shown ----------------------------------------------------------------------------------------------

    def set_columns(self, columns: Sequence[Column], pose: Pose) -> None:
        """The points, a plate each, and from where they are seen."""
        self._columns = tuple(columns)
        for card in self.cards:
            self._row.removeWidget(card)
            card.deleteLater()
        self.cards = [self._card(column) for column in columns]
        self._shown = self._wish = self._wish + 1
        self.turn_to(pose)

    def _card(self, column: Column) -> PlateCard:
        card = PlateCard(column, self)
        card.held.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        card.turned.connect(self.orbit)
        card.shifted.connect(self.pan)
        card.zoomed.connect(self.zoom)
        card.set_look(self._look)
        self._row.addWidget(card, 1)
        return card

    def set_look(self, look: Look) -> None:
        """The colours of a theme."""
        self._look = look
        for card in self.cards:
            card.set_look(look)
        self.redraw()

    def set_form(self, name: str) -> None:
        """Another form of the body."""
        self._form = name
        self.redraw()

    def stop(self) -> None:
        """Draw no more."""
        self._soon.stop()
        self._still.stop()
        self._wish += 1
        self._background.stop()

    # --- the camera -------------------------------------------------------------------------------------------------

    def turn_to(self, pose: Pose) -> None:
        """All plates from there."""
        self.pose = pose
        self.redraw()

    def look_from(self, side: str) -> None:
        """A standard view of what is in the middle, as near as before."""
        self.turn_to(replace(self.pose, view=STANDARD_VIEWS[side]))

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""
        view = self.pose.view
        turned = View((view.yaw + yaw + 180) % 360 - 180, max(-STEEPEST_DEG, min(STEEPEST_DEG, view.pitch + pitch)))
        self.turn_to(replace(self.pose, view=turned))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer (> 1) or farther about the middle, or so that what lies `at` px from the middle of a plate stays there."""
        height = max(CLOSEST_MM, min(FARTHEST_MM, self.pose.height_mm / factor))
        kept = 1 - height / self.pose.height_mm
        offset = QPointF() if at is None else at * (self._mm_per_px() * kept)
        self._move(offset.x(), -offset.y(), height)

    def pan(self, across: float, down: float) -> None:
        """Shift what is seen by so many px."""
        scale = self._mm_per_px()
        self._move(-across * scale, down * scale, self.pose.height_mm)

    def _move(self, right_mm: float, up_mm: float, height_mm: float) -> None:
        right, up, _ = self.pose.view.axes
        x, y, z = (float(value) for value in self.pose.target + right * right_mm + up * up_mm)
        self.turn_to(Pose(self.pose.view, (x, y, z), height_mm))

    def _mm_per_px(self) -> float:
        from tpexplorer.panels.compare_drawing import frame_of

        size = self.cards[0].size() if self.cards else QSize(1, 1)
        return frame_of(self.pose, (max(size.width(), 1), max(size.height(), 1))).mm_per_px

    # --- drawing ----------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw all plates anew: quickly, then well; out of sight, when they are seen again."""
        self._still.stop()
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: object) -> None:
        """What changed out of sight is drawn now."""
        self.redraw()

    def _draw(self, quick: bool) -> None:
        if not self.cards or min(self.cards[0].width(), self.cards[0].height()) < 20:
            return
        self._wish += 1
        mine, scale = self._wish, QUICK_SCALE if quick else self.devicePixelRatioF()
        size = (round(self.cards[0].width() * scale), round(self.cards[0].height() * scale))
        paints = tuple(column.paint for column in self._columns)
        points = tuple(column.mark.point for column in self._columns)
        pose, form, theme = self.pose, self._form, self._look.name

        def work() -> object:
            # Embree is loaded here, in the thread.
            from tpexplorer.panels.compare_drawing import CompareDrawer, Wish

            if self._drawer is None:
                self._drawer = CompareDrawer(self._body)
            wish = Wish(pose, form, size, scale, quick, theme, paints, points)
            return self._drawer.draw(wish, lambda: quick or mine == self._wish)

        self._background.ask((mine, quick, scale), work)

    def _take(self, key: tuple[int, bool, float], drawn: Drawn | None) -> None:
        number, quick, scale = key
        if drawn is None or number <= self._shown or len(drawn.pixels) != len(self.cards):
            return
        self._shown = number
        plates = zip(self.cards, drawn.pixels, drawn.spots, drawn.seen, strict=True)
        for card, pixels, (x, y, near), seen in plates:
            rows, columns, _ = pixels.shape
            image = QImage(pixels.tobytes(), columns, rows, columns * 3, QImage.Format.Format_RGB888).copy()
            card.show_plate(image, QPointF(x, y) / scale, near, said_hidden(*seen))
        self.drawn.emit(drawn.seen_from)
        if quick:
            self._still.start()
        else:
            self.fine.emit()

    def _raise(self, error: Exception) -> None:
        raise error

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size, new plates."""
        self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows turn."""
        turn = TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.orbit(*turn)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached with a key, the plates show that the arrows are theirs."""
        for card in self.cards:
            card.set_focused(event.reason() in BY_KEY)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The arrows are another's."""
        for card in self.cards:
            card.set_focused(False)
