"""The ranked list: muscles with the reason why, a small plate each, their other points beneath, and what was found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from tpexplorer.modes.find_views import RankedMuscle, RankedPoint, Tick
from tpexplorer.panels.fitting import lines_of
from tpexplorer.panels.in_sight import StaysInSight
from tpexplorer.panels.row_tips import show_inside
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.thumbnails import HEIGHT, WIDTH, Thumbnails
from tpexplorer.panels.words import tip

INSTANCE = Qt.ItemDataRole.UserRole
POINT = Qt.ItemDataRole.UserRole + 1
CHILD = Qt.ItemDataRole.UserRole + 2
STATUS = Qt.ItemDataRole.UserRole + 3
TITLE = Qt.ItemDataRole.UserRole + 4
LABEL = Qt.ItemDataRole.UserRole + 5
Index = QModelIndex | QPersistentModelIndex
MARGIN, GAP = 7, 9
# As many lines of reasons as there is room for; rows give way to each other until so many are in sight.
WHY_LINES, LEAST_ROWS = 3, 3
# So many plates are drawn ahead for rows that are not in sight yet.
MOST_AHEAD = 12
STATUS_SIGNS = {"found": "✓", "not found": "✕", "skipped": "–", "note": "✎"}


class RankedRow(QStyledItemDelegate):
    """Draws a point: plate, muscle and side, the point's label, why it is listed, and what was found there."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = LIGHT
        self._thumbnails = thumbnails
        self.room = 1 << 14  # the px that a row may take

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        name, small = _fonts(option.font)
        child = bool(index.data(CHILD))
        heads, line = QFontMetrics(name).height() * (1 if child else 2), QFontMetrics(small).height()
        whole = heads + 2 * line if child else max(heads + WHY_LINES * line, HEIGHT)
        return QSize(120, max(heads + line, min(whole, self.room - 2 * MARGIN)) + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        point: RankedPoint = index.data(POINT)
        look, rect = self.look, option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(rect, QColor(look.accent_soft if chosen else look.raised))
        if option.state & QStyle.StateFlag.State_HasFocus and chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(look.accent))
        inner = rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if not index.data(CHILD):
            inner.setLeft(self._plate(painter, inner, point) + GAP)
        self._words(painter, inner, option.font, point, index)
        painter.restore()

    def _plate(self, painter: QPainter, inner: QRect, point: RankedPoint) -> int:
        """The plate, smaller where the row is low; returns where it ends."""
        height = min(HEIGHT, inner.height())
        frame = QRect(inner.left(), inner.top(), WIDTH * height // HEIGHT, height)
        pixmap = self._thumbnails.pixmap(point.instance)
        if pixmap is None:
            painter.fillRect(frame, QColor(self.look.raised))
        else:
            painter.drawPixmap(frame, pixmap)
        painter.setPen(QColor(self.look.line))
        painter.drawRect(frame.adjusted(0, 0, -1, -1))
        return frame.right() + 1

    def _words(self, painter: QPainter, inner: QRect, font: QFont, point: RankedPoint, index: Index) -> None:
        look, child = self.look, bool(index.data(CHILD))
        name, small = _fonts(font)
        top = inner.top()
        status = str(index.data(STATUS) or "")
        room = inner.width() - (QFontMetrics(name).horizontalAdvance("✓ ") if status else 0)
        if status:
            painter.setFont(name)
            painter.setPen(QColor(look.accent if status == "found" else look.muted))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, STATUS_SIGNS[status])
        if not child:
            painter.setFont(name)
            painter.setPen(QColor(look.ink))
            heading, _, side = str(index.data(TITLE)).rpartition(" · ")
            top += self._line(painter, inner.left(), top, room, heading, f" · {side}")
        painter.setFont(small if not child else font)
        painter.setPen(QColor(look.ink))
        shape = "◆ " if point.deep else "● "
        kept = f" · {point.side}" if str(index.data(TITLE)).endswith("both sides") else ""
        top += self._line(painter, inner.left(), top, room if child else inner.width(), f"{shape}{index.data(LABEL)}", kept)
        painter.setFont(small)
        painter.setPen(QColor(look.muted))
        step = painter.fontMetrics().height()
        lines = max(1, (inner.bottom() - top + 1) // step)
        for line in lines_of(point.why, small, inner.width(), lines, Qt.TextElideMode.ElideRight):
            painter.drawText(QRect(inner.left(), top, inner.width(), step), Qt.AlignmentFlag.AlignVCenter, line)
            top += step

    def _line(self, painter: QPainter, left: int, top: int, width: int, text: str, kept: str = "") -> int:
        """A line of text, cut short where it must be; what is `kept` at its end never is. Returns its height."""
        metrics = painter.fontMetrics()
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width - metrics.horizontalAdvance(kept)) + kept
        painter.drawText(QRect(left, top, width, metrics.height()), Qt.AlignmentFlag.AlignVCenter, elided)
        return metrics.height()


