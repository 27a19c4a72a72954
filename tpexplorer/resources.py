"""The one door to the files that ship with the app."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tpexplorer.errors import AssetError

PACKAGE = Path(__file__).resolve().parent
SUMS_FILE, SYNONYMS_FILE = "SHA256SUMS", "data/synonyms.json"


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
    try:
        there = path.is_file()
    except OSError as error:  # a folder on the way is barred
        raise AssetError(f"The file {path} cannot be read ({error.strerror}). Reinstall TPExplorer to restore it.") from error
    if not there:
        raise AssetError(f"The file {path.name} is missing from {path.parent}. Reinstall TPExplorer to restore it.")
    return path


def read_asset(name: str, root: Path | None = None) -> bytes:
    """A shipped file's bytes, proved to be those it was made with; AssetError where it is missing or has changed since."""
    path = asset(name, root)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(path, error) from error
    if _sums(root).get(name) != hashlib.sha256(data).hexdigest():
        raise damaged(path, "it is not as it was made")
    return data


def asset_text(name: str, root: Path | None = None) -> str:
    """A shipped text, UTF-8; AssetError where it is missing or not that."""
    path = asset(name, root)
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(path, error) from error


def read_arrays(name: str, root: Path | None = None) -> dict[str, npt.NDArray[Any]]:
    """All arrays of a shipped ``.npz`` file; AssetError says that it is damaged and what to do."""
    data = read_asset(name, root)
    try:
        with np.load(io.BytesIO(data)) as archive:
            return dict(archive)
    except (OSError, KeyError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(asset(name, root), error) from error


def seal(names: Iterable[str], root: Path | None = None) -> None:
    """Note the digests of files that have just been made, in a table that ``sha256sum -c`` understands too."""
    base = root or assets_dir()
    sums = _sums(root) if (base / SUMS_FILE).is_file() else {}
    sums |= {name: hashlib.sha256((base / name).read_bytes()).hexdigest() for name in names}
    (base / SUMS_FILE).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), "utf-8", newline="\n")


def _sums(root: Path | None) -> dict[str, str]:
    """The digest of every shipped file that is compiled, by its name."""
    lines = asset_text(SUMS_FILE, root).splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def damaged(path: Path, why: object) -> AssetError:
    """The sentence for a file that ships with the app and does not read as it should."""
    made = "" if (PACKAGE / "assets").is_dir() else "; in a source tree, where its records were changed, run 'make atlas'"
    return AssetError(f"The file {path} is damaged ({why}). Reinstall TPExplorer to restore it{made}.")
