"""What can be done, as data: names, words, keys. Menus, the tool strip and the cheat sheet are made from these tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """Something the window can do; `scene` keys act while the body has the focus, the others anywhere but in a text box.

    The first of the `keys` is shown, and works on every layout; signs that some layouts type with a number key are `also` keys.
    While a key is held, it acts once unless it `repeats`.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    scene: bool = False
    checkable: bool = False
    short: str = ""
    also: tuple[str, ...] = ()
    repeats: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("quit", "Quit", ("Ctrl+Q",)),
    Command("pain", "Where it hurts", ("W",), "Show where it hurts and see what refers there", checkable=True, short="Pain"),
    Command("place", "Add a place by name", ("A",), "Show a named part of the body as painful"),
    Command("erase", "Eraser", ("E",), "Rub out what was drawn, or draw again"),
    Command("brush_smaller", "Smaller brush", ("[",), repeats=True),
    Command("brush_larger", "Larger brush", ("]",), repeats=True),
    Command("undo", "Undo", ("Ctrl+Z",), repeats=True),
    Command("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), repeats=True),
    Command("mirror", "The same on the other side", ("Ctrl+M",), "Show what hurts on one side on both"),
    Command("clear_drawing", "Clear the drawing", ("Ctrl+Del",)),
    Command("rest", "What would explain the rest", ("R",), "Points for what the selected (or first) one does not cover"),
    Command("found", "Found at this point", ("Ctrl+1",), "Note that the point was found"),
    Command("not_found", "Not found at this point", ("Ctrl+2",), "Note that the point was looked for and not found"),
    Command("skipped", "Skipped this point", ("Ctrl+3",), "Note that the point was not looked for"),
    Command("new", "New working set", ("Ctrl+N",)),
    Command("open", "Open a working set …", ("Ctrl+O",)),
    Command("save", "Save the working set", ("Ctrl+S",)),
    Command("save_as", "Save the working set as …", ("Ctrl+Shift+S",)),
    Command("find", "Search", ("Ctrl+F",), "Search muscles, places and symptoms", also=("/",)),
    Command("narrow", "Filter the points", ("F",), "Show only the points of a part of the body, a muscle, a depth"),
    Command("next_point", "Next point", ("Tab",), "The next point of the list", scene=True, repeats=True),
    Command("previous_point", "Previous point", ("Shift+Tab",), "The point before in the list", scene=True, repeats=True),
    Command("next_anywhere", "Next point, from anywhere", ("Ctrl+Down", "N"), "The next point of the list", repeats=True),
    Command(
        "previous_anywhere", "Previous point, from anywhere", ("Ctrl+Up", "P"), "The point before in the list", repeats=True
    ),
    Command("other_side", "Other side of the body", ("O",), "The same point on the other side"),
    Command("best_view", "Best view of the point", ("B",), "Turn back to where the point and its pain are seen best"),
    Command("back", "Back", ("Alt+Left",), "The page, point and camera before", repeats=True),
    Command("forward", "Forward", ("Alt+Right",), "The page, point and camera after", repeats=True),
    Command("clear", "Back to the point, then to nothing", ("Esc",), "Back to the point, then select nothing"),
    Command("view_front", "From the front", ("1",), "Look from the front (anterior)", short="Front"),
    Command("view_back", "From behind", ("Shift+1",), "Look from behind (posterior)", short="Back"),
    Command("view_left", "From the subject's left", ("3",), "Look from the subject's left", short="Left"),
    Command("view_right", "From the subject's right", ("Shift+3",), "Look from the subject's right", short="Right"),
    Command("view_top", "From above", ("7",), "Look from above (superior)"),
    Command("view_bottom", "From below", ("Shift+7",), "Look from below (inferior)"),
    Command("fit", "Whole body", ("Home",), "Show the whole body", scene=True, short="Fit"),
    Command("zoom_in", "Nearer", ("PgUp",), "Nearer", scene=True, short="+", also=("+", "="), repeats=True),
    Command("zoom_out", "Farther", ("PgDown",), "Farther", scene=True, short="−", also=("-",), repeats=True),
    Command("orbit_left", "Turn left", ("Left",), scene=True, repeats=True),
    Command("orbit_right", "Turn right", ("Right",), scene=True, repeats=True),
    Command("orbit_up", "Turn up", ("Up",), scene=True, repeats=True),
    Command("orbit_down", "Turn down", ("Down",), scene=True, repeats=True),
    Command(
        "muscle", "Muscle and its fibres", ("M",), "Draw the point's muscle and its fibres", checkable=True, short="Muscle"
    ),
    Command("labels", "All labels", ("L",), "Name every marker in sight", checkable=True, short="Labels"),
    Command("sites", "Endangerment sites", ("S",), "Show where hands must be light", checkable=True, short="Sites"),
    Command("larger", "Larger text", ("Ctrl+=",), also=("Ctrl++",), repeats=True),
    Command("smaller", "Smaller text", ("Ctrl+-",), repeats=True),
    Command("normal", "Normal text", ("Ctrl+0",)),
    Command("show_list", "List at the left", ("F7",), "Show the list at the left, or fold it away", checkable=True),
    Command("show_page", "Page at the right", ("F8",), "Show the page at the right, or fold it away", checkable=True),
    Command("full_screen", "Full screen", ("F11",), checkable=True),
    Command("next_pane", "Next part of the window", ("F6",), "Move between list, body and page", repeats=True),
    Command("help", "Keys and mouse", ("F1", "H"), "The cheat sheet", also=("?",)),
    Command("start", "First page"),
    Command("session", "A session, step by step"),
    Command("techniques", "Techniques"),
    Command("conditions", "Conditions"),
    Command("cautions", "Cautions and red flags"),
    Command("chapters", "Background"),
    Command("sources", "Sources"),
    Command("coverage", "What the atlas covers"),
    Command("about", "About TPExplorer"),
)
# "" is a line, "form" and "theme" are submenus of choices.
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("new", "open", "save", "save_as", "", "quit")),
    (
        "P&ain",
        (
            *("pain", "place", "", "undo", "redo", "", "erase", "brush_smaller", "brush_larger", "mirror", "clear_drawing"),
            *("", "rest", "", "found", "not_found", "skipped"),
        ),
    ),
    (
        "&View",
        (
            *("view_front", "view_back", "view_left", "view_right", "view_top", "view_bottom", ""),
            *("fit", "zoom_in", "zoom_out", "best_view", "", "muscle", "labels", "sites", "form", ""),
            *("theme", "larger", "smaller", "normal", "", "show_list", "show_page", "full_screen"),
        ),
    ),
    ("&Point", ("find", "narrow", "", "next_point", "previous_point", "other_side", "", "back", "forward", "", "clear")),
    ("&Learn", ("start", "", "session", "techniques", "conditions", "cautions", "", "chapters", "sources", "coverage")),
    ("&Help", ("help", "about")),
)
STRIP = (
    "view_front",
    "view_back",
    "view_right",
    "view_left",
    "",
    "zoom_out",
    "zoom_in",
    "fit",
    "",
    "muscle",
    "labels",
    "sites",
    "form",
    "theme",
)
CHEAT_SHEET: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Points",
        (
            "find",
            "narrow",
            "next_point",
            "previous_point",
            "next_anywhere",
            "previous_anywhere",
            "other_side",
            "best_view",
            "clear",
        ),
    ),
    (
        "Where it hurts",
        ("pain", "place", "erase", "brush_smaller", "brush_larger", "undo", "redo", "mirror", "clear_drawing", "rest"),
    ),
    ("Working set", ("found", "not_found", "skipped", "new", "open", "save", "save_as")),
    ("Going back", ("back", "forward")),
    ("Views", ("view_front", "view_back", "view_left", "view_right", "view_top", "view_bottom", "fit")),
    ("Turning and zooming", ("orbit_left", "orbit_right", "orbit_up", "orbit_down", "zoom_in", "zoom_out")),
    ("What is shown", ("muscle", "labels", "sites", "larger", "smaller", "normal")),
    ("The window", ("show_list", "show_page", "full_screen")),
    ("Finding the way", ("next_pane", "help", "quit")),
)


def commands() -> dict[str, Command]:
    """Every command by name."""
    return {command.name: command for command in COMMANDS}


def key_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The cheat sheet: groups of (keys, what they do); signs that not every layout can give stand in brackets."""
    known = commands()
    return [(group, [(_pressed(known[name]), known[name].text) for name in names]) for group, names in CHEAT_SHEET]


def _pressed(command: Command) -> str:
    signs = f"  ( {'  '.join(command.also)} )" if command.also else ""
    return "  or  ".join(command.keys) + signs