class RankingList(StaysInSight, QTreeWidget):
    """Moving to a row chooses its point; Ctrl and Shift choose several, to be compared."""

    point_chosen = Signal(str)
    point_pointed = Signal(str)
    several_chosen = Signal(list)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._muscles: tuple[RankedMuscle, ...] = ()
        self._ticks: dict[str, Tick] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self.delegate = RankedRow(thumbnails, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Points that refer there, best first")
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setAnimated(False)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        thumbnails.ready.connect(self._plate_ready)
        self.itemSelectionChanged.connect(self._selected)
        self.itemEntered.connect(lambda item, _column: self.point_pointed.emit(str(item.data(0, INSTANCE) or "")))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.ask_plates())

    # --- what is listed ---------------------------------------------------------------------------------------------

    def set_muscles(self, muscles: Sequence[RankedMuscle]) -> None:
        """The muscles, best first; the same again changes nothing."""
        if tuple(muscles) == self._muscles:
            return
        if [_shape(row) for row in muscles] == [_shape(row) for row in self._muscles]:
            self._update(muscles)
            return
        place, opened = self.verticalScrollBar().value(), self._opened()
        kept = self.chosen
        self._muscles = tuple(muscles)
        with QSignalBlocker(self):
            self.clear()
            self._items = {}
            for muscle in muscles:
                item = self._item(muscle.points[0], muscle, False)
                self.addTopLevelItem(item)
                for point in muscle.points[1:]:
                    item.addChild(self._item(point, muscle, True))
                if (muscle.muscle, muscle.side) in opened:
                    item.setExpanded(True)
            still = [self._items[instance] for instance in kept if instance in self._items]
            if still:
                self.setCurrentItem(still[0])
            for item in still:
                item.setSelected(True)
        self.verticalScrollBar().setValue(place)
        if still:
            self.reveal()
        self.ask_plates()

    def _update(self, muscles: Sequence[RankedMuscle]) -> None:
        """The same rows with other reasons, as while a hand draws."""
        self._muscles = tuple(muscles)
        with QSignalBlocker(self):
            for muscle in muscles:
                for point in muscle.points:
                    item = self._items[point.instance]
                    if item.data(0, POINT) != point:
                        item.setData(0, POINT, point)
                        self._dress(item)
                        self.viewport().update(self.visualItemRect(item))
        self.ask_plates()

    def _opened(self) -> set[tuple[str, str]]:
        rows = [(muscle, self._items[muscle.points[0].instance]) for muscle in self._muscles]
        return {(muscle.muscle, muscle.side) for muscle, item in rows if item.isExpanded()}

    def _item(self, point: RankedPoint, muscle: RankedMuscle, child: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem()
        item.setData(0, INSTANCE, point.instance)
        item.setData(0, POINT, point)
        item.setData(0, TITLE, muscle.title)
        item.setData(0, LABEL, _label(point, muscle))
        item.setData(0, CHILD, child)
        self._items[point.instance] = item
        self._dress(item)
        return item

    def set_ticks(self, ticks: Mapping[str, Tick]) -> None:
        """What was found, by instance."""
        changed = {name for name in {*ticks, *self._ticks} if ticks.get(name) != self._ticks.get(name)}
        self._ticks = dict(ticks)
        for name in changed & set(self._items):
            self._dress(self._items[name])

    def _dress(self, item: QTreeWidgetItem) -> None:
        point: RankedPoint = item.data(0, POINT)
        tick = self._ticks.get(point.instance, Tick())
        item.setToolTip(0, tip(f"{point.name}, subject's {point.side}\n{point.label}\n{point.why}"))
        item.setData(0, STATUS, tick.status or ("note" if tick.note else ""))
        said = (point.name, f"subject's {point.side}", point.label, "deep" if point.deep else "superficial", point.why)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in (*said, tick.status, tick.note) if part))

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self.delegate.look = look
        self._thumbnails.set_look(look)
        self.ask_plates()
        self.viewport().update()

    # --- what is chosen ---------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[str]:
        """The chosen points, from top to bottom."""
        return [instance for instance, item in self._items.items() if item.isSelected()]

    @property
    def listed(self) -> list[str]:
        """The points of all rows, from top to bottom, without those that are folded away."""
        parents = ((instance, item.parent()) for instance, item in self._items.items())
        return [instance for instance, parent in parents if parent is None or parent.isExpanded()]

    def set_chosen(self, instance: str) -> None:
        """Mark the point that the other views show, without telling anyone."""
        item = self._items.get(instance)
        if item is not None and item.isSelected():
            self.reveal()
            return
        with QSignalBlocker(self):
            self.clearSelection()
            if item is not None:
                parent = item.parent()
                if parent is not None:
                    parent.setExpanded(True)
                self.setCurrentItem(item)
                self.reveal()
        self.several_chosen.emit(self.chosen)
        self.viewport().update()

    def _selected(self) -> None:
        chosen = self.chosen
        self.several_chosen.emit(chosen)
        if len(chosen) == 1:
            self.point_chosen.emit(chosen[0])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come by key with nothing chosen, the first step down chooses the first row, not the second."""
        super().focusInEvent(event)
        if not self.chosen:
            self.selectionModel().clearCurrentIndex()

    def viewportEvent(self, event: QEvent) -> bool:
        """A row's tooltip leaves the body free."""
        return show_inside(self, event) or super().viewportEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self.point_pointed.emit("")
        super().leaveEvent(event)

    # --- plates -----------------------------------------------------------------------------------------------------

    def ask_plates(self) -> None:
        """Ask for the plates of the rows in sight, then of those below."""
        tops = [self._items[muscle.points[0].instance] for muscle in self._muscles]
        height = self.viewport().height()
        near = [item for item in tops if -HEIGHT < self.visualItemRect(item).top() < height + HEIGHT]
        rest = [item for item in tops if item not in near][:MOST_AHEAD]
        self._thumbnails.ask([str(item.data(0, INSTANCE)) for item in (*near, *rest)], self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other rows come into sight."""
        super().resizeEvent(event)
        self._share_room()
        self.ask_plates()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text, taller rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def _share_room(self) -> None:
        room = self.viewport().height() // LEAST_ROWS
        if room != self.delegate.room:
            self.delegate.room = room
            self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        """A few rows at their lowest."""
        name, small = _fonts(self.font())
        row = 2 * QFontMetrics(name).height() + QFontMetrics(small).height() + 2 * MARGIN
        return QSize(120, LEAST_ROWS * row + 2 * self.frameWidth())

    def sizeHint(self) -> QSize:
        """What stands above the list gives way to no more than its least rows; it takes what is left over."""
        return self.minimumSizeHint()

    def _plate_ready(self, instance: str) -> None:
        if instance in self._items:
            self.viewport().update(self.visualItemRect(self._items[instance]))


def _shape(row: RankedMuscle) -> tuple[str, list[str]]:
    """What a row is but for its reasons."""
    return row.title, [point.instance for point in row.points]


def _label(point: RankedPoint, muscle: RankedMuscle) -> str:
    """What tells a point from the others of its row: another muscle's name, its own label."""
    return f"{point.name} · {point.label}" if point.name != muscle.name else point.label


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    name, small = QFont(font), QFont(font)
    name.setBold(True)
    small.setPointSizeF(font.pointSizeF() * 0.94)
    return name, small
