"""The settings file: whatever it holds, nothing runs, the window opens and can be seen, and what made sense is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stub_scene import StubScene

from tpexplorer.app import Built, build
from tpexplorer.state import settings as table
from tpexplorer.state.memory import Standing
from tpexplorer.state.settings import MOST_BYTES, Settings
from tpexplorer.window.standing import fitted, shared

Open = Callable[[str | bytes], Built]
POINT = "infraspinatus.1@left"


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, ini: Path) -> Iterator[Open]:
    """Opens the window as a start does that finds this in the settings file."""
    windows: list[Built] = []

    def start(text: str | bytes) -> Built:
        ini.write_bytes(text.encode() if isinstance(text, str) else text)
        built = build(qapp, ini, make_scene=StubScene)
        windows.append(built)
        qtbot.addWidget(built.window)
        with qtbot.waitExposed(built.window):
            built.show()
        return built

    yield start
    for built in windows:
        built.window.close()


class Trap:
    """What is made of it again makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return os.mkdir, (self.folder,)


def test_nothing_in_the_settings_runs(opened: Open, ini: Path, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    trapped = QSettings(str(ini), QSettings.Format.IniFormat)
    for key in (*(setting.key for setting in table.TABLE), "window/geometry", "window/state", "window/splitter"):
        trapped.setValue(key, Trap(sprung))
    trapped.sync()
    text = ini.read_bytes()
    assert b"PyObjectWrapper" in text
    built = opened(text)
    assert built.state.page == "start"
    built.window.close()
    assert not sprung.exists()
    assert b"PyObjectWrapper" not in ini.read_bytes()


DIALOG = """
import os, sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QFileDialog
class Trap:
    def __reduce__(self):
        return os.mkdir, (sys.argv[1],)
kept = QSettings(QSettings.Scope.UserScope, "QtProject")
for key in ("viewMode", "lastVisited", "sidebarWidth", "treeViewHeader", "splitterState"):
    kept.setValue("FileDialog/" + key, Trap())
kept.sync()
from tpexplorer.window.application import make_application
application = make_application([])
dialog = QFileDialog()
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
QTimer.singleShot(0, dialog.reject)
dialog.exec()
"""


def test_nothing_in_what_a_file_dialog_remembers_runs(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", DIALOG, str(tmp_path / "sprung")], env=environment, timeout=60, check=True)
    assert not (tmp_path / "sprung").exists()


# As the version before wrote it, two bytes of its splitter and a few letters damaged.
DAMAGED = rb"""[lastU
point=infraspinAtus.1@left
side=left

[look]
form=neutral
labels_shown=false
muscle_shown=true
sites_shown=false
text_step=0
thele=dark

[window]
geometry=@ByteArrqy(\x1\xd9\xd0\xkb\0\x3\0\0\0\0\0\0\0\0\0\0\0\0\x3Xx43\0\0\x2\xf3\0\0\0\x2\0\0\0\x2\0\0\x3\x41\0\0\x2\xf1)
splitter=@ByteArray(\0\0\0\xff\0\0\0\x1\0\0\0\x3\0\0\x1Lx36\0\0\x1@\0\0\x1\x86\0\0\0\0\x1\x1\0\0\0\x1\0)
state=@ByteArvay(\0\0\0\xff\0\0\0\0\xfd\0\0\0\0\0\0\x3@\0\0\x2\xbb\0\0\0\x4\0\0\0\x4\0\0\0\b\0\0\0\b\xfc\0\0\0T0)
"""
STANDINGS = [
    DAMAGED.decode(),
    "[window]\nx=5000\ny=-4000\nwidth=1100\nheight=700\n",
    "[window]\nx=0\ny=0\nwidth=99999\nheight=99999\nlist_width=99999\npage_width=99999\n",
    "[window]\nwidth=1100\nheight=700\nlist_width=1\npage_width=90000\n",
    "[window]\nwidth=1100\nheight=700\nlist_width=90000\npage_width=1\n",
    "[window]\nx=nan\ny=inf\nwidth=1e9\nheight=-3\nlist_width=16777215\npage_width=0x40\n",
    "[window]\nwidth=1\nheight=1\n",
    "[window]\nwidth=" + "9" * 9000 + "\nheight=700\n",
    "[window]\nx=99999\ny=99999\nwidth=1100\nheight=700\nmaximized=true\n",
    "[look]\ntext_step=100\n",
    "[look]\ntext_step=-100\n",
]


@pytest.mark.parametrize("text", STANDINGS, ids=range(len(STANDINGS)))
def test_whatever_is_remembered_the_window_is_on_the_screen(opened: Open, qapp: QApplication, text: str) -> None:
    window = opened(text).window
    screen = window.screen().availableGeometry()
    assert screen.contains(window.geometry()), (window.geometry(), screen)
    lists, body, page = window.splitter.sizes()
    assert min(lists, page) >= 200 and body >= 300
    assert lists + body + page <= window.width()


@pytest.mark.parametrize("text", STANDINGS[:6], ids=range(6))
def test_the_next_start_is_sound_again(opened: Open, ini: Path, text: str) -> None:
    first = opened(text).window
    frame, sizes = first.geometry(), first.splitter.sizes()
    first.close()
    second = opened(ini.read_bytes()).window
    assert second.geometry() == frame
    assert all(abs(a - b) <= 2 for a, b in zip(second.splitter.sizes(), sizes, strict=True))


LEFT, RIGHT = QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 984)


@pytest.mark.parametrize(
    ("standing", "screens", "frame"),
    [
        (Standing(100, 60, 1200, 700), [LEFT, RIGHT], QRect(100, 60, 1200, 700)),
        (Standing(2000, 100, 1100, 700), [LEFT, RIGHT], QRect(2000, 100, 1100, 700)),
        (Standing(2000, 100, 1100, 700), [LEFT], QRect(820, 100, 1100, 700)),
        (Standing(2000, 100, 1900, 1000), [LEFT, RIGHT], QRect(1920, 30, 1280, 954)),
        (Standing(-3000, -500, 800, 600), [LEFT, RIGHT], QRect(0, 30, 800, 600)),
        (Standing(-1000, 100, 800, 600), [LEFT, QRect(-1280, 0, 1280, 984)], QRect(-1000, 100, 800, 600)),
        (Standing(100, 0, 800, 1040), [LEFT], QRect(100, 0, 800, 1040)),
        (Standing(100, -1, 800, 600), [LEFT], QRect(100, 30, 800, 600)),
    ],
)
def test_a_window_stands_within_the_screens_of_today(standing: Standing, screens: list[QRect], frame: QRect) -> None:
    assert fitted(standing, screens, 30) == frame


@pytest.mark.parametrize("width", [640, 1024, 1360, 3840])
@pytest.mark.parametrize("sides", [(0, 0), (300, 400), (1, 1), (90_000, 90_000), (0, 90_000), (90_000, 0)])
def test_list_and_page_leave_the_body_its_room(width: int, sides: tuple[int, int]) -> None:
    lists, body, page = shared(Standing(list_width=sides[0], page_width=sides[1]), width)
    assert min(lists, page) > 0 and body >= 320
    assert lists + body + page == max(width, lists + page + 320)


# --- what is in the file --------------------------------------------------------------------------------------------

SOUND = "[look]\ntheme=dark\ntext_step=2\n\n[last]\npoint=infraspinatus.1@left\nside=left\n"


@pytest.mark.parametrize(
    "damaged",
    [
        SOUND.replace("[last]", "[[last]").encode(),
        SOUND.encode() + b"\xff\xfe\x00\x01\n" * 40,
        SOUND.replace("side=left", "side=l\0eft").encode(),
        b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode() + b"one line from another program\r\n",
        SOUND.encode() + b"[window]\nsplitter=@Variant(\\0\\0\\0\\x7f)\n",
        b"version=1\n" + SOUND.encode(),
    ],
    ids=["heading", "binary", "nul", "bom", "variant", "no section"],
)
def test_what_makes_sense_is_kept_and_the_rest_set_aside(opened: Open, ini: Path, damaged: bytes) -> None:
    built = opened(damaged)
    assert (built.state.theme, built.state.text_step) == ("dark", 2)
    built.window.close()
    assert ini.with_name("settings.ini.set-aside").read_bytes() == damaged
    assert Settings(ini).get(table.THEME) == "dark"


def test_what_a_newer_version_keeps_there_stays(opened: Open, ini: Path) -> None:
    built = opened(SOUND + "[look]\nglow=very\n[future]\nversion=99\n")
    built.state.set_text_step(3)
    built.window.close()
    text = ini.read_text(encoding="utf-8")
    assert "[future]\nversion=99\n" in text
    assert text.count("[look]") == 1 and "glow=very\n" in text
    assert (Settings(ini).get(table.THEME), Settings(ini).get(table.TEXT_STEP)) == ("dark", 3)
    assert [path.name for path in ini.parent.iterdir()] == ["settings.ini"]


def test_the_file_of_the_version_before_is_taken_over(opened: Open, ini: Path) -> None:
    before = "[window]\ngeometry=@ByteArray(\\x1\\xd9)\nsplitter=@ByteArray(\\0)\nstate=@ByteArray()\n"
    built = opened(SOUND + before)
    assert (built.state.theme, built.state.selection) == ("dark", POINT)
    built.window.close()
    assert [path.name for path in ini.parent.iterdir()] == ["settings.ini"]
    assert "@ByteArray" not in ini.read_text(encoding="utf-8")


def test_a_sound_file_is_not_set_aside(opened: Open, ini: Path) -> None:
    opened(SOUND).window.close()
    opened(ini.read_bytes()).window.close()
    assert [path.name for path in ini.parent.iterdir()] == ["settings.ini"]


def test_a_huge_file_is_set_aside_unread(opened: Open, ini: Path) -> None:
    text = SOUND + "#" * MOST_BYTES
    built = opened(text)
    assert built.state.theme == "system"
    built.window.close()
    assert ini.with_name("settings.ini.set-aside").read_text() == text
    assert ini.stat().st_size < 2000


def test_what_stands_in_the_files_place_is_set_aside(ini: Path) -> None:
    (ini / "inside").mkdir(parents=True)
    stored = Settings(ini)
    stored.set(table.THEME, "dark")
    assert stored.save()
    assert (ini.with_name("settings.ini.set-aside") / "inside").is_dir()
    assert Settings(ini).get(table.THEME) == "dark"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_files_place_does_not_hold_the_start_up(ini: Path) -> None:
    os.mkfifo(ini)
    assert Settings(ini).get(table.THEME) == "system"


def test_two_windows_that_close_one_after_the_other_leave_a_sound_file(opened: Open, ini: Path) -> None:
    one, two = opened(SOUND), opened(SOUND)
    one.state.set_theme("light")
    two.state.set_text_step(4)
    one.window.close()
    two.window.close()
    assert (Settings(ini).get(table.THEME), Settings(ini).get(table.TEXT_STEP)) == ("dark", 4)
    assert [path.name for path in ini.parent.iterdir()] == ["settings.ini"]


def test_a_point_that_is_gone_opens_the_start_page(opened: Open) -> None:
    built = opened("[last]\npoint=no-such-muscle.7@left\nside=left\n")
    assert (built.state.selection, built.state.page) == ("", "start")
