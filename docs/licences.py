"""Writes `licences.csv`: what every locked package says of its licence. Run: `python docs/licences.py` in the environment of the tests."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.csv"
LOCKED = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))?(?: \\)?$", re.MULTILINE)
MIT = "Permission is hereby granted, free of charge"
ELSEWHERE = "not installed here"
HEAD = "package,version,licence\n"
LOCKS = ("requirements.lock", "requirements-extras.lock")


def locked() -> list[tuple[str, str, str]]:
    """Name, version, and on which systems (empty: on all)."""
    return [entry for lock in LOCKS for entry in LOCKED.findall((ROOT / lock).read_text(encoding="utf-8"))]


def licence(name: str) -> str | None:
    """As its metadata have it, or else the first line of the file of its licence; None where it is not installed."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    told = found.metadata.get_all("Classifier") or []
    classes = [item.rpartition(" :: ")[2] for item in told if item.startswith("License :: ")]
    files = [file for file in found.files or () if re.search(r"LICEN[CS]E|COPYING", file.name, re.IGNORECASE)]
    texts = [found.locate_file(file).read_text(encoding="utf-8", errors="replace") for file in files]  # type: ignore[union-attr]
    first = next((line.strip() for text in texts for line in text.splitlines() if line.strip()), "")
    first = "MIT, by its text" if any(MIT in text for text in texts) else first
    written = (found.metadata.get("License") or "").strip().split("\n")[0]
    return found.metadata.get("License-Expression") or "; ".join(classes) or written or first or "says nothing"


def page() -> str:
    """The page as it has to be."""
    lines = []
    for name, version, where in locked():
        told = licence(name)
        lines.append(f"{name},{version},{(told or f'{ELSEWHERE} ({where.strip()})').replace(',', ';')}")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
