"""No pattern of ours can be made to take minutes: by no long row of the signs that it is about."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.test_contracts import modules, parse

LONG = 1_000
SECONDS = 1.0
"""of processor time, for one row"""
SIGNS = " \n\ta0.-,/一十元月日:("


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _patterns() -> Iterator[Any]:
    """Every pattern that a module keeps, and every one that it hands to `re` under a name or as it stands."""
    for path in modules():
        calls = [
            node
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
        ]
        if not calls:
            continue
        module = import_module(_name(path))
        kept = {
            found for found in vars(module).values() if isinstance(found, re.Pattern) and isinstance(found.pattern, str)
        }
        for call in (call for call in calls if call.args):
            text = getattr(module, ast.unparse(call.args[0]), None)
            text = call.args[0].value if isinstance(call.args[0], ast.Constant) else text
            if isinstance(text, str) and ast.unparse(call.func) != "re.escape":
                kept.add(re.compile(text))
        yield from (
            pytest.param(pattern, id=f"{_name(path)}-{number}") for number, pattern in enumerate(sorted(kept, key=repr))
        )


PATTERNS = list(_patterns())


def _rows(pattern: re.Pattern[str]) -> list[str]:
    """Rows of one sign or two in turn, which the pattern is about or which are common, that end as it does not expect."""
    own = sorted(set(re.sub(r"\(\?P<\w+>|[\\\[\](){}|?*+^$]", "", pattern.pattern)))[:12]
    signs = dict.fromkeys([*SIGNS, *own])
    return [
        pair * (LONG // len(pair)) + end for pair in (*signs, *map("".join, product(" 1a", own))) for end in ("", "\0")
    ]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_takes_long(pattern: re.Pattern[str]) -> None:
    """Looked for and fitted whole, on rows of a thousand signs."""
    last = ""

    def too_long(*_: object) -> None:
        raise TimeoutError(repr(last[:10]))

    before = signal.signal(signal.SIGPROF, too_long)
    try:
        for last in _rows(pattern):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            pattern.fullmatch(last)
            pattern.search(last)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_the_patterns_are_found() -> None:
    """The search above looks at something: the patterns by which sums and days are read are among them."""
    ids = {str(param.id).rpartition("-")[0] for param in PATTERNS}
    assert {"engine.interview.told_sum", "engine.days.chinese_day", "knowledge.handed_in", "engine.case.forms"} <= ids
