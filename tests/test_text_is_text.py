"""Text from files, records and errors is shown as it is: never as markup, never as a menu's key, never as a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QListWidget,
    QMenu,
    QMessageBox,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)
from pytestqt.qtbot import QtBot
from stub_scene import StubScene
from test_pages import all_links

from tpexplorer import app
from tpexplorer.app import Built, build
from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import AtlasData, HowUsual, Means
from tpexplorer.body.map import BodyMap, Region
from tpexplorer.errors import DataError, FileError, printable
from tpexplorer.modes.links import is_web
from tpexplorer.modes.pages import Library
from tpexplorer.modes.sites import Sites
from tpexplorer.modes.where_page import where_page
from tpexplorer.panels import chooser
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.words import tip
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.patterns.working_set import Item
from tpexplorer.window.messages import message_box

MARK = "<b>x<img src=hostname>&amp;[*] & co"
LITERALS = {"book tradition", "endangerment site", "ask first", "red flag", *get_args(Means), *get_args(HowUsual)}


def spoilt(value: Any, key: str = "") -> Any:
    """A record with markup at the end of every text that a person wrote."""
    if isinstance(value, dict):
        return {name: spoilt(part, name) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [spoilt(part) for part in value]
    written = (
        isinstance(value, str) and value not in LITERALS and (" " in value or key in ("name", "label", "title", "everyday"))
    )
    return f"{value} {MARK}" if written else value


@pytest.fixture(scope="module")
def hostile(atlas: Atlas, body_map: BodyMap) -> tuple[Atlas, BodyMap]:
    """The shipped atlas and map with markup in every text, and sources that lead to where nobody should go."""
    data = msgspec.convert(spoilt(msgspec.to_builtins(atlas.data)), AtlasData)
    urls = ("javascript:alert(1)", "file:///etc/hostname", "data:text/html,x", "tp:start", "HTTPS://x.org", "ftp://x.org")
    sources = [
        msgspec.structs.replace(source, url=urls[number % len(urls)]) for number, source in enumerate(data.sources.values())
    ]
    data = msgspec.structs.replace(data, sources=dict(zip(data.sources, sources, strict=True)))
    regions = msgspec.convert(spoilt(msgspec.to_builtins(body_map.regions)), dict[str, Region])
    return Atlas(data), BodyMap(body_map.landmarks, regions, body_map.labels, body_map.seen)


class Markup(HTMLParser):
    """The text of a page, its pictures and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.pictures, self.links = "", list[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "img":
            self.pictures.append(str(found.get("src")))
        if tag == "a":
            self.links.append(str(found.get("href")))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_page_renders_what_a_record_holds(hostile: tuple[Atlas, BodyMap], patterns: Patterns) -> None:
    atlas, body_map = hostile
    credits_text = f"# {MARK}\n\n{MARK}\n\n| a | b |\n| - | - |\n| {MARK} | `{MARK}` |\n"
    keys = [(MARK, [(MARK, MARK)])]
    library = Library(atlas, body_map, Matcher(body_map, patterns), Sites(atlas, patterns), [MARK], keys, credits_text)
    met: dict[str, int] = {}
    for link in all_links(library):
        kind = link.partition("/")[0]
        met[kind] = met.get(kind, 0) + 1
        if met[kind] > 12:
            continue
        page = library.page(link, "right")
        seen = Markup(page.whole)
        assert set(seen.pictures) <= {"picture:pattern"}, link
        # Named in the text as often as in the HTML, so nothing of it became markup.
        assert "hostname" not in page.whole or MARK in seen.text, link
        assert all(is_web(target) or target.startswith("tp:") for target in seen.links), link
        assert not [target for target in seen.links if target.startswith(("tp:javascript", "tp:file", "tp:data", "tp:ftp"))]


def test_the_page_of_a_working_set_renders_nothing_from_it(hostile: tuple[Atlas, BodyMap], desk) -> None:
    items = [Item(point=MARK, status="found", note=MARK), Item(point="soleus.1@left", status="skipped", note=MARK)]
    page = where_page(hostile[0], desk.explore.known.easel, [], [], items)
    seen = Markup(page.whole)
    assert not seen.pictures
    assert seen.text.count(MARK) == 3 + hostile[0].name("soleus.1").count(MARK)


# --- the window -----------------------------------------------------------------------------------------------------


def renders(text: str) -> bool:
    """Whether Qt, left to decide by itself, would make pictures or bold letters of our mark in a text."""
    if not Qt.mightBeRichText(text):
        return False
    seen = Markup(text)
    return bool(seen.pictures) or MARK not in seen.text


def shown_in(widget: QWidget) -> Iterator[tuple[str, bool]]:
    """Every text of ours in a widget, with whether it is rendered."""
    if isinstance(widget, QLabel):
        plain = widget.textFormat() == Qt.TextFormat.PlainText
        yield widget.text(), not plain and (MARK not in Markup(widget.text()).text or bool(Markup(widget.text()).pictures))
    if isinstance(widget, QTextEdit):
        html = widget.toHtml()
        yield widget.toPlainText(), any("hostname" in picture for picture in Markup(html).pictures)
    if isinstance(widget, QAbstractButton):
        yield widget.text(), "& co" in widget.text().replace("&&", "")
    for action in widget.actions():
        yield action.text(), "& co" in action.text().replace("&&", "")
        yield action.toolTip(), renders(action.toolTip())
    items: list[Any] = []
    if isinstance(widget, QTreeWidget):
        found = QTreeWidgetItemIterator(widget)
        while found.value():
            items.append(found.value())
            found += 1
        tips = [item.toolTip(0) for item in items]
    else:
        tips = [widget.item(row).toolTip() for row in range(widget.count())] if isinstance(widget, QListWidget) else []
    yield from ((text, renders(text)) for text in (*tips, widget.toolTip()))


@pytest.fixture
def opened(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, hostile: tuple[Atlas, BodyMap], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Built]:
    """The window over an atlas with markup in every text."""
    monkeypatch.setattr(app, "load_atlas", lambda _root: hostile[0])
    monkeypatch.setattr(app, "load_map", lambda _root: hostile[1])
    built = build(qapp, tmp_path / "settings.ini", make_scene=StubScene)
    qtbot.addWidget(built.window)
    with qtbot.waitExposed(built.window):
        built.show()
    assert built.pain
    built.window.may_close = lambda: True  # nothing is asked at the end
    yield built
    built.window.close()


def test_nothing_in_the_window_renders_what_a_record_holds(qtbot: QtBot, qapp: QApplication, opened: Built) -> None:
    pain = opened.pain
    opened.explore.select("masseter.1@right")
    opened.lists.search.setText("jaw pain")
    qtbot.waitUntil(lambda: MARK in opened.panel.view.toPlainText() and opened.lists.results.count() > 0)
    pain.state.set_shown(True)
    pain.find.add_region("temple")
    pain.find.add_region("chest")
    qtbot.waitUntil(lambda: pain.panel.list.topLevelItemCount() > 0)
    pain.comparing.show(["masseter.1@right", "temporalis.1@right"])
    texts = [(widget, text, bad) for widget in qapp.allWidgets() for text, bad in shown_in(widget) if "hostname" in text]
    kinds = {type(widget).__name__ for widget, _text, _bad in texts}
    assert len(texts) > 300
    assert "PageView" in kinds and any(isinstance(widget, QLabel) for widget, _text, _bad in texts) and len(kinds) >= 6
    assert not [(widget, text) for widget, text, bad in texts if bad]


def test_a_reason_from_the_driver_is_text(qtbot: QtBot, body) -> None:
    view = PlatesView(body, MARK)
    qtbot.addWidget(view)
    label = view.findChild(QLabel, "why")
    assert MARK in label.text()
    assert label.textFormat() == Qt.TextFormat.PlainText
    view.stop()


def test_a_tooltip_is_shown_as_it_is() -> None:
    document = QTextDocument()
    document.setHtml(tip(f"{MARK}\nbelow"))
    assert document.toPlainText().split("\n") == [MARK, "below"]
    assert tip("Rest & heat, 3 < 4") == "Rest & heat, 3 < 4"


def test_which_of_several_points_is_asked_as_it_is(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    class Picked(QMenu):
        def exec(self, _where: object) -> QAction:
            offered.extend(action.text() for action in self.actions())
            return self.actions()[1]

    monkeypatch.setattr(chooser, "QMenu", Picked)
    assert chooser.choose_point([("a", "one"), ("b", "salt & vinegar\tCtrl+Q")]) == "b"
    assert offered == ["one", "salt && vinegar Ctrl+Q"]


# --- files with such names, in the real window ------------------------------------------------------------------------


def boxes_while(qtbot: QtBot, do: Callable[[], object]) -> list[tuple[str, Qt.TextFormat]]:
    """What message boxes say while something is done; each is closed again."""
    said: list[tuple[str, Qt.TextFormat]] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append((box.text(), box.textFormat()))
            box.buttons()[0].click()

    watch = QTimer()
    watch.timeout.connect(answer)
    watch.start(10)
    do()
    watch.stop()
    return said


@pytest.mark.parametrize("content", [b"not a working set", b'{"format": "tpexplorer-working-set", "version": "<img src=x>"}'])
def test_a_file_that_fails_is_named_as_it_is(
    qtbot: QtBot, opened: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    path = tmp_path / f"{MARK}.json"
    path.write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_named: (str(path), ""))
    said = boxes_while(qtbot, lambda: opened.pain.files.open_file(path))
    assert len(said) == 1
    text, form = said[0]
    assert MARK in text
    assert form == Qt.TextFormat.PlainText


def test_a_long_name_fits_its_box(qtbot: QtBot, qapp: QApplication) -> None:
    name = "long" * 60 + ".json"
    box = message_box(None, QMessageBox.Icon.Warning, f"The file {name} is damaged.")
    qtbot.addWidget(box)
    box.show()
    label = next(each for each in box.findChildren(QLabel) if "long" in each.text())
    assert label.text().replace("\u200b", "") == f"The file {name} is damaged."
    longest = max(label.text().split("\u200b"), key=len)
    assert label.fontMetrics().horizontalAdvance(longest) < label.width()
    assert box.width() <= box.screen().availableGeometry().width()


def test_the_title_names_the_file_as_it_is(opened: Built) -> None:
    window = opened.window
    for name in (f"{MARK}.json", "a[*].json", "[*]", "[*][*]", "a[*]"):
        for changed in (False, True):
            window.set_file(name, changed)
            shown = window.windowTitle().replace("[*][*]", "\0")
            assert shown.replace("[*]", "*" if changed else "", 1).replace("\0", "[*]") == (
                f"{name}{'*' if changed else ''} – TPExplorer"
            )
    window.set_file("turned\u202e round\n.json", False)
    assert "\\u202e round\\n.json" in window.windowTitle()


def test_an_error_is_one_line_that_no_console_obeys() -> None:
    for error in (FileError("a\x1b[31mb\nc\u202ed\x9b\udcffe"), DataError(["a\x1b[31mb\nc\u202ed\x9b\udcffe"])):
        assert str(error) == "a\\x1b[31mb\\nc\\u202ed\\x9b\\udcffe"
    assert printable("Füße – 患者 👩\u200d⚕ 10\u202f%") == "Füße – 患者 👩\u200d⚕ 10\u202f%"
