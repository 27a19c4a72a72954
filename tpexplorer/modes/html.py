"""The pieces that pages are made of; every text of a record is escaped here, and what is empty leaves no heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.modes.links import anchor, is_web

BESIDE, BELOW = '</td><td class="fact">', '</td></tr><tr><td class="fact">'
WIDTH, TAG = re.compile(r' width="\d+%" class="name"'), re.compile(r"<[^>]*>")
BREAKS, ADDRESS = re.compile(r"[\s\-–/]+"), re.compile(r"\w\.\w")


class References:
    """The sources of one page, numbered in the order in which they are first cited."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._numbers: dict[str, int] = {}

    def cite(self, sources: Iterable[str]) -> str:
        """Numbers in brackets that lead to their sources; nothing where none is named."""
        known = [source for source in dict.fromkeys(sources) if source in self._atlas.sources]
        numbers = sorted((self._numbers.setdefault(source, len(self._numbers) + 1), source) for source in known)
        if not numbers:
            return ""
        marks = ",&nbsp;".join(anchor(f"source/{source}", str(number), "cite") for number, source in numbers)
        return f'&nbsp;<span class="cite">[{marks}]</span>'

    def section(self) -> str:
        """The numbered list of what was cited."""
        rows = "".join(f"<li>{source_line(self._atlas, source)}</li>" for source in self._numbers)
        return section("Sources", f'<ol class="sources">{rows}</ol>' if rows else "")


def source_line(atlas: Atlas, source: str) -> str:
    """One source: authors, title as a link to where it can be read (or to its own page), year, publisher."""
    record = atlas.sources[source]
    title = anchor(record.url if is_web(record.url) else f"source/{source}", record.title)
    around = [escape(record.authors), title, escape(record.publisher), str(record.year or "")]
    return ". ".join(part for part in around if part) + "."


def sentence(text: str) -> str:
    """Text with a capital at its head, escaped."""
    return escape(text[:1].upper() + text[1:])


def picture(words: str) -> str:
    """The pictures of a pattern, and in words what they show."""
    return f'<p class="picture"><img src="picture:pattern" alt="{escape(words)}"></p>'


def paragraph(text: str, style: str = "") -> str:
    """An escaped paragraph; nothing for no text."""
    named = f' class="{style}"' if style else ""
    return f"<p{named}>{escape(text)}</p>" if text else ""


def bullets(items: Iterable[str]) -> str:
    """A list of items that are HTML already; nothing for none."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def section(heading: str, body: str, cite: str = "") -> str:
    """A heading over HTML; nothing where there is no body."""
    # A paragraph, not <h2>: Qt would set the citation at the heading's size.
    return f'<p class="head">{escape(heading)}{cite}</p>{body}' if body else ""


def facts(rows: Sequence[tuple[str, str]], percent: int = 27) -> str:
    """Pairs of a name and HTML as a two-column table, the names `percent` wide; empty ones are left out."""
    lines = "".join(
        f'<tr><td width="{percent}%" class="name">{escape(name)}{BESIDE}{body}</td></tr>' for name, body in rows if body
    )
    return f'<table class="facts" width="100%" cellspacing="0" cellpadding="3">{lines}</table>' if lines else ""


def stacked(html: str) -> str:
    """A page whose tables of facts have each name above what it names, for where there is little width."""
    return WIDTH.sub(' class="name"', html.replace(BESIDE, BELOW))


def words_of(html: str) -> set[str]:
    """The words of a page, inside which no line should break; web addresses may."""
    return {word for word in BREAKS.split(unescape(TAG.sub(" ", html))) if not ADDRESS.search(word)}


def box(kind: str, heading: str, body: str) -> str:
    """A coloured box (``flag``, ``care``, ``note``); nothing where there is no body."""
    if not body:
        return ""
    return (
        f'<table class="{kind}" width="100%" cellspacing="0" cellpadding="0"><tr><td class="{kind}-edge" width="5"></td>'
        f'<td class="{kind}-body"><p class="{kind}-head">{escape(heading)}</p>{body}</td></tr></table>'
    )
