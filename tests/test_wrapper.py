"""The script `recourse` that makes the environment and runs the commands, tried in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder, with a space in its name, that holds the script and a lock of nothing."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    shutil.copy2(ROOT / "recourse", folder)
    (folder / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return folder


@pytest.fixture
def ready(folder: Path) -> Path:
    """The folder with a finished environment, whose Python prints the arguments it is given."""
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(folder / "requirements.lock", folder / ".venv")
    python = folder / ".venv/bin/python"
    python.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit 3\n', encoding="utf-8")
    python.chmod(0o755)
    return folder


def run(program: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *arguments],
        env={**os.environ, **environment},
        cwd=program.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_arguments_and_exit_code_pass_unchanged(ready: Path) -> None:
    """Words with spaces, empty words and the exit code pass through, and the script itself says nothing."""
    done = run(ready / "recourse", "plan", "我的 案件.yaml", "", "--json")
    assert done.stdout == f"<{ready}/cli.py><plan><我的 案件.yaml><><--json>"
    assert (done.returncode, done.stderr) == (3, "")


def test_a_link_from_elsewhere_works(ready: Path, tmp_path: Path) -> None:
    """A link to a link to the script, from another folder, finds the project."""
    (tmp_path / "first").symlink_to("a folder/recourse")
    (tmp_path / "second").symlink_to(tmp_path / "first")
    assert run(tmp_path / "second", "next").stdout == f"<{ready}/cli.py><next>"


def test_no_fitting_python_is_said(folder: Path, tmp_path: Path) -> None:
    """Without a fitting Python the script says which would do, and makes nothing."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "cmp").symlink_to(shutil.which("cmp") or "/usr/bin/cmp")
    done = run(folder / "recourse", "plan", PATH=str(programs))
    assert done.returncode == 1
    assert "3.11" in done.stderr
    assert not (folder / ".venv").exists()


def test_a_failed_set_up_leaves_nothing_behind(folder: Path) -> None:
    """Where the installation fails, the reason is shown, no half-made environment stays, and nothing is run."""
    (folder / "requirements.lock").write_text("this is no requirement\n", encoding="utf-8")
    done = run(folder / "recourse", "plan", RECOURSE_PYTHON=sys.executable)
    assert done.returncode == 1
    assert "Invalid requirement" in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["recourse", "requirements.lock"]
