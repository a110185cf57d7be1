"""A long list of results → two files, and a third that says how far they reach, so that a run that was killed goes on.

Whatever was written after the last entry of the journal is cut off when the run goes on: nothing stands there twice, and
nothing is left out. The files are their owner's alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import CaseError, Fault
from knowledge.models import Text
from storage.files import OWNER_ONLY, check_writable, write_private_text

__all__ = ["THERE", "Journal"]

THERE = Text(
    zh="已经有了：用 --resume 接着做，或换一个文件名", en="is there already: go on with --resume, or name another file"
)
OTHER = Text(
    zh="是用别的输入、选项或知识文件做的，接不上：换一个文件名重新做",
    en="was made of another input, with other options or other knowledge: name another file and begin again",
)


class Journal:
    """Where a run has got to. `order` tells what the run is of: one made of something else is not gone on with."""

    def __init__(self, out: Path, bad: Path, order: str) -> None:
        self.out, self.bad, self.order = out, bad, order
        self.path = out.with_name(f"{out.name}.progress")
        self.records = 0
        """records of the input that are done"""
        self.state: Any = None
        """what was counted of them"""

    def begin(self, resume: bool, header: str | None = None) -> None:
        """Opens both files. Raises CaseError where they are there already, or were made of something else; OSError."""
        if resume and self.path.exists():
            self._go_on()
            return
        for path in (self.out, self.bad):
            if path.exists():
                raise CaseError([Fault.told(str(path), THERE)])
            check_writable(path)
        self._out, self._bad = _opened(self.out), _opened(self.bad)
        self.commit([header] if header is not None else [], [], 0, None)

    def _go_on(self) -> None:
        told = json.loads(self.path.read_text(encoding="utf-8"))
        if told["order"] != self.order:
            raise CaseError([Fault.told(str(self.out), OTHER)])
        self.records, self.state = told["records"], told["state"]
        self._out, self._bad = _opened(self.out, told["out"]), _opened(self.bad, told["bad"])

    def commit(self, answered: Sequence[str], bad: Sequence[str], records: int, state: Any) -> None:
        """Adds the lines to both files; once they are on the disk, the journal says so."""
        self.records, self.state = self.records + records, state
        ends = [_add(file, lines) for file, lines in ((self._out, answered), (self._bad, bad))]
        told = {"order": self.order, "records": self.records, "out": ends[0], "bad": ends[1], "state": state}
        write_private_text(json.dumps(told), self.path)

    def close(self) -> None:
        """The run may go on later."""
        os.close(self._out)
        os.close(self._bad)

    def finish(self) -> None:
        """The run is done: no journal is left, and no file of bad records where there were none."""
        empty = not os.fstat(self._bad).st_size
        self.close()
        self.path.unlink()
        if empty:
            self.bad.unlink()


def _opened(path: Path, end: int = 0) -> int:
    """The file, cut off there, to be written on."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    os.truncate(file, end)
    os.lseek(file, end, os.SEEK_SET)
    return file


def _add(file: int, lines: Sequence[str]) -> int:
    """Writes the lines; where the file ends now, in bytes."""
    content = "".join(f"{line}\n" for line in lines).encode()
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)
    return os.lseek(file, 0, os.SEEK_CUR)
