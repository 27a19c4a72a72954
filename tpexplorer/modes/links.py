"""Links between pages: ``point/infraspinatus.1@left``; in HTML they carry the scheme ``tp:``."""

from __future__ import annotations

from html import escape

SCHEME = "tp:"


def link_to(kind: str, id_: str) -> str:
    """The link of a record."""
    return f"{kind}/{id_}"


def split_link(link: str) -> tuple[str, str]:
    """The kind and the id of a link, with or without its scheme; pages like ``start`` have no id."""
    kind, _, id_ = link.removeprefix(SCHEME).partition("/")
    return kind, id_


def is_web(link: str) -> bool:
    """Whether a link leaves the atlas for the web; nothing else is ever opened outside."""
    return link.startswith(("https://", "http://"))


def anchor(link: str, text: str, style: str = "") -> str:
    """An HTML link with escaped text."""
    target = link if is_web(link) else SCHEME + link.removeprefix(SCHEME)
    named = f' class="{style}"' if style else ""
    return f'<a{named} href="{escape(target, quote=True)}">{escape(text)}</a>'
