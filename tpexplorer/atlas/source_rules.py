"""What a source may not be: a copy on a file-sharing site, a year its address denies, the same work twice."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from urllib.parse import urlsplit

from tpexplorer.atlas.schema import Source

# Sites where people put up what is not theirs; a source is linked at its publisher's, or not at all.
COPIES = re.compile(
    r"(^|\.)(academia|aneskey|basicmedicalkey|clinicalpub|coek|coursehero|daneshyari|doc4pdf|docplayer|docshare|docslib|doczz|dokumen"
    r"|epdf|fdocuments?|issuu|kipdf|kupdf|metajournal|musculoskeletalkey|neupsykey|pdfcoffee|pdffox|pdfslide|quizgecko"
    r"|quizlet|readkong|readonlinefree|sci-hub|scribd|silo|slideplayer|slideshare|studocu|studylib(es)?|studyres|thoracickey"
    r"|vdocuments?|vdoc|wixlib|yumpu|zendy|5y1|1library|iiab|researcher|libgen|z-lib|b-ok)\.[a-z.]+$"
)
DOI = re.compile(r"\b10\.\d{4,9}/\S+")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A paper appears online in one year and in print in the next.
YEARS_APART = 1


def source_problems(sources: Mapping[str, Source], muscles: Container[str]) -> Iterator[str]:
    """Every fault of every source, as ``id.field: what is wrong``."""
    works: dict[str, str] = {}
    for name, source in sources.items():
        host = urlsplit(source.url).hostname or ""
        if COPIES.search(host):
            yield f"{name}.url: '{host}' holds copies; link to the publisher, or write no url"
        yield from _wrong_year(name, source)
        for number, muscle in enumerate(source.tested_muscles):
            if muscle not in muscles:
                yield f"{name}.tested_muscles[{number}]: there is no muscle '{muscle}'"
        for work in _works(source):
            if works.setdefault(work, name) != name:
                yield f"{name}: the same work as '{works[work]}'; keep one of them"


def _wrong_year(name: str, source: Source) -> Iterator[str]:
    if source.year is None:
        return
    doi = DOI.search(source.url)
    # In a DOI only a year between dots is one; the rest are numbers of journals and pages.
    in_doi = re.findall(r"[./]((?:19|20)\d\d)\.", doi[0]) if doi else []
    for told, years in (("its id", YEAR.findall(name)), ("its DOI", in_doi)):
        if years and min(abs(int(year) - source.year) for year in years) > YEARS_APART:
            yield f"{name}.year: {source.year}, but {told} says {years[0]}"


def _works(source: Source) -> Iterator[str]:
    """What makes a source the same as another: its address, or a title that is not a mere topic."""
    if source.url:
        yield re.sub(r"^https?://(www\.|dx\.)?|/$", "", source.url).casefold()
    title = " ".join(re.findall(r"\w+", source.title.casefold()))
    yield f"{title} · {source.publisher.casefold()}" if len(title.split()) < 6 else title
