"""What asks where it hurts, put together when it is first wanted (or a moment after the first frame, which does without)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpexplorer.files import write_whole
from tpexplorer.modes.find import Find
from tpexplorer.modes.set_files import SetFiles
from tpexplorer.panels.find_panel import FindPanel
from tpexplorer.panels.thumbnails import Thumbnails
from tpexplorer.state.pain_state import PainState
from tpexplorer.state.recovery import Recovery
from tpexplorer.window.comparing import Comparing
from tpexplorer.window.file_dialogs import SystemFileDialogs
from tpexplorer.window.focus_watch import FocusWatch

if TYPE_CHECKING:
    from tpexplorer.app import Built

UNTITLED = "Untitled"


@dataclass
class Pain:
    """The panel, its state and presenters, the working set's file, and the window that compares."""

    panel: FindPanel
    state: PainState
    find: Find
    files: SetFiles
    comparing: Comparing

    def stop(self, clean: bool = True) -> None:
        """No more is drawn; at a clean end nothing is kept, at any other what is not saved."""
        (self.files.end if clean else self.files.keep)()
        self.panel.stop()
        self.comparing.stop()


def build_pain(built: Built) -> Pain:
    """Put it into a window that is built."""
    explore, window, themer = built.explore, built.window, built.themer
    known = explore.known
    thumbnails = Thumbnails(known.body, explore.plate, window)
    panel, state = FindPanel(thumbnails), PainState(window)
    recovery = Recovery(built.recovery_path, write_whole)
    dialogs = built.hands.files or SystemFileDialogs(lambda: window)
    files = SetFiles(state, known.easel, explore.atlas.data.version, dialogs, recovery)
    files.typing = panel
    panel.ticks.note.textEdited.connect(lambda _text: files.keep_soon())
    comparing = Comparing(known, built.state, window, explore.open, window.set_pointed)
    find = Find(explore, state, panel, comparing.show, files.ask)
    pain = Pain(panel, state, find, files, comparing)
    built.tabs.set_pain(panel)
    window.pane.add_tools(panel.tools)
    panel.set_look(themer.look)
    panel.done.connect(window.focus_body)
    comparing.set_look(themer.look, themer.pt)
    _wire(built, pain)
    find.start()
    return pain


def _wire(built: Built, pain: Pain) -> None:
    """Tab, title, look and form follow the states."""
    window, state = built.window, built.state

    def show_tab(shown: bool) -> None:
        built.tabs.show_tab("pain" if shown else "atlas")
        window.set_checked("pain", shown)
        pain.panel.tools.setVisible(shown)
        if shown:
            window.splitter.set_shown("list", True)

    def show_file() -> None:
        changed = pain.state.changed
        window.set_file(pain.state.path.name if pain.state.path else UNTITLED if changed else "", changed)

    # Who uses a menu, a dialog or another program draws no longer.
    FocusWatch(window).lost.connect(pain.state.end_stroke)
    pain.state.shown_changed.connect(show_tab)
    pain.state.file_changed.connect(show_file)
    built.themer.changed.connect(lambda look, _pt: pain.panel.set_look(look))
    built.themer.changed.connect(pain.comparing.set_look)
    state.form_changed.connect(pain.panel.thumbnails.set_form)
    state.form_changed.connect(pain.comparing.set_form)
    pain.panel.thumbnails.set_form(state.form)
    window.may_close = pain.files.may_leave
