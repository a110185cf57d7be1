"""Copies of the project's own files that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy_files", "spoil"]


def copy_files(folder: Path, into: Path) -> Path:
    """The YAML files of `knowledge` or `rules` in a folder of the same name."""
    copied = into / folder.name
    shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copied


def spoil(path: Path, old: str, new: str) -> None:
    """Replaces a passage, once. It has to be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
