"""The page on what can be relied on: every command and test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "assurance.md").read_text(encoding="utf-8")
TWIN = (ROOT / "docs" / "assurance.zh-CN.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"`(?:python|\./recourse test) ([^`]+)`", PAGE)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/\w+\.py::\w+)`", PAGE))))
def test_every_test_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_file_is_there() -> None:
    """Of commands and of what is named beside them; the options of a command are its own."""
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        script, *rest = command.split()
        text = (ROOT / script).read_text(encoding="utf-8")
        assert all(f'"{option}"' in text for option in rest if option.startswith("--")), command
    for name in re.findall(r"`((?:tests|benchmarks|findings|docs|\.github)/[\w./-]+\.\w+)`", PAGE):
        assert (ROOT / name).exists(), name


def test_both_languages_name_the_same_commands() -> None:
    assert set(re.findall(r"`((?:python|\./recourse test) [^`]+)`", TWIN)) == set(
        re.findall(r"`((?:python|\./recourse test) [^`]+)`", PAGE)
    )


def test_no_figure_is_left_out() -> None:
    """Every row of what was measured says when, and what it came to."""
    rows = [line for line in PAGE.split("## How")[0].splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) == 12
    assert all(re.search(r"\| 20\d\d-\d\d-\d\d: .+ \|$", row) for row in rows)
