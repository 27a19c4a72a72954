"""A name beside its marker: in the picture, off the marker, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Callable

BESIDE_PX, ABOVE_PX, EDGE_PX = 14.0, 12.0, 2.0
Box = tuple[float, float, float, float]


def places(x: float, y: float, size: tuple[float, float], picture: tuple[float, float]) -> list[Box]:
    """Where (left, top, width, height) a label may stand about the marker at (x, y): right, left, above, below.

    Near the picture's edge it slides along the marker, off which it keeps; what does not fit even so is left out.
    """
    (w, h), (width, height) = size, picture
    if not (0 <= x <= width and 0 <= y <= height):
        return []
    across, along = _within(x - w / 2, w, width), _within(y - h / 2, h, height)
    corners = ((x + BESIDE_PX, along), (x - BESIDE_PX - w, along), (across, y - h - ABOVE_PX), (across, y + ABOVE_PX))
    return [(left, top, w, h) for left, top in corners if _fits(left, w, width) and _fits(top, h, height)]


def most(picture: tuple[float, float]) -> tuple[float, float]:
    """How large a label may be so that there is a place for it wherever its marker is in the picture."""
    width, height = picture
    return width - 2 * EDGE_PX, height / 2 - ABOVE_PX - EDGE_PX


def in_lines(text: str, advance: Callable[[str], float], width: float, lines: int) -> list[str]:
    """A text broken between words into lines no wider than `width` by `advance`; what is too much ends in an ellipsis."""
    broken: list[str] = []
    for part in text.split("\n"):
        broken.append("")
        for word in part.split(" "):
            longer = f"{broken[-1]} {word}".lstrip()
            if broken[-1] and advance(longer) > width:
                broken.append(word)
            else:
                broken[-1] = longer
    kept = broken[: max(lines, 1)]
    if len(kept) < len(broken):
        kept[-1] += "…"
    return [_cut(line, advance, width) for line in kept]


def _cut(line: str, advance: Callable[[str], float], width: float) -> str:
    if advance(line) <= width:
        return line
    return next((f"{line[:end]}…" for end in range(len(line) - 1, 0, -1) if advance(f"{line[:end]}…") <= width), "…")


def _within(start: float, length: float, whole: float) -> float:
    return max(EDGE_PX, min(start, whole - EDGE_PX - length))


def _fits(start: float, length: float, whole: float) -> bool:
    return start >= EDGE_PX and start + length <= whole - EDGE_PX
