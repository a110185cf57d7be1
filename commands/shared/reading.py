"""What a command names → what it means: a file → its data, a case; the knowledge; the day. Batches: `batches.py`."""

from __future__ import annotations

import gc
import sys
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from knowledge.clock import today
from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.case import Case
    from knowledge.loader import Document

__all__ = ["READ_AT_MOST", "STDIN", "load_adviser", "name_of", "opened", "read_case", "read_document", "today", "whole"]

READ_AT_MOST = 4_000_001
STDIN = "-"


def load_adviser() -> Adviser:
    """The adviser on our own files, of this process; what durable_rules answers to the examples of the rules is kept for it.

    The engine is imported here, so that no help text waits for it.
    """
    import engine.adviser
    from engine.findings.answered import can_be_kept, keep_answers, recall_answers

    adviser = engine.adviser.load_adviser()
    if not recall_answers(adviser.engine) and can_be_kept(adviser.engine):
        keep_answers(adviser.engine, adviser.likely(today()))
    gc.freeze()  # it lives as long as the command: looking through it again costs 20 ms a time
    return adviser


def read_case(adviser: Adviser, case_file: str) -> Case:
    """Raises CaseError with every fault of the case, its file and line; OSError for a file that cannot be opened."""
    document = read_document(adviser, case_file)
    try:
        return adviser.read(document.data, today())
    except CaseError as error:
        raise error.within(document.name, document.line_of) from error


def read_document(adviser: Adviser, case_file: str) -> Document:
    """What is in a case file. Raises CaseError for what is no YAML or JSON, OSError for what cannot be opened."""
    return whole(adviser, _bytes(case_file), name_of(case_file))


def whole(adviser: Adviser, raw: bytes, name: str) -> Document:
    """Raises CaseError for bytes that hold no document."""
    from knowledge.handed_in import read_document as parse

    wording = adviser.knowledge.wording
    document = parse(raw, name, wording)
    if document.faults:
        raise CaseError(document.faults)
    if document.data is None:
        raise CaseError([Fault.told(name, wording["fault-empty"], "empty")])
    return document


def _bytes(path: str) -> bytes:
    """No more than can be a case; `-` is standard input, and a closed one is empty."""
    if path == STDIN:
        return sys.stdin.buffer.read(READ_AT_MOST) if sys.stdin else b""
    try:
        with Path(path).open("rb") as file:
            return file.read(READ_AT_MOST)
    except OSError as error:
        error.filename = path or '""'
        raise


def opened(stack: ExitStack, path: str) -> IO[bytes]:
    """A file, or standard input, which is empty where it is closed. Raises OSError."""
    if path != STDIN:
        return stack.enter_context(Path(path).open("rb"))
    return sys.stdin.buffer if sys.stdin else BytesIO()


def name_of(path: str) -> str:
    return "stdin" if path == STDIN else Path(path).name
