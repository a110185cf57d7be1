"""Two names that are compared → the sides they stand for: days, wallets, folders of the project, git revisions."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared.options import DAY
from commands.shared.reading import today
from knowledge.errors import CaseError, Fault, KnowledgeError, need

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.analysis import Side

__all__ = ["read_sides", "read_version"]

NOT_OF_THIS_PROGRAM = {
    "zh": "它的文件和这一版程序不合（{n} 处）；第一处：{first}",
    "en": "its files do not fit this version of the program ({n} faults); the first: {first}",
}


def read_sides(adviser: Adviser, names: tuple[str, str], issue: str | None) -> tuple[Side, Side]:
    """What the names stand for: a day, a wallet, a folder with `knowledge` and `rules`, else a git revision."""
    need("issue", issue, adviser.knowledge.issues)
    before, after = (_side(adviser, name, issue) for name in names)
    return before, after


def _side(adviser: Adviser, name: str, issue: str | None) -> Side:
    from engine.analysis import Side
    from knowledge.models import Text

    label = Text(zh=name or " ", en=name or " ")
    if name in adviser.knowledge.providers:
        return Side(adviser.knowledge.providers[name].name, adviser, today(), name, issue)
    if day := _day(name):
        return Side(label, adviser, day, None, issue)
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


def _day(name: str) -> date | None:
    """None where it is no date; a date that cannot be worked with is refused as one."""
    try:
        date.fromisoformat(name)
    except ValueError:
        return None
    found: date = DAY.convert(name, None, None).date()
    return found


def _adviser_of(name: str, folder: Path) -> Adviser:
    from engine.adviser import load_adviser
    from knowledge.models import Text

    try:
        return load_adviser(folder / "knowledge", folder / "rules")
    except KnowledgeError as error:
        first, *rest = error.faults
        told = Text(**NOT_OF_THIS_PROGRAM).filled(n=len(rest) + 1, first=first)
        raise CaseError([Fault.told(name, told)]) from error
