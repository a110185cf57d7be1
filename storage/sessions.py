"""Saved questionnaires: one case file a session, in a folder of this machine that only its owner can read.

Nothing is saved unless it is asked for, and nothing leaves the machine. A session is a case file like any other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.errors import CaseError, Fault
from knowledge.library import Knowledge
from knowledge.loader import parse_yaml, write_yaml

__all__ = ["Session", "Sessions", "write_private", "write_private_text"]

NAME = re.compile(r"\w[\w-]{0,39}")
ENDING = ".yaml"
HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Session:
    """A saved case: its name, the day of the last change, and its answers."""

    name: str
    changed: date
    data: Mapping[str, Any]


class Sessions:
    """The sessions in one folder. Raises CaseError for a name that is none, or that no session has."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self.folder, self.knowledge = folder, knowledge

    def all(self) -> list[Session]:
        """Every session, by name."""
        return [self.get(path.stem) for path in sorted(self.folder.glob(f"*{ENDING}"))]

    def find(self, name: str) -> Session | None:
        return self.get(name) if self.path(name).exists() else None

    def get(self, name: str) -> Session:
        path = self.path(name)
        if not path.exists():
            raise self._fault("no-session", name)
        document = parse_yaml(path.read_text(encoding="utf-8"), path.name)
        if document.faults:
            raise CaseError(document.faults)
        if not isinstance(document.data, Mapping | None):
            raise self._fault("no-mapping", name)
        return Session(name, datetime.fromtimestamp(path.stat().st_mtime, HERE).date(), document.data or {})

    def save(self, name: str, data: Mapping[str, Any]) -> Path:
        """Writes the answers; the folder is made for its owner alone."""
        path = self.path(name)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(data, path)
        return path

    def delete(self, name: str) -> None:
        self.get(name)
        self.path(name).unlink()

    def path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise self._fault("session-name", name)
        return self.folder / f"{name}{ENDING}"

    def _fault(self, kind: str, name: str) -> CaseError:
        return CaseError([Fault.told("session", self.knowledge.wording[f"fault-{kind}"].filled(name=name[:60]))])


def write_private(data: Mapping[str, Any], path: Path) -> None:
    """A case file that only its owner can read."""
    write_private_text(write_yaml(data), path)


def write_private_text(text: str, path: Path) -> None:
    """A file that only its owner can read; the old one stays whole until the new one is."""
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.chmod(0o600)
    draft.replace(path)
