"""Where a window may stand: what was remembered, brought within what the screens can show now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

from tpexplorer.state.memory import Standing

# The list's and the page's share of the width at first, and their least and most px; what each keeps in a small window.
LIST_SHARE, PAGE_SHARE = (0.245, 310, 400), (0.28, 390, 560)
LEAST_LIST, LEAST_BODY, LEAST_PAGE = 260, 320, 290


def fitted(standing: Standing, screens: Sequence[QRect], title: int) -> QRect:
    """The window's inside, within the screen that shows most of it, or the first; moved, it leaves its `title` bar room."""
    frame = QRect(standing.x, standing.y, standing.width, standing.height)
    screen = max(screens, key=lambda screen: _area(screen.intersected(frame)))
    if screen.contains(frame):
        return frame
    room = screen.adjusted(0, title, 0, 0)
    frame.setSize(frame.size().boundedTo(room.size()))
    frame.moveLeft(max(room.left(), min(frame.left(), room.right() - frame.width() + 1)))
    frame.moveTop(max(room.top(), min(frame.top(), room.bottom() - frame.height() + 1)))
    return frame


def shared(standing: Standing, width: int) -> list[int]:
    """The widths of list, body and page: what was remembered, as far as the body keeps its own."""
    left, right = (
        kept or max(low, min(high, round(width * share)))
        for kept, (share, low, high) in ((standing.list_width, LIST_SHARE), (standing.page_width, PAGE_SHARE))
    )
    sides = max(width - LEAST_BODY, LEAST_LIST + LEAST_PAGE)
    right = min(right, sides - LEAST_LIST)
    left = min(left, sides - right)
    return [left, max(width - left - right, LEAST_BODY), right]


def _area(rectangle: QRect) -> int:
    return max(rectangle.width(), 0) * max(rectangle.height(), 0)
