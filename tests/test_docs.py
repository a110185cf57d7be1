"""Pages in `docs/` that walk through something: every command is run, and prints what stands below it. And every page: its
first screen, its links, its tables.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.test_cli import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
WALKED = [page for page in PAGES if "```sh\n" in page.read_text(encoding="utf-8")]
"""those that show commands with what they print"""
BLOCK = re.compile(r"```(sh|text)\n(.*?)```\n", re.DOTALL)
ANYTHING = "…\n"
"""stands for lines that depend on the day"""


READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
MARKDOWN = sorted(path for path in ROOT.glob("**/*.md") if not path.relative_to(ROOT).parts[0].startswith("."))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"```.*?```", re.DOTALL)


def _run(commands: str, old: Path) -> str:
    """What the commands print, with the program of this checkout."""
    program = f"{shlex.quote(sys.executable)} cli.py"
    done = subprocess.run(
        ["bash", "-c", commands.replace("./recourse", program)],
        cwd=ROOT,
        env={**os.environ, "OLD": str(old), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.stderr == "", (commands, done.stderr)
    return done.stdout


def _agrees(told: str, printed: str) -> bool:
    pattern = "".join(r"(?s:.*\n)" if line == ANYTHING else re.escape(line) for line in told.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize("page", WALKED, ids=lambda path: path.name)
def test_a_page_says_what_its_commands_print(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every command of the page, in order, prints exactly what stands below it; none stands there without output."""
    text = page.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert [block[1] for block in blocks] == ["sh", "text"] * (len(blocks) // 2)
    assert len(blocks) >= 2
    renewed, end = [], 0
    for commands, told in pairwise(blocks):
        if commands[1] != "sh":
            continue
        printed = _run(commands[2], tmp_path / "old")
        assert printed
        if request.config.getoption("--renew") and told[2] != ANYTHING:
            renewed += [text[end : told.start(2)], printed]
            end = told.end(2)
        else:
            assert _agrees(told[2], printed), printed
    if renewed:
        page.write_text("".join([*renewed, text[end:]]), encoding="utf-8")


def test_the_pages_exist_in_both_languages_and_are_linked() -> None:
    """Each English page has its Chinese twin with the same number of commands, and the two main READMEs lead there."""
    names = {page.name for page in PAGES}
    english = {name for name in names if not name.endswith(".zh-CN.md")}
    assert english
    for name in english:
        twin = name.replace(".md", ".zh-CN.md")
        assert twin in names
        first, second = (BLOCK.findall((ROOT / "docs" / item).read_text(encoding="utf-8")) for item in (name, twin))
        assert len(first) == len(second)
        assert f"docs/{name}" in (ROOT / "README.md").read_text(encoding="utf-8")
        assert f"docs/{twin}" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", READMES)
def test_the_first_screen_shows_what_comes_out(lang: str, tmp_path: Path) -> None:
    """Under the same words, in the same order, up to what is left out at each “…”; nothing else stands there."""
    text = READMES[lang].read_text(encoding="utf-8")
    told = next(block[2] for block in BLOCK.finditer(text) if block[1] == "text")
    printed = " ".join(_run(f"./recourse plan examples/stolen-alipay.yaml --lang {lang}", tmp_path).split())
    place = 0
    for part in filter(None, (" ".join(piece.split()) for line in told.splitlines() for piece in re.split("…+", line))):
        place = printed.find(part, place)
        assert place >= 0, part
        place += len(part)


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere_and_tables_hold_together(page: Path) -> None:
    """Every link inside the repository names a file or folder that is there, with a heading of that name; no row stands outside a table."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if heading:
            assert heading in _anchors(target.read_text(encoding="utf-8")), link
    lines = text.splitlines()
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if line.startswith("| ") and not before.startswith("|"):
            assert after.startswith("|--"), line


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
