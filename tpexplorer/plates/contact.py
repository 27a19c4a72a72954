"""Contact sheets: labelled plates, several to a page, for a person to look through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from tpexplorer.plates.plate import font

TILE = (460, 460)
COLUMNS, ROWS = 4, 3


class ContactSheet:
    """Collects plates and writes them as pages ``<name>-01.png``, …"""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._tiles: list[tuple[Image.Image, str]] = []

    def add(self, plate: Image.Image, label: str) -> None:
        """One more plate with its label."""
        self._tiles.append((plate, label))

    def pages(self) -> Iterator[Image.Image]:
        """The pages, in order."""
        for first in range(0, len(self._tiles), COLUMNS * ROWS):
            tiles = self._tiles[first : first + COLUMNS * ROWS]
            rows = -(-len(tiles) // COLUMNS)
            page = Image.new("RGB", (COLUMNS * TILE[0], rows * (TILE[1] + 22)), "white")
            pen = ImageDraw.Draw(page)
            for number, (plate, label) in enumerate(tiles):
                x, y = number % COLUMNS * TILE[0], number // COLUMNS * (TILE[1] + 22)
                page.paste(plate.resize(TILE, Image.Resampling.LANCZOS) if plate.size != TILE else plate, (x, y + 22))
                pen.text((x + 6, y + 11), _fitted(label, TILE[0] - 12), "black", font(14), anchor="lm")
            yield page

    def save(self) -> list[Path]:
        """Write the pages and return their paths."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob(f"{self.name}-[0-9][0-9].png"):
            old.unlink()
        paths = []
        for number, page in enumerate(self.pages(), 1):
            paths.append(self.folder / f"{self.name}-{number:02}.png")
            page.save(paths[-1])
        return paths


def _fitted(label: str, width: float) -> str:
    letters = font(14)
    if letters.getlength(label) <= width:
        return label
    while label and letters.getlength(label + "…") > width:
        label = label[:-1]
    return label + "…"
