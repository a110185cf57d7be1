"""Two names that are compared → the sides they stand for: days, wallets, folders of the project, git revisions."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared.reading import today
from knowledge.errors import CaseError, Fault, KnowledgeError, near_names

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.analysis import Side

__all__ = ["read_sides", "read_version"]


def read_sides(adviser: Adviser, names: tuple[str, str], issue: str | None) -> tuple[Side, Side]:
    """What the names stand for: a day, a wallet, a folder with `knowledge` and `rules`, else a git revision."""
    if issue and issue not in adviser.knowledge.issues:
        raise near_names("issue", issue, adviser.knowledge.issues)
    before, after = (_side(adviser, name, issue) for name in names)
    return before, after


def _side(adviser: Adviser, name: str, issue: str | None) -> Side:
    from engine.analysis import Side
    from knowledge.models import Text

    label = Text(zh=name or " ", en=name or " ")
    if name in adviser.knowledge.providers:
        return Side(adviser.knowledge.providers[name].name, adviser, today(), name, issue)
    try:
        return Side(label, adviser, date.fromisoformat(name), None, issue)
    except ValueError:
        pass
    return Side(label, read_version(name), today(), None, issue)


def read_version(name: str) -> Adviser:
    """The adviser on a folder with `knowledge` and `rules`, else on a git revision.

    Raises CaseError for neither, and for files that the shapes of this version do not fit.
    """
    from knowledge.versions import check_out

    if Path(name, "knowledge").is_dir():
        return _adviser_of(name, Path(name))
    with tempfile.TemporaryDirectory() as folder:
        check_out(name, Path(folder))
        return _adviser_of(name, Path(folder))


def _adviser_of(name: str, folder: Path) -> Adviser:
    from engine.adviser import load_adviser

    try:
        return load_adviser(folder / "knowledge", folder / "rules")
    except KnowledgeError as error:
        first, *rest = error.faults
        told = f"its files do not fit this version of the program ({len(rest) + 1} faults); the first: {first}"
        raise CaseError([Fault(name, 0, told)]) from error
