"""Carrying the state over from one start to the next."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from tpexplorer.state import settings as table
from tpexplorer.state.app_state import AppState
from tpexplorer.state.settings import Setting, Settings


@dataclass(frozen=True)
class Standing:
    """Where a window stands and how wide its list and its page are, in px, as it is when not maximized; 0 is unknown."""

    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    maximized: bool = False
    full_screen: bool = False
    list_width: int = 0
    page_width: int = 0
    list_folded: bool = False
    page_folded: bool = False


_STANDING: tuple[Setting[Any], ...] = (
    *(table.X, table.Y, table.WIDTH, table.HEIGHT),
    *(table.MAXIMIZED, table.FULL_SCREEN, table.LIST_WIDTH, table.PAGE_WIDTH),
    *(table.LIST_FOLDED, table.PAGE_FOLDED),
)


def recall(state: AppState, settings: Settings, forms: list[str]) -> str:
    """Set the state as it was left; returns the last point, "" for none. A form there is no more becomes the first."""
    state.set_theme(settings.get(table.THEME))
    form = settings.get(table.FORM)
    state.set_form(form if form in forms else forms[0])
    state.set_text_step(settings.get(table.TEXT_STEP))
    state.set_muscle_shown(settings.get(table.MUSCLE_SHOWN))
    state.set_labels_shown(settings.get(table.LABELS_SHOWN))
    state.set_sites_shown(settings.get(table.SITES_SHOWN))
    state.set_side("left" if settings.get(table.LAST_SIDE) == "left" else "right")
    return settings.get(table.LAST_POINT)


def remember(state: AppState, settings: Settings) -> None:
    """Store the state; the caller saves."""
    settings.set(table.THEME, state.theme)
    settings.set(table.FORM, state.form)
    settings.set(table.TEXT_STEP, state.text_step)
    settings.set(table.MUSCLE_SHOWN, state.muscle_shown)
    settings.set(table.LABELS_SHOWN, state.labels_shown)
    settings.set(table.SITES_SHOWN, state.sites_shown)
    settings.set(table.LAST_POINT, state.selection)
    settings.set(table.LAST_SIDE, str(state.side))


def recall_standing(settings: Settings) -> Standing:
    """Where the window stood; the screens may be others by now."""
    return Standing(*(settings.get(setting) for setting in _STANDING))


def remember_standing(standing: Standing, settings: Settings) -> None:
    """Store where the window stands; the caller saves."""
    for setting, value in zip(_STANDING, astuple(standing), strict=True):
        settings.set(setting, value)
