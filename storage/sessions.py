"""Saved questionnaires: one case file a session, in a folder of this machine that only its owner can read.

Nothing is saved unless it is asked for, and nothing leaves the machine. A session is a case file like any other; beside it
stands which steps were ticked off on the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from glob import escape
from pathlib import Path
from typing import Any

from knowledge.clock import CHINA
from knowledge.errors import CaseError, Fault
from knowledge.handed_in import read_document
from knowledge.library import Knowledge
from storage.files import check_writable, draft_of, write_private
from storage.kept import KeptElsewhereError, KeptFile

__all__ = ["Session", "Sessions"]

NAME = re.compile(r"\w[\w-]{0,39}")
ENDING, SET_ASIDE, TICKED = ".yaml", ".old", ".ticks"
DONE = "done"


@dataclass(frozen=True)
class Session:
    """A saved case: its name, the day of the last change, and its answers; or why they cannot be read."""

    name: str
    changed: date
    data: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


class Sessions:
    """The sessions in one folder. Raises CaseError for a name that is none, or that no session has."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self.folder, self.knowledge = folder, knowledge

    def all(self) -> list[Session]:
        """Every session, by name; those that cannot be read among them, with the reason."""
        return [self._read(path) for path in self._files()]

    def find(self, name: str) -> Session | None:
        return self.get(name) if self.path(name).exists() else None

    def get(self, name: str) -> Session:
        """Raises CaseError for one that cannot be read, OSError for a file that cannot be opened."""
        path = self.path(name)
        if not path.exists():
            raise self._fault("no-session", name)
        found = self._read(path)
        if found.faults:
            raise CaseError(found.faults)
        return found

    def make_room(self, name: str) -> KeptFile:
        """Where the session is to be kept, in a folder that is its owner's alone. Raises OSError where it could not be."""
        path = self.path(name)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_writable(path)
        return KeptFile(path)

    def open(self, name: str) -> tuple[KeptFile, Session]:
        """Where the session is kept, and what it holds. Raises as `get` does."""
        kept = KeptFile(self.path(name))
        return kept, self.get(name)

    def begin(self, name: str, data: Mapping[str, Any]) -> KeptFile:
        """A new session with these answers. Raises KeptElsewhereError where one of this name is there; OSError."""
        kept = self.make_room(name)
        if kept.path.exists():
            raise KeptElsewhereError(kept.path)
        kept.write(data)
        return kept

    def ticked(self, name: str) -> frozenset[str]:
        """The steps that are ticked off in the session; none where nothing that can be read is kept of them."""
        path = self.path(name).with_suffix(TICKED)
        try:
            data = read_document(path.read_bytes(), path.name, self.knowledge.wording).data
        except OSError:
            return frozenset()
        steps = data.get(DONE) if isinstance(data, Mapping) else None
        return frozenset(step for step in steps if isinstance(step, str)) if isinstance(steps, list) else frozenset()

    def tick(self, name: str, steps: Collection[str]) -> None:
        """Keeps which steps are ticked off, beside the answers: a case file holds none. Raises OSError."""
        path = self.path(name).with_suffix(TICKED)
        if steps:
            write_private({DONE: sorted(steps)}, path)
        else:
            path.unlink(missing_ok=True)

    def set_aside(self, name: str) -> Path:
        """A copy of the session as it is, before answers that no longer fit are asked again."""
        path = self.path(name)
        copy = path.with_suffix(SET_ASIDE)
        write_private(self.get(name).data, copy)
        return copy

    def delete(self, name: str) -> None:
        """Also one that cannot be read, or whose file was named by somebody else."""
        path = next((file for file in self._files() if file.stem == name), None)
        if path is None:
            self.path(name)
            raise self._fault("no-session", name)
        path.unlink()
        beside = (path.with_suffix(SET_ASIDE), path.with_suffix(TICKED))
        drafts = (draft for held in (path, beside[1]) for draft in self.folder.glob(f"{escape(draft_of(held))}*"))
        for file in (*beside, *drafts):
            file.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise self._fault("session-name", name)
        return self.folder / f"{name}{ENDING}"

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{ENDING}"))

    def _read(self, path: Path) -> Session:
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, CHINA).date()
            document = read_document(path.read_bytes(), path.name, self.knowledge.wording)
        except (OSError, OverflowError, ValueError) as error:
            told = self.knowledge.wording["fault-no-file"].filled(reason=getattr(error, "strerror", None) or error)
            return Session(path.stem, date.min, {}, (Fault.told(path.name, told),))
        if document.faults:
            return Session(path.stem, changed, {}, document.faults)
        if not isinstance(document.data, Mapping | None):
            return Session(path.stem, changed, {}, (Fault.told(path.name, self.knowledge.wording["fault-no-mapping"]),))
        return Session(path.stem, changed, document.data or {})

    def _fault(self, kind: str, name: str) -> CaseError:
        return CaseError([Fault.told("session", self.knowledge.wording[f"fault-{kind}"].filled(name=name[:60]), kind)])
