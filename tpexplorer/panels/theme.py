"""The look of the window, light and dark: palette, style sheet, and the style of pages; all text sizes grow together."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

SMALLEST_PT = 10.0
STEP = 1.1
# The body text of a page, beside that of the window.
BODY_TEXT = 1.04


@dataclass(frozen=True)
class Look:
    """Colours of a theme as ``#rrggbb``; a `line` parts, an `edge` shows where something can be used."""

    name: str
    ground: str
    surface: str
    raised: str
    line: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    flag: str
    flag_soft: str
    care: str
    care_soft: str
    mark: str
    zone: str
    drawn: str


LIGHT = Look(
    name="light",
    ground="#eef1f4",
    surface="#ffffff",
    raised="#f4f6f8",
    line="#d5dce3",
    edge="#74828f",
    ink="#1b2631",
    muted="#54626f",
    accent="#0a6577",
    accent_soft="#d9edf1",
    on_accent="#ffffff",
    flag="#b3152c",
    flag_soft="#fcecee",
    care="#9a6300",
    care_soft="#fdf4e1",
    mark="#ffd23f",
    zone="#c4122f",
    drawn="#006d85",
)
DARK = Look(
    name="dark",
    ground="#151a20",
    surface="#1e252d",
    raised="#28313b",
    line="#36414d",
    edge="#8594a3",
    ink="#e9eef3",
    muted="#a7b4c1",
    accent="#6bcadb",
    accent_soft="#1d424b",
    on_accent="#0d1b20",
    flag="#ff8093",
    flag_soft="#3a2229",
    care="#f2bd5c",
    care_soft="#372e1c",
    mark="#ffd23f",
    zone="#f0405c",
    drawn="#2aa5bd",
)
LOOKS = {"light": LIGHT, "dark": DARK}


def text_size(system_pt: float, step: int) -> float:
    """Points of body text: the system's size (never tiny), larger or smaller by steps of a tenth."""
    return round(max(system_pt, SMALLEST_PT) * STEP**step, 2)


def palette(look: Look) -> QPalette:
    """The Qt palette of a theme."""
    result = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: look.ground,
        role.Base: look.surface,
        role.AlternateBase: look.raised,
        role.Button: look.surface,
        role.ToolTipBase: look.raised,
        role.WindowText: look.ink,
        role.Text: look.ink,
        role.ButtonText: look.ink,
        role.ToolTipText: look.ink,
        role.PlaceholderText: look.muted,
        role.Highlight: look.accent,
        role.HighlightedText: look.on_accent,
        role.Link: look.accent,
        role.LinkVisited: look.accent,
        role.Mid: look.edge,
        role.Light: look.raised,
        role.Midlight: look.raised,
        role.Dark: look.edge,
        role.Shadow: look.edge,
        role.Accent: look.accent,
    }
    for which, colour in colours.items():
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(look.muted)
        faded.setAlpha(140)
        result.setColor(QPalette.ColorGroup.Disabled, which, faded)
    return result


