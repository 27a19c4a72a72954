"""The command line: ``tpexplorer`` alone opens the window, with a command it prints or draws."""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import NoReturn

import tpexplorer
from tpexplorer.commands import catalogue
from tpexplorer.commands.library import Library
from tpexplorer.commands.output import deliver, tell
from tpexplorer.errors import DataError, TPExplorerError, printable

PROG = "tpexplorer"
SMALLEST, LARGEST = 300, 6000
NOT_LOADED = "A library that the window needs cannot be loaded ({error}). Install it; the commands work without: '--help'."
LONGEST_TEXT, LONGEST_TOLD = 500, 400
# As a shell tells of a command that Ctrl+C has ended.
INTERRUPTED = 130
VIEWS = ("strip", "best", "front", "back", "left", "right")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        told = message if len(message) <= LONGEST_TOLD else f"{message[:LONGEST_TOLD]}…"
        tell(f"{self.prog}: {told[:1].upper()}{told[1:]}. Try '{self.prog} --help'.")
        self.exit(2)


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = Parser(prog=PROG, description="Myofascial trigger points on one turnable body. Without a command: the window.")
    parser.add_argument("--version", action="version", version=f"{PROG} {tpexplorer.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, about: str, json: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        if json:
            added.add_argument("--json", action="store_true", help="print JSON")
        return added

    command("info", "Counts of what the atlas holds.")
    command("list", "All records of a kind.").add_argument("kind", choices=list(catalogue.LISTS))
    show = command("show", "One whole record.")
    show.add_argument("id", type=_text, help="such as infraspinatus, infraspinatus.1, infraspinatus.1@left, pressure-release")
    show.add_argument("--kind", choices=catalogue.KINDS, help="which kind, where two share an id")
    find = command("find", "Text search, best first.")
    find.add_argument("text", nargs="+", type=_text)
    find.add_argument("--limit", type=_count, default=30)
    where = command("where", "Where it hurts: the points that refer there, best first.")
    regions, sides = (
        "such as temple, angle-of-jaw@left, 'outer elbow'",
        "the side where a region has none; of a drawing, that alone",
    )
    where.add_argument("regions", nargs="*", type=_text, metavar="REGION", help=regions)
    where.add_argument("--side", choices=("right", "left"), help=sides)
    where.add_argument("--drawing", type=_path, metavar="FILE", help="a working set that was saved in the window")
    figure = command("figure", "Draw points with their patterns as a PNG.", json=False)
    figure.add_argument(
        "points", nargs="+", type=_text, metavar="POINT", help="such as infraspinatus.1@left; a muscle means all its points"
    )
    figure.add_argument("-o", "--output", type=_path, required=True, metavar="F.png")
    figure.add_argument("--view", choices=VIEWS, default="strip")
    figure.add_argument("--form", type=_text, default="neutral")
    figure.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH", help="pixels, 1600x1000 by default")
    figure.add_argument("--theme", choices=("light", "dark"), default="light")
    figure.add_argument("--no-muscle", action="store_true", help="leave the muscle's outline out")
    check = command("check", "Check the records of the atlas, or of a content pack.")
    check.add_argument("pack", nargs="?", type=_path, metavar="PACK")
    check.add_argument(
        "--report", action="store_true", help="list for every record what is missing or rests on a single source"
    )
    bench = command("bench", "Measure the window; needs a display.")
    bench.add_argument("--peers", action="store_true", help="compare with PyVista, which is installed apart")
    return parser


def run(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run the command line; returns the exit code (0, or 2 with one line on stderr). `root` stands in for the assets."""
    given = sys.argv[1:] if argv is None else list(argv)
    if not given:
        return _open_window()
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = _answer(given, root)
    return max(code, deliver(printed.getvalue()))


def _answer(given: Sequence[str], root: Path | None) -> int:
    """Run the command and say what is wrong; returns the exit code."""
    try:
        return _command(build_parser().parse_args(given), Library(root))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except TPExplorerError as error:
        tell(*(error.problems if isinstance(error, DataError) else [f"{PROG}: {error}"]))
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED


def _open_window() -> int:
    try:
        from tpexplorer.app import run as open_window  # Qt, which no command needs
    except ImportError as error:
        tell(f"{PROG}: {NOT_LOADED.format(error=error)}")
        return 2
    return int(open_window([]))


def _command(given: argparse.Namespace, library: Library) -> int:
    """Run one command. What draws or places is imported when it is asked for."""
    match given.command:
        case "info":
            catalogue.info(library, given.json)
        case "list":
            catalogue.listing(library, given.kind, given.json)
        case "show":
            catalogue.show(library, given.id, given.kind, given.json)
        case "find":
            from tpexplorer.commands import asking

            asking.find(library, " ".join(given.text), given.limit, given.json)
        case "where":
            from tpexplorer.commands import asking

            if given.drawing is not None and not given.regions:
                asking.where_drawn(library, given.drawing, given.side, given.json)
            elif given.regions and given.drawing is None:
                asking.where(library, given.regions, given.side or "right", given.json)
            else:
                raise TPExplorerError("Say either regions, such as 'temple', or --drawing with a file, and not both.")
        case "figure":
            from tpexplorer.commands import drawing

            wanted = drawing.Wanted(given.view, given.form, given.size, given.theme, not given.no_muscle)
            drawing.figure(library, given.points, wanted, given.output)
        case "check":
            from tpexplorer.commands import checking

            if given.report:
                return checking.report(library, given.pack, given.json)
            return checking.check(given.pack, given.json)
        case "bench":
            from tpexplorer.bench import run as measure  # Qt: the one command that opens a window

            return measure(given.json, given.peers)
    return 0


def _text(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("expected a word, not an empty one")
    if len(text) > LONGEST_TEXT:
        raise argparse.ArgumentTypeError(f"expected at most {LONGEST_TEXT} letters, not {len(text)}")
    if "".join(text.split()) != printable("".join(text.split())):
        raise argparse.ArgumentTypeError(f"expected letters that can be shown, not '{text}'")
    return text


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"expected the name of a file or folder, not '{text}'")
    return Path(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text) or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 1000, not '{text}'")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not re.fullmatch(r"\d{1,9}x\d{1,9}", text.lower()):
        raise argparse.ArgumentTypeError(f"expected a size such as 1600x1000, not '{text}'")
    if not (SMALLEST <= int(width) <= LARGEST and SMALLEST <= int(height) <= LARGEST):
        raise argparse.ArgumentTypeError(f"expected {SMALLEST} to {LARGEST} pixels each way, not '{text}'")
    return int(width), int(height)
