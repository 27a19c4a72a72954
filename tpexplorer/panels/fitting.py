"""Words that fit: how large text can be before its longest word is too wide, and the longest wording there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

Button = TypeVar("Button", bound=QAbstractButton)
SMALLEST = 6.0
MIDDLE = Qt.TextElideMode.ElideMiddle


def fitting_size(words: Iterable[str], font: QFont, wanted_pt: float, room: float) -> float:
    """The size in points, at most the wanted one, at which the widest of the words fits the room."""
    wanted = QFont(font)
    wanted.setPointSizeF(wanted_pt)
    metrics = QFontMetricsF(wanted)
    widest = max((metrics.horizontalAdvance(word) for word in words), default=0.0)
    return wanted_pt if widest <= room else max(wanted_pt * room / widest, SMALLEST)


def fit_wordings(wordings: Mapping[Button, Sequence[str]], room: int) -> None:
    """Give a row of buttons the first of their wordings (long to short) that fits; those that ignore their own are equal."""
    count = len(next(iter(wordings.values())))
    for number in range(count):
        for button, texts in wordings.items():
            button.setText(texts[number])
        widths = [button.sizeHint().width() for button in wordings]
        equal = all(button.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored for button in wordings)
        if (max(widths) * len(widths) if equal else sum(widths)) <= room:
            return


def lines_of(text: str, font: QFont, width: int, most: int, cut: Qt.TextElideMode = MIDDLE) -> list[str]:
    """Text wrapped between words into at most so many lines; what is too much is cut out of the last."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        last = len(lines) == most - 1
        said = text[start:] if last else text[start : start + length]
        lines.append(metrics.elidedText(said.strip(), cut, width))
        if last:
            break
    layout.endLayout()
    return lines