def stylesheet(look: Look, pt: float) -> str:
    """The style sheet of the window at a text size in points."""
    return f"""
    QToolTip {{ background: {look.raised}; color: {look.ink}; border: 1px solid {look.line}; padding: 4px 6px; }}
    QMainWindow, QStatusBar {{ background: {look.ground}; }}
    QMenuBar {{ background: {look.surface}; border-bottom: 1px solid {look.line}; padding: 2px 6px; }}
    QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 5px; }}
    QMenuBar::item:selected {{ background: {look.accent_soft}; }}
    QMenu {{ background: {look.surface}; border: 1px solid {look.line}; padding: 5px; }}
    QMenu::item {{ padding: 6px 26px 6px 24px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {look.accent_soft}; color: {look.ink}; }}
    QMenu::item:disabled {{ color: {look.muted}; }}
    QMenu::separator {{ height: 1px; background: {look.line}; margin: 5px 8px; }}
    QSplitter::handle {{ background: {look.line}; }}
    QSplitter::handle:hover {{ background: {look.accent}; }}
    QStatusBar {{ border-top: 1px solid {look.line}; }}
    QStatusBar QLabel {{ color: {look.muted}; padding: 2px 10px; }}
    QWidget#list, QWidget#panel, QWidget#strip {{ background: {look.surface}; }}
    QToolBar {{ background: {look.surface}; border: none; border-bottom: 1px solid {look.line}; }}
    QToolBar {{ spacing: 0; padding: 5px 3px; }}
    QToolBar::separator {{ background: {look.line}; width: 1px; margin: 5px 2px; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 6px; }}
    QToolBar QToolButton {{ padding: 4px 1px; }}
    QToolBar QToolButton:focus {{ padding: 3px 0; }}
    QToolButton:hover {{ background: {look.raised}; border-color: {look.line}; }}
    QToolButton:pressed {{ background: {look.accent_soft}; }}
    QToolButton:checked {{ background: {look.accent_soft}; border-color: {look.accent}; color: {look.accent}; }}
    QToolButton:focus {{ border: 2px solid {look.ink}; padding: 3px 5px; }}
    QToolButton:disabled {{ color: {look.muted}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QToolButton#qt_toolbar_ext_button {{ padding: 0; background: {look.raised}; border: 1px solid {look.edge}; }}
    QToolButton#qt_toolbar_ext_button:focus {{ border: 2px solid {look.ink}; }}
    QToolButton#qt_toolbar_ext_button::menu-indicator {{ image: none; }}
    QToolButton#fold, QToolButton#fold:checked {{ background: {look.surface}; color: {look.ink}; border-radius: 0; }}
    QToolButton#fold, QToolButton#fold:checked {{ border: 1px solid transparent; border-bottom-color: {look.line}; }}
    QToolButton#fold:hover {{ background: {look.raised}; }}
    QToolButton#fold:focus {{ border: 2px solid {look.ink}; }}
    QToolButton[side="true"] {{ background: {look.raised}; border: 1px solid {look.edge}; border-radius: 0; }}
    QToolButton[side="true"] {{ padding: 4px 6px; }}
    QToolButton[end="left"] {{ border-top-left-radius: 7px; border-bottom-left-radius: 7px; border-right: none; }}
    QToolButton[end="right"] {{ border-top-right-radius: 7px; border-bottom-right-radius: 7px; }}
    QToolButton[side="true"]:checked {{ background: {look.accent}; color: {look.on_accent}; border-color: {look.accent}; }}
    QToolButton[side="true"]:focus {{ border: 2px solid {look.ink}; padding: 3px 5px; }}
    QToolButton[side="true"]:checked:focus {{ border-color: {look.on_accent}; }}
    QToolButton[side="true"]:disabled {{ color: {look.muted}; }}
    QTabBar::tab {{ color: {look.muted}; border: 2px solid {look.surface}; padding: 4px 6px; }}
    QTabBar::tab {{ border-bottom: 2px solid {look.line}; }}
    QTabBar::tab:selected {{ color: {look.accent}; border-bottom-color: {look.accent}; font-weight: 600; }}
    QTabBar:focus::tab:selected, QTabBar::tab:selected:focus {{ border: 2px solid {look.ink}; }}
    QPushButton {{ background: {look.raised}; border: 1px solid {look.edge}; border-radius: 6px; padding: 6px 14px; }}
    QPushButton:hover {{ border-color: {look.accent}; }}
    QPushButton:focus {{ border: 2px solid {look.ink}; padding: 5px 13px; }}
    QLineEdit {{ background: {look.raised}; border: 1px solid {look.edge}; border-radius: 8px; padding: 6px 6px; }}
    QLineEdit:focus {{ border: 2px solid {look.accent}; padding: 5px 5px; background: {look.surface}; }}
    QComboBox {{ background: {look.raised}; border: 1px solid {look.edge}; border-radius: 6px; padding: 3px 6px; }}
    QComboBox:focus {{ border: 2px solid {look.accent}; padding: 2px 5px; }}
    QTreeView, QListView, QTextBrowser {{ background: {look.surface}; border: 2px solid {look.surface}; }}
    QTreeView, QListView {{ outline: none; show-decoration-selected: 0; }}
    QTreeView:focus, QListView:focus, QTextBrowser:focus {{ border: 2px solid {look.accent}; }}
    QTreeView::item {{ padding: 4px 4px; }}
    QTreeView::item:hover {{ background: {look.raised}; }}
    QTreeView::item:selected {{ background: {look.accent_soft}; color: {look.ink}; }}
    QTextBrowser {{ selection-background-color: {look.accent}; selection-color: {look.on_accent}; }}
    Linked {{ border: 2px solid transparent; }}
    Linked:focus, QLabel#flags:focus {{ border: 2px solid {look.accent}; }}
    QLabel#title {{ color: {look.ink}; }}
    QLabel#subtitle {{ color: {look.muted}; }}
    QLabel#nothing {{ color: {look.muted}; padding: 18px; }}
    QLabel#muted {{ color: {look.muted}; }}
    QLabel#flags {{ background: {look.flag_soft}; border-left: 4px solid {look.flag}; padding: 6px 8px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {look.edge}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {look.accent}; }}
    QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {look.accent}; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {look.ink}; }}
    QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled {{ background: {look.line}; }}
    QWidget#tools {{ background: {look.surface}; border-bottom: 1px solid {look.line}; }}
    QListView#places {{ background: {look.raised}; border: 1px solid {look.edge}; border-radius: 6px; }}
    QListView#places::item {{ padding: 4px 6px; }}
    QListView::item:selected {{ background: {look.accent_soft}; color: {look.ink}; }}
    QPushButton:disabled {{ color: {look.muted}; }}
    QLabel#why {{ font-size: {min(pt, 11):.1f}pt; }}
    QLabel#why {{ background: {look.care_soft}; color: {look.ink}; padding: 8px 12px; border-bottom: 1px solid {look.line}; }}
    QFrame#rule {{ background: {look.line}; max-height: 1px; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {look.edge}; border-radius: 4px; margin: 2px; min-height: 36px; min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {look.ink}; }}
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def page_style(look: Look, pt: float) -> str:
    """The style of the panel's pages."""
    return f"""
    body, p, li, td {{ color: {look.ink}; font-size: {pt * BODY_TEXT:.1f}pt; line-height: 126%; }}
    p {{ margin: 5px 0 7px 0; }}
    ul, ol {{ margin: 2px 0 8px 0; }}
    li {{ margin: 2px 0 4px 4px; }}
    p.head {{ color: {look.ink}; font-size: {pt * 1.2:.1f}pt; font-weight: 600; margin: 20px 0 5px 0; }}
    a {{ color: {look.accent}; text-decoration: none; }}
    .lead {{ font-size: {pt * 1.1:.1f}pt; }}
    .depth {{ color: {look.muted}; }}
    .small, .evidence, .dose, .cite, .sources, .sources li {{ font-size: {pt * 0.94:.1f}pt; }}
    .small, .evidence {{ color: {look.muted}; }}
    .cite {{ font-size: {pt * 0.8:.1f}pt; font-weight: 400; color: {look.muted}; }}
    a.cite {{ color: {look.muted}; }}
    .zone {{ color: {look.zone}; }}
    .picture {{ margin: 8px 0 4px 0; line-height: 100%; }}
    .name {{ color: {look.muted}; font-size: {pt * 0.96:.1f}pt; }}
    .facts {{ margin: 2px 0 6px 0; }}
    .flag, .care, .note {{ margin: 12px 0 4px 0; }}
    .flag-edge {{ background-color: {look.flag}; }}
    .flag-body {{ background-color: {look.flag_soft}; padding: 9px 12px; }}
    .flag-head {{ color: {look.flag}; font-weight: 600; margin: 0 0 3px 0; }}
    .care-edge {{ background-color: {look.care}; }}
    .care-body {{ background-color: {look.care_soft}; padding: 9px 12px; }}
    .care-head {{ color: {look.care}; font-weight: 600; margin: 0 0 3px 0; }}
    .note-edge {{ background-color: {look.accent}; }}
    .note-body {{ background-color: {look.raised}; padding: 9px 12px; }}
    .note-head {{ color: {look.accent}; font-weight: 600; margin: 0 0 3px 0; }}
    """
