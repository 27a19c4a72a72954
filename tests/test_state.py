"""State, history and settings: one truth, told once; nothing that is stored can break a start."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from tpexplorer.body.views import Pose, View
from tpexplorer.state import settings as table
from tpexplorer.state.app_state import LARGEST_TEXT, SMALLEST_TEXT, AppState, Narrowed
from tpexplorer.state.history import LONGEST, History, Stop
from tpexplorer.state.memory import Standing, recall, recall_standing, remember, remember_standing
from tpexplorer.state.settings import Settings

SETTERS = {
    "hover_changed": ("set_hover", "infraspinatus.1@left"),
    "theme_changed": ("set_theme", "dark"),
    "form_changed": ("set_form", "female"),
    "side_changed": ("set_side", "left"),
    "muscle_shown_changed": ("set_muscle_shown", True),
    "labels_shown_changed": ("set_labels_shown", True),
    "sites_shown_changed": ("set_sites_shown", True),
    "narrowed_changed": ("set_narrowed", Narrowed(depth="deep")),
    "text_step_changed": ("set_text_step", 2),
    "selection_changed": ("select", "infraspinatus.1@right"),
    "page_changed": ("show_page", "help"),
}


@pytest.mark.parametrize("signal", SETTERS)
def test_a_signal_tells_a_change_once(signal: str) -> None:
    state, told = AppState(), []
    getattr(state, signal).connect(told.append)
    setter, value = SETTERS[signal]
    getattr(state, setter)(value)
    getattr(state, setter)(value)
    assert told == [value]


def test_selecting_opens_the_points_page_and_takes_its_side() -> None:
    state = AppState()
    state.select("infraspinatus.1@left")
    assert (state.selection, state.page, state.side) == ("infraspinatus.1@left", "point/infraspinatus.1@left", "left")
    state.select("")
    assert (state.selection, state.page, state.side) == ("", "start", "left")


def test_all_fields_are_set_before_anyone_is_told() -> None:
    state, seen = AppState(), []
    for signal in (state.side_changed, state.selection_changed, state.page_changed):
        signal.connect(lambda _value: seen.append((state.selection, state.page, state.side)))
    state.select("soleus.1@left")
    assert set(seen) == {("soleus.1@left", "point/soleus.1@left", "left")}
    assert len(seen) == 3


def test_a_page_leaves_the_selection_alone() -> None:
    state = AppState()
    state.select("soleus.1@left")
    state.show_page("technique/heat")
    assert state.selection == "soleus.1@left"


def test_text_size_and_theme_stay_within_what_there_is() -> None:
    state = AppState()
    state.set_text_step(99)
    assert state.text_step == LARGEST_TEXT
    state.set_text_step(-99)
    assert state.text_step == SMALLEST_TEXT
    state.set_theme("purple")
    assert state.theme == "system"


# --- history --------------------------------------------------------------------------------------------------------


def pose(yaw: float) -> Pose:
    return Pose(View(yaw), (0.0, 0.0, 0.0), 1000.0)


def test_history_goes_back_and_forward_and_forgets_what_lay_ahead() -> None:
    history = History(Stop("start", "", pose(0)))
    history.visit(Stop("a", "", pose(1)))
    history.visit(Stop("b", "", pose(2)))
    assert history.back().page == "a"
    assert (history.can_go_back, history.can_go_forward) == (True, True)
    history.visit(Stop("c", "", pose(3)))
    assert not history.can_go_forward
    assert [history.back().page, history.back().page, history.back().page] == ["a", "start", "start"]
    assert [history.forward().page, history.forward().page, history.forward().page] == ["a", "c", "c"]


def test_many_camera_moves_are_one_step_back_to_the_best_view() -> None:
    history = History(Stop("start", "", pose(0)))
    history.visit(Stop("a", "", pose(10)))
    for yaw in (20, 30, 40):
        history.moved_to(pose(yaw))
    assert history.current.pose == pose(40)
    assert history.back().pose == pose(10)
    assert history.back().page == "start"
    assert history.forward().pose == pose(10)
    assert history.forward().pose == pose(40)


def test_a_move_to_where_one_is_makes_no_step() -> None:
    history = History(Stop("start", "", pose(0)))
    history.moved_to(pose(0))
    assert not history.can_go_back


def test_history_is_not_endless() -> None:
    history = History(Stop("start", "", pose(0)))
    for number in range(LONGEST * 2):
        history.visit(Stop(str(number), "", pose(number)))
    assert history.current.page == str(LONGEST * 2 - 1)
    while history.can_go_back:
        history.back()
    assert history.current.page == str(LONGEST)


# --- settings -------------------------------------------------------------------------------------------------------


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "settings.ini"
    first = AppState()
    first.set_theme("dark")
    first.set_form("female")
    first.set_text_step(3)
    first.set_labels_shown(True)
    first.set_sites_shown(True)
    first.set_narrowed(Narrowed(part="thigh"))
    first.select("infraspinatus.1@left")
    stored = Settings(path)
    remember(first, stored)
    standing = Standing(-120, 40, 1180, 700, True, False, 300, 400, True, True)
    remember_standing(standing, stored)
    assert stored.save()
    second, again = AppState(), Settings(path)
    assert recall(second, again, ["neutral", "female"]) == "infraspinatus.1@left"
    assert (second.theme, second.form, second.text_step, second.side) == ("dark", "female", 3, "left")
    assert second.sites_shown is True
    assert not second.narrowed  # nobody should wonder tomorrow where the points have gone
    assert second.labels_shown is True
    assert second.muscle_shown is False
    assert recall_standing(again) == standing


def test_a_form_that_is_gone_becomes_the_first(tmp_path: Path) -> None:
    stored = Settings(tmp_path / "s.ini")
    stored.set(table.FORM, "giant")
    state = AppState()
    recall(state, stored, ["neutral", "female"])
    assert state.form == "neutral"


BAD = """[look]
theme=purple
text_step=many
muscle_shown=perhaps
labels_shown=7
form=a, list, of, things
[window]
geometry=12
[last]
side=up
point={long}
[stranger]
thing=1
""".format(long="x" * 500)


@pytest.mark.parametrize(
    "junk", [b"\x00\xff\xfe\x01[[[\n\x80", b"no keys here", b"[look\ntheme", BAD.encode(), b"\xef\xbb\xbf" * 40]
)
def test_garbage_is_as_good_as_nothing_and_gone_after_the_next_save(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(junk)
    stored = Settings(path)
    assert [stored.get(setting) for setting in table.TABLE] == [setting.default for setting in table.TABLE]
    state = AppState()
    assert recall(state, stored, ["neutral"]) == ""
    state.set_theme("light")
    remember(state, stored)
    assert stored.save()
    assert Settings(path).get(table.THEME) == "light"
    assert b"perhaps" not in path.read_bytes()


@given(strategies.text(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_in_the_file_breaks_a_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.ini"
    path.write_bytes(("[look]\ntheme=" + text.replace("@", "")).encode("utf-8", "replace"))
    state = AppState()
    recall(state, Settings(path), ["neutral"])
    assert state.theme in ("system", "light", "dark")


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    stored = Settings(blocker / "settings.ini")
    assert stored.get(table.THEME) == "system"
    stored.set(table.THEME, "dark")
    assert not stored.save()
