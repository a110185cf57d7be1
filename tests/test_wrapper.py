"""The script `recourse` that makes the environment and runs the commands, tried in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
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


BACKEND = """
import os, pathlib, zipfile

def build_wheel(folder, settings=None, metadata=None):
    with open(os.environ["BUILDS"], "a") as file:
        file.write(os.environ["CPPFLAGS"] + "\\n")
    name, info = "durable_rules-9.9-py3-none-any.whl", "durable_rules-9.9.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("durable_rules_engine.py", "")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: durable-rules\\nVersion: 9.9\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: a test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
"""builds without any tool that would have to be fetched, and notes each time"""


def source(into: Path) -> str:
    """Puts an engine that comes as source into the folder, and gives its line of the lock."""
    package = into / "durable_rules-9.9"
    package.mkdir(parents=True)
    (package / "backend.py").write_text(BACKEND, encoding="utf-8")
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n', encoding="utf-8"
    )
    (package / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: durable-rules\nVersion: 9.9\n", encoding="utf-8")
    archive = into / "durable_rules-9.9.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(package, package.name)
    return f"durable-rules==9.9 \\\n    --hash=sha256:{sha256(archive.read_bytes()).hexdigest()}\n"


def test_the_engine_is_compiled_once_for_all_environments(folder: Path, tmp_path: Path) -> None:
    """A second environment takes the wheel of the first; with other flags it is compiled anew."""
    (folder / "requirements.lock").write_text(source(tmp_path / "sources"), encoding="utf-8")
    (folder / "cli.py").write_text("import durable_rules_engine; print('here')", encoding="utf-8")
    (tmp_path / "builds").touch()
    told = {
        "RECOURSE_PYTHON": sys.executable,
        "BUILDS": str(tmp_path / "builds"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (tmp_path / "sources").as_uri(),
    }
    for number, flags in enumerate(("-DA", "-DA", "-DB")):
        other = shutil.copytree(folder, tmp_path / f"folder {number}")
        done = run(other / "recourse", CPPFLAGS=flags, **told)
        assert done.stdout == "here\n", done.stderr
    built = (tmp_path / "builds").read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in built] == ["-DA", "-DB"]
    assert len(list((tmp_path / "cache").rglob("*.whl"))) == 2
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "cache" / "recourse" / "wheels").iterdir()} == {0}
