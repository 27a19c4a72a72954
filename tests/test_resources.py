"""The one door to the shipped files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpexplorer.errors import AssetError
from tpexplorer.resources import asset, assets_dir


def test_the_body_is_where_the_door_says() -> None:
    assert asset("models/body.npz").is_file()
    assert asset("models/body.npz").is_relative_to(assets_dir().resolve())


@pytest.mark.parametrize("name", ["../pyproject.toml", "data/../../README.md", "/etc/hostname"])
def test_the_door_leads_nowhere_else(name: str) -> None:
    with pytest.raises(AssetError, match="outside the assets folder"):
        asset(name)


def test_a_missing_file_is_told_by_name_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"body\.npz is missing .* Reinstall TPExplorer"):
        asset("models/body.npz", tmp_path)


def test_a_way_that_is_barred_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def barred(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", barred)
    with pytest.raises(AssetError, match=r"body\.npz cannot be read \(Permission denied\)\. Reinstall TPExplorer"):
        asset("models/body.npz", tmp_path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    with pytest.raises(AssetError, match="missing"):
        asset("models", tmp_path)
