"""The page beside the drawing: what to rule out, what is felt there, what to be careful of, how the list is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.ids import split_side
from tpexplorer.modes.find_views import Ranking
from tpexplorer.modes.html import box, bullets, facts, paragraph, section
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor
from tpexplorer.patterns.finding import Area
from tpexplorer.patterns.pain_drawing import Easel
from tpexplorer.patterns.working_set import Item

WHERE_PAGE = "where"
SIGNS = {"found": "✓", "not found": "✕", "skipped": "–"}
# A condition or caution belongs to an area when so much of the area lies where it is felt.
FELT_SHARE = 0.25
HOW = (
    "The list on the left holds the points whose charted zones cover what was shown, and all whose records name the place: "
    "essential before spillover, precise before sprawling, the usual before the rare, the side of the pain first. Of several "
    "places what reaches all comes first, and the points of a muscle count together. It is an order in which to look, not a "
    "likelihood."
)
SCOPE = (
    "Charts are a clinical tradition and people differ. Pain can come from much else than muscle; "
    "when in doubt, see a doctor first."
)
HANDS = (
    ("Click", "A painful spot"),
    ("Drag", "A painful area; start inside one to add to it"),
    ("Drag beside the body", "Turn the body"),
    ("Wheel", "Nearer and farther"),
    ("Shift and wheel,  [  and  ]", "The size of the brush"),
    ("E", "Eraser"),
    ("A", "Add a place by its name"),
    ("Ctrl+M", "The same on the other side"),
    ("Ctrl+Z", "Undo"),
)


def where_page(atlas: Atlas, easel: Easel, areas: Sequence[Area], ranking: Ranking, items: Sequence[Item] = ()) -> Page:
    """The page for what is shown as painful, and the points gone through."""
    done = section("Worked through", bullets(_item(atlas, item) for item in items))
    if not areas:
        hands = facts([(name, escape(does)) for name, does in HANDS], 42)
        html = (
            done
            + paragraph(HOW)
            + section("With the mouse and the keys", hands)
            + box("note", "How sure is this?", paragraph(SCOPE))
        )
        return Page(WHERE_PAGE, "Where does it hurt?", "Draw it on the body, or name it", html)
    shares = [easel.regions_of(area) for area in areas]
    names = dict.fromkeys(area.name or easel.name_of(area) for area in areas)
    title = ", ".join(names)
    warned = [f"<b>{anchor(flag.link, flag.name)}</b><br>{escape(flag.do)}" for flag in ranking.flags]
    html = "".join(
        (
            box("flag", "Rule these out first", bullets(warned)),
            done,
            muscles_here(atlas, ranking.here),
            section("Conditions felt here", bullets(_conditions(atlas, shares))),
            box("care", "Careful here", bullets(_careful(atlas, shares))),
            section("How the list is made", paragraph(HOW) + paragraph(SCOPE, "evidence")),
        )
    )
    return Page(WHERE_PAGE, "Where it hurts", title[:1].upper() + title[1:], html)


def muscles_here(atlas: Atlas, owners: Sequence[str]) -> str:
    """A line of the muscles (``upper-trapezius@left``) that lie where it hurts, for pain that stays where it is."""
    names = dict.fromkeys(split_side(owner)[0] for owner in owners)
    links = " · ".join(anchor(f"muscle/{name}", atlas.muscle(name).name) for name in names)
    return section("Muscles right here", f"<p>{links}</p>") if links else ""


def _item(atlas: Atlas, item: Item) -> str:
    """A point gone through: what was found, and the note; a point that this atlas lacks by its id."""
    point, side = split_side(item.point)
    known = point in atlas.points
    name = anchor(f"point/{item.point}", atlas.name(point)) if known else escape(point)
    note = f"<br><span class='small'>{escape(item.note)}</span>" if item.note else ""
    return f"{SIGNS.get(item.status, '')} {name} · {side}{f': {item.status}' if item.status else ''}{note}"


def _felt(shares: Sequence[Mapping[str, float]], regions: Sequence[str]) -> float:
    """The largest share (0..1) of an area that lies in some regions, given each area's `shares` by region."""
    return max(sum(share for region, share in area.items() if region in regions) for area in shares)


def _conditions(atlas: Atlas, shares: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """Conditions, those felt in most of an area first."""
    felt = {name: _felt(shares, condition.regions) for name, condition in atlas.conditions.items()}
    for name in sorted((name for name, share in felt.items() if share >= FELT_SHARE), key=lambda name: -round(felt[name], 1)):
        condition = atlas.conditions[name]
        yield f"{anchor(f'condition/{name}', condition.name)}<br><span class='small'>{escape(condition.summary)}</span>"


def _careful(atlas: Atlas, shares: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """Sites under the areas, where hands must be light."""
    for name, caution in atlas.cautions.items():
        if caution.kind == "endangerment site" and _felt(shares, caution.regions) >= FELT_SHARE:
            yield f"{anchor(f'caution/{name}', caution.name)}: {escape(caution.do)}"
