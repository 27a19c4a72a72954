"""Pages hold what they should, in order: cautions first, every link leads somewhere, nothing empty."""

from __future__ import annotations

import re
from html import escape

import msgspec

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor, is_web, split_link
from tpexplorer.modes.pages import Library
from tpexplorer.modes.start_page import markdown

POINT = "infraspinatus.1"
RIGHT, LEFT = f"{POINT}@right", f"{POINT}@left"

SECTIONS = (
    "Careful here",
    "Where the pain is felt",
    "What people complain of",
    "How to find it",
    "Treating it",
    "Self-care",
    "Mistaken for, and worth ruling out",
    "What keeps it going",
    "The muscle",
    "Sources",
)


def text_of(page: Page) -> str:
    return re.sub(r"<[^>]+>", " ", page.html)


def headings(page: Page) -> list[str]:
    return [re.split("&nbsp;|<", found)[0] for found in re.findall(r'<p class="(?:\w+-)?head">(.*?)</p>', page.html)]


def all_links(library: Library) -> list[str]:
    atlas = library.atlas
    kinds = {
        "muscle": atlas.muscles,
        "technique": atlas.techniques,
        "condition": atlas.conditions,
        "caution": atlas.cautions,
        "chapter": atlas.chapters,
        "step": atlas.steps,
        "source": atlas.sources,
        "region": library.body_map.regions,
    }
    links = [f"point/{point}@{side}" for point in atlas.points for side in ("right", "left")]
    links += [f"{kind}/{name}" for kind, table in kinds.items() for name in table]
    return [
        *links,
        "start",
        "help",
        "about",
        "techniques",
        "conditions",
        "cautions",
        "chapters",
        "sources",
        "session",
        "coverage",
    ]


def test_a_point_page_has_every_section_cautions_before_techniques(library: Library) -> None:
    for point in library.atlas.points:
        found = headings(library.page(f"point/{point}", "right"))
        assert [heading for heading in found if heading in SECTIONS] == list(SECTIONS), point
        if library.atlas.care(point).red_flags:
            assert found[0] == "Red flags: to a doctor first"


def test_a_point_page_says_what_the_record_says(library: Library) -> None:
    page = library.page(f"point/{POINT}", "left")
    point, care = library.atlas.point(POINT), library.atlas.care(POINT)
    assert page.title == "Infraspinatus"
    assert page.subtitle == f"{point.label} · subject's left"
    assert page.sides == ("right", "left")
    html = page.html.replace("&#x27;", "'")
    assert point.pattern.essential.words in html
    assert point.pattern.spillover is not None
    assert point.pattern.spillover.words in html
    assert point.pattern.disagreement in html
    for treatment in care.treatments:
        assert treatment.dose in html
        assert f'href="tp:technique/{treatment.technique}"' in html
    for region in point.pattern.essential.regions:
        assert f'href="tp:region/{region}"' in html


def test_every_link_of_every_page_leads_somewhere(library: Library) -> None:
    known = set(all_links(library))
    for link in all_links(library):
        page = library.page(link, "left")
        assert page.title
        assert len(text_of(page)) > 20, link
        for target in re.findall(r'href="([^"]*)"', page.whole):
            if not is_web(target):
                place = target.removeprefix("tp:")
                if place == "pain":  # opens no page but the question where it hurts
                    continue
                kind, _, ids = place.partition("/")
                places = [f"point/{id_}" for id_ in ids.split(",")] if kind == "compare" else [place]
                for each in places:
                    assert each in known or f"{each}@right" in known, (link, target)


def test_no_page_has_an_empty_section(library: Library) -> None:
    for link in all_links(library):
        html = library.page(link, "right").html
        assert not re.search(r'<p class="head">[^<]*(<[^p][^>]*>[^<]*)*</p>\s*($|<p class="head">)', html), link
        assert "<ul></ul>" not in html
        assert not re.search(r">\s*None\s*<", html), link


