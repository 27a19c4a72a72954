"""The first page, the keys, and what the atlas is and covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from tpexplorer import __version__
from tpexplorer.atlas.atlas import Atlas
from tpexplorer.ids import muscle_of
from tpexplorer.modes.html import box, bullets, facts, paragraph, section
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor

EXAMPLES = (
    ("upper-trapezius.1", "A headache at the temple that begins in the neck"),
    ("infraspinatus.1", "Deep shoulder pain that begins on the shoulder blade"),
    ("gluteus-minimus.1", "Pain down the leg that begins beside the hip"),
)
EVIDENCE = (
    "Trigger points are a clinical tradition. Many therapists work with them, but how to find them reliably, what they are, "
    "and how far they explain pain is disputed; the maps show what clinicians have often seen, not what every person feels."
)
BODY_PARTS = {
    "head-neck": "Head and neck",
    "shoulder-upper-back": "Shoulder and upper back",
    "arm-hand": "Arm and hand",
    "chest-abdomen": "Chest and abdomen",
    "lower-back-pelvis": "Lower back and pelvis",
    "thigh": "Thigh",
    "leg-foot": "Leg and foot",
}


def start_page(atlas: Atlas) -> Page:
    """What to do, three examples to click, and how sure all this is."""
    known = [(point, why) for point, why in EXAMPLES if point in atlas.points]
    known = known or [(point, atlas.point(point).pattern.essential.words) for point in list(atlas.points)[:3]]
    examples = [
        f"{anchor(f'point/{point}', atlas.muscle(muscle_of(point)).name)}<br><span class='small'>{escape(why)}</span>"
        for point, why in known
    ]
    steps = (
        "<b>Click a marker</b> on the body. The body turns to it and shows where its pain is felt: solid where it is usually "
        "felt, dotted where it may spread.",
        f"<b>Or {anchor('pain', 'show where it hurts')}</b>: draw on the body, or name places, and see what often "
        "refers there. The search box understands everyday words: “pain between shoulder blades”.",
        "<b>Read</b> here how to find the point, what to be careful of, and how it is treated.",
    )
    more = " · ".join(
        anchor(link, text)
        for link, text in (
            ("session", "A session"),
            ("techniques", "Techniques"),
            ("conditions", "Conditions"),
            ("cautions", "Cautions"),
            ("chapters", "Background"),
            ("coverage", "Coverage"),
            ("help", "Keys"),
            ("about", "About"),
        )
    )
    html = "".join(
        (
            "<ol>" + "".join(f"<li>{step}</li>" for step in steps) + "</ol>",
            section("Try one of these", bullets(examples)),
            box("note", "How sure is this?", paragraph(EVIDENCE) + f"<p>{anchor('chapters', 'Read more')}</p>"),
            section("Look things up", f"<p>{more}</p>"),
        )
    )
    return Page("start", "Welcome", "Trigger points, and where their pain is felt", html)


def help_page(keys: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Page:
    """The cheat sheet: `keys` are groups of (keys, what they do)."""
    groups = [section(group, facts([(pressed, escape(does)) for pressed, does in rows if pressed], 42)) for group, rows in keys]
    mouse = [
        ("Drag", "Turn the body"),
        ("Shift+drag, middle button", "Move the picture"),
        ("Wheel, pinch", "Nearer and farther, where the pointer is"),
        ("Two fingers on a trackpad", "Turn the body"),
        ("Click a marker", "Select the point"),
        ("Double-click", "Put that place in the middle"),
    ]
    signs = [
        ("● disc", "A superficial point"),
        ("◆ diamond", "A deep point, under other muscle"),
        ("○ hollow", "Behind the body"),
    ]
    html = section("Mouse and trackpad", facts([(name, escape(does)) for name, does in mouse], 42)) + "".join(groups)
    html += paragraph("Signs in brackets work where your keyboard does not type them with 1, 3 or 7.", "evidence")
    return Page(
        "help", "Keys and mouse", "Everything can be reached from the keyboard", html + section("Markers", facts(signs, 42))
    )


def about_page(atlas: Atlas, forms: Sequence[str], credits_text: str) -> Page:
    """What the atlas covers, how sure it is, who made what, and under which licence."""
    covered = f"{len(atlas.muscles)} muscles and parts of muscles with {len(atlas.points)} trigger points."
    scope = (
        "For learning, teaching and talking with clients. It is no medical device and makes no diagnosis. "
        "Nothing you do here leaves this computer."
    )
    html = "".join(
        (
            section(
                "How sure is this?",
                paragraph(EVIDENCE) + f"<p>{anchor('chapters', 'Background')} · {anchor('sources', 'All sources')}</p>",
            ),
            section(
                "What it covers", paragraph(covered) + f"<p>{anchor('coverage', 'Muscles, counts, and where it is thin')}</p>"
            ),
            section("What it is for", paragraph(scope)),
            facts([("Forms of the body", escape(", ".join(forms)))]),
            markdown(credits_text),
        )
    )
    return Page("about", "About TPExplorer", f"Version {__version__} · atlas {atlas.data.version} of {atlas.data.date}", html)


def markdown(text: str) -> str:
    """The little Markdown that CREDITS.md uses, as HTML: headings, paragraphs, tables, `code`."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.strip().splitlines()
        if block.lstrip().startswith("#"):
            blocks.append(f'<p class="head">{_inline(lines[0].lstrip("# "))}</p>')
            lines = lines[1:]
        if lines and lines[0].startswith("|"):
            blocks.append(_table(lines))
        elif lines:
            blocks.append(f"<p>{_inline(' '.join(lines))}</p>")
    return "".join(blocks)


def _table(lines: Sequence[str]) -> str:
    """A table as a list of its rows: four columns do not fit beside the body."""
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    rows = [row for row in cells[1:] if not all(set(cell) <= set("-: ") for cell in row)]
    return bullets(f"<b>{_inline(row[0])}</b><br>" + "<br>".join(_inline(cell) for cell in row[1:]) for row in rows if row)


def _inline(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text, quote=False))
