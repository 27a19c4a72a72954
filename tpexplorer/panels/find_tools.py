"""The drawing tools: brush, eraser or turning hand, the brush's size, undo, redo, the other side, clear."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from tpexplorer.panels import signs
from tpexplorer.panels.inputs import Slider
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import plain, tip
from tpexplorer.patterns.pain_drawing import LARGEST_MM, SMALLEST_MM

TOOLS = (
    ("brush", "Draw", "Draw where it hurts; beside the body a drag turns it"),
    ("erase", "Erase", "Rub out what was drawn  (E)"),
    ("turn", "Turn", "Turn the body with every drag"),
)
ASKS = (
    ("undo", "Undo", "Ctrl+Z"),
    ("redo", "Redo", "Ctrl+Shift+Z"),
    ("mirror", "The same on the other side", "Ctrl+M"),
    ("clear", "Clear the drawing", "Ctrl+Del"),
)


class FindTools(QWidget):
    """A strip of buttons over the body."""

    tool_chosen = Signal(str)
    radius_chosen = Signal(float)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Drawing tools")
        self.tools = QButtonGroup(self)
        self.tool_buttons = {name: self._tool(name, text, about) for name, text, about in TOOLS}
        self.ask_buttons = {name: self._ask(name, text, key) for name, text, key in ASKS}
        self.radius = self._slider()
        self._lay_out()
        self.set_look(LIGHT)

    def _slider(self) -> Slider:
        slider = Slider(Qt.Orientation.Horizontal, self)
        slider.setRange(int(SMALLEST_MM), int(LARGEST_MM))
        slider.setPageStep(4)
        slider.setMinimumWidth(70)
        slider.setAccessibleName("Size of the brush")
        slider.setToolTip("Size of the brush  ( [ and ], or Shift and the wheel )")
        slider.valueChanged.connect(lambda value: self.radius_chosen.emit(float(value)))
        return slider

    def _tool(self, name: str, text: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tip(about))
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.clicked.connect(lambda _checked=False: self.tool_chosen.emit(name))
        self.tools.addButton(button)
        return button

    def _ask(self, name: str, text: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(text)
        button.setToolTip(tip(f"{text}  ({key})"))
        button.setIconSize(QSize(18, 18))
        button.clicked.connect(lambda _checked=False: self.asked.emit(name))
        return button

    def _lay_out(self) -> None:
        self.said = plain("Brush", self)
        self.said.setObjectName("muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 8, 4)
        layout.setSpacing(3)
        for tool in self.tool_buttons.values():
            layout.addWidget(tool)
        layout.addSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(self.radius, 1)
        layout.addStretch(1)
        for ask in self.ask_buttons.values():
            layout.addWidget(ask)
        self.radius.setMaximumWidth(220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, signs stand for the tools, and the ring on the skin says how large the brush is."""
        super().resizeEvent(event)
        buttons = [*self.tool_buttons.values(), *self.ask_buttons.values()]
        style = Qt.ToolButtonStyle
        for narrow in (False, True):
            for button in self.tool_buttons.values():
                button.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
            room = event.size().width() - sum(button.sizeHint().width() + 3 for button in buttons) - 30
            if room >= self.radius.minimumWidth():
                break
        self.radius.setVisible(room >= self.radius.minimumWidth())
        self.said.setVisible(room >= self.radius.minimumWidth() + self.said.sizeHint().width())

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        for name, sign in {"brush": signs.brush, "erase": signs.eraser, "turn": signs.turning}.items():
            self.tool_buttons[name].setIcon(sign(look.ink))
        icons = {"undo": signs.turn_back, "redo": signs.turn_forth, "mirror": signs.mirror, "clear": signs.dustbin}
        for name, sign in icons.items():
            self.ask_buttons[name].setIcon(sign(look.ink))

    def set_tool(self, tool: str, radius_mm: float) -> None:
        """The tool in use, and the brush's radius."""
        self.tool_buttons[tool].setChecked(True)
        with QSignalBlocker(self.radius):
            self.radius.setValue(round(radius_mm))
        self.said.setText(f"Brush {2 * round(radius_mm) / 10:.1f} cm")
        self.radius.setEnabled(tool != "turn")

    def set_steps(self, undo: bool, redo: bool) -> None:
        """Whether there is something to undo and to redo."""
        self.ask_buttons["undo"].setEnabled(undo)
        self.ask_buttons["redo"].setEnabled(redo)

    def set_drawn(self, drawn: bool) -> None:
        """Whether there is something to mirror and to clear."""
        self.ask_buttons["mirror"].setEnabled(drawn)
        self.ask_buttons["clear"].setEnabled(drawn)
