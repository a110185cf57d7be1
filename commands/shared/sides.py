"""Two names that are compared → the sides they stand for: days, wallets, folders of the project, git revisions."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared.options import DAY
from commands.shared.reading import today
from knowledge.errors import near_names

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.analysis import Side

__all__ = ["read_sides"]


def read_sides(adviser: Adviser, names: tuple[str, str], issue: str | None) -> tuple[Side, Side]:
    """What the names stand for: a day, a wallet, a folder with `knowledge` and `rules`, else a git revision."""
    if issue and issue not in adviser.knowledge.issues:
        raise near_names("issue", issue, adviser.knowledge.issues)
    before, after = (_side(adviser, name, issue) for name in names)
    return before, after


def _side(adviser: Adviser, name: str, issue: str | None) -> Side:
    from engine.analysis import Side
    from knowledge.models import Text
    from knowledge.versions import check_out

    label = Text(zh=name or " ", en=name or " ")
    if name in adviser.knowledge.providers:
        return Side(adviser.knowledge.providers[name].name, adviser, today(), name, issue)
    if day := _day(name):
        return Side(label, adviser, day, None, issue)
    if Path(name, "knowledge").is_dir():
        return Side(label, _adviser_of(Path(name)), today(), None, issue)
    with tempfile.TemporaryDirectory() as folder:
        check_out(name, Path(folder))
        return Side(label, _adviser_of(Path(folder)), today(), None, issue)


def _day(name: str) -> date | None:
    """None where it is no date; a date that cannot be worked with is refused as one."""
    try:
        date.fromisoformat(name)
    except ValueError:
        return None
    found: date = DAY.convert(name, None, None).date()
    return found


def _adviser_of(folder: Path) -> Adviser:
    from engine.adviser import load_adviser

    return load_adviser(folder / "knowledge", folder / "rules")