def test_records_are_escaped(library: Library, atlas: Atlas) -> None:
    evil = '<script>"x"</script> & ♞'
    muscle = atlas.muscles["infraspinatus"]
    point = msgspec.structs.replace(muscle.points[0], label=evil, where=evil)
    claim = msgspec.structs.replace(muscle.cautions[0], text=evil)
    bad = msgspec.structs.replace(
        muscle, name=evil, latin=evil, points=(point, *muscle.points[1:]), cautions=(claim,), depth_words=evil
    )
    data = msgspec.structs.replace(atlas.data, muscles={**atlas.muscles, "infraspinatus": bad})
    spoilt = Library(Atlas(data), library.body_map, library.matcher, library.sites)
    for link in (f"point/{POINT}", "muscle/infraspinatus", "start", "coverage", "point/infraspinatus.2"):
        html = spoilt.page(link, "right").html
        assert "<script" not in html
        assert "♞" in html or link == "start"


def test_sources_are_numbered_once_and_open(library: Library) -> None:
    page = library.page(f"point/{POINT}", "right")
    listed = page.html[page.html.index('<ol class="sources">') :]
    cited = {int(number) for number in re.findall(r'class="cite" href="tp:source/[^"]+">(\d+)<', page.html)}
    assert cited == set(range(1, listed.count("<li>") + 1))
    assert 'href="https://' in listed or 'href="http://' in listed
    assert 'href="tp:source/travell-simons-1999"' in listed


def test_a_region_page_says_the_words_of_the_zone_that_reaches_it(library: Library) -> None:
    html = library.page("region/lateral-arm", "right").html
    spilling = html.partition("Points whose pain may spill over to here")[2]
    assert escape(library.atlas.point("infraspinatus.1").pattern.spillover.words) in spilling  # type: ignore[union-attr]
    assert escape(library.atlas.point("infraspinatus.1").pattern.essential.words) not in spilling
    assert "gooseflesh" in html.partition("Felt here, but not as pain")[2]
    assert "Upper trapezius" in library.page("region/top-of-shoulder", "right").html.partition("Muscles right here")[2]


def test_a_region_page_names_what_refers_there_on_the_side_asked_for(library: Library) -> None:
    page = library.page("region/anterior-shoulder", "left")
    assert "tp:point/infraspinatus.1@left" in page.html
    assert "@right" not in page.html
    assert page.title == "Front of the shoulder"
    assert not re.search(r"\d\s*%", text_of(page))


def test_the_first_page_says_what_to_do_and_gives_three_examples(library: Library) -> None:
    page = library.page("start", "right")
    assert page.html.count('href="tp:point/') == 3
    assert "Click a marker" in page.html
    assert "disputed" in page.html


def test_about_and_help_show_what_they_were_given(library: Library, atlas: Atlas) -> None:
    about = library.page("about", "right")
    assert f"{len(atlas.points)} trigger points" in about.html
    assert "Made by &lt;us&gt;." in about.html
    assert atlas.data.version in about.subtitle
    assert "Next point" in library.page("help", "right").html


def test_the_coverage_page_counts_and_says_what_is_thin(library: Library, atlas: Atlas) -> None:
    page = library.page("coverage", "right")
    assert f'<td class="fact">{len(atlas.points)}</td>' in page.html
    assert f'<td class="fact">{len(atlas.muscles)}</td>' in page.html
    assert atlas.data.version in page.subtitle
    assert atlas.data.date in page.subtitle
    for name in atlas.muscles:
        assert f"tp:muscle/{name}" in page.html
    observed = sum(point.pattern.evidence == "observed" for point in atlas.points.values())
    assert f"{observed} of {len(atlas.points)} patterns" in page.html


def test_little_markdown() -> None:
    html = markdown("# Head\n\ntext with `code`\ngoing on\n\n| a | b |\n|---|---|\n| <x> | y |")
    assert '<p class="head">Head</p>' in html
    assert "<p>text with <code>code</code> going on</p>" in html
    assert "<b>&lt;x&gt;</b><br>y" in html


def test_links() -> None:
    assert split_link("tp:point/a.1@left") == ("point", "a.1@left")
    assert split_link("start") == ("start", "")
    assert anchor("muscle/a", "<A>") == '<a href="tp:muscle/a">&lt;A&gt;</a>'
    assert anchor("https://x.org/?a=1&b=2", "x") == '<a href="https://x.org/?a=1&amp;b=2">x</a>'
