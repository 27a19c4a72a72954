"""The one door to the files that ship with the app."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tpexplorer.errors import AssetError

PACKAGE = Path(__file__).resolve().parent


def assets_dir() -> Path:
    """The assets folder: inside the installed package, or beside it in a source tree."""
    inside = PACKAGE / "assets"
    return inside if inside.is_dir() else PACKAGE.parent / "assets"


def asset(name: str, root: Path | None = None) -> Path:
    """The path of a shipped file such as ``models/body.npz``; `root` stands in for the assets folder.

    Raises AssetError when it is missing, or when `name` would leave the folder.
    """
    base = (root or assets_dir()).resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise AssetError(f"'{name}' lies outside the assets folder and was not opened.")
    if not path.is_file():
        raise AssetError(f"The file {path.name} is missing from {path.parent}. Reinstall TPExplorer to restore it.")
    return path


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """All arrays of an ``.npz`` file; AssetError says that it is damaged and what to do."""
    try:
        # numpy leaves the file open when it is no archive; this closes it in any case.
        with path.open("rb") as file, np.load(file) as archive:
            return dict(archive)
    except (OSError, KeyError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> AssetError:
    """The sentence for a file that ships with the app and does not read as it should."""
    return AssetError(f"The file {path} is damaged ({error}). Reinstall TPExplorer to restore it.")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what was there before stays where that fails (OSError)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
