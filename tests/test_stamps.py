"""Files that nobody wrote to are not read again; whatever becomes of one of them is seen at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import kept, stamps
from knowledge.library import ROOT, load_knowledge
from knowledge.stamps import key_of_files, key_of_texts, texts_below
from tests.spoiling import copy_files, spoil

pytestmark = pytest.mark.skipif(not stamps.NOTED, reason="a system that does not note when a file changed")
WAS, IS = "days: 15\n", "days: 60\n"


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, and an empty one for what is kept."""
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path / "kept")
    for name in ("law.yaml", "inside/a.b/law.yaml", "inside/named.yaml/law.yaml"):
        (tmp_path / "law" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "law" / name).write_text(WAS, encoding="utf-8")
    return tmp_path / "law"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if some seconds had gone by since anything was written: from now on only stamps can tell."""
    monkeypatch.setattr(stamps, "SETTLES", -(10**12))


def as_before(path: Path, was: os.stat_result) -> None:
    """Says that nothing was written since."""
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def written(path: Path) -> None:
    """Another content of the same size, and the time of the old one."""
    was = path.stat()
    path.write_text(IS, encoding="utf-8")
    as_before(path, was)


def put_in_its_place(path: Path) -> None:
    """Another file, under the same name, as large and as old."""
    other = path.with_suffix(".new")
    other.write_text(IS, encoding="utf-8")
    as_before(other, path.stat())
    other.replace(path)


def pointed_elsewhere(path: Path) -> None:
    """A link to another file, as large and as old."""
    other = path.with_suffix(".other")
    other.write_text(IS, encoding="utf-8")
    as_before(other, path.stat())
    path.unlink()
    path.symlink_to(other)


def whole_folder_put_in_its_place(path: Path) -> None:
    """Another folder under the same name, whose files are as large and as old."""
    folder, other = path.parent, path.parent.with_name("other")
    shutil.copytree(folder, other, symlinks=True)
    written(other / path.name)
    folder.rename(folder.with_name("former"))
    other.rename(folder)


HAPPENS: dict[str, Callable[[Path], None]] = {
    "written": written,
    "put in its place": put_in_its_place,
    "pointed elsewhere": pointed_elsewhere,
    "folder put in its place": whole_folder_put_in_its_place,
    "added": lambda path: path.with_name("more.yaml").write_text(IS, encoding="utf-8") and None,
    "deleted": Path.unlink,
    "renamed": lambda path: path.rename(path.with_name("renamed.yaml")) and None,
}


@pytest.mark.parametrize("name", ["law.yaml", "inside/a.b/law.yaml", "inside/named.yaml/law.yaml"])
@pytest.mark.parametrize("what", HAPPENS)
def test_whatever_becomes_of_a_file_is_seen_in_the_same_second(
    law: Path, what: str, name: str, settled: None, tmp_path: Path
) -> None:
    """Size and time of writing tell nothing here; what the system notes by itself does."""
    code = (tmp_path / "code",)
    code[0].mkdir()
    before = key_of_files(law, code)
    HAPPENS[what](law / name)
    assert key_of_files(law, code) == key_of_texts(texts_below(law), code) != before


def test_files_that_nobody_wrote_to_are_not_read(law: Path, settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of_files(law, ())
    monkeypatch.setattr(stamps, "_read", None)
    assert key_of_files(law, ()) == before


def test_what_was_written_just_now_is_read(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody could write again within what the clock of a file system tells apart: the stamp may be the same."""
    monkeypatch.setattr(stamps, "stamps_below", lambda *_: [("law.yaml", 1, time, time, 1)])
    time = stamps.time.time_ns()
    before = key_of_files(law, ())
    (law / "law.yaml").write_text(IS, encoding="utf-8")
    assert key_of_files(law, ()) != before


def test_a_clock_that_was_put_back_makes_no_file_old(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of tomorrow are read until tomorrow is some seconds past."""
    monkeypatch.setattr(stamps.time, "time_ns", lambda: 1_000_000_000 * 1_000_000_000)
    before = key_of_files(law, ())
    written(law / "law.yaml")
    assert key_of_files(law, ()) != before
    assert not list(law.parent.glob("kept/*"))


def test_a_law_that_was_changed_is_the_changed_one(
    tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same number of bytes, in the same second, with the time of writing put back: no plan rests on the former law."""
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path / "kept")
    copy = copy_files(ROOT, tmp_path)
    load_knowledge(copy)
    assert load_knowledge(copy).kept
    path = next((copy / "statutes").glob("samr-complaints.yaml"))
    was, held = path.stat(), load_knowledge(copy).statutes["samr-complaints"]
    spoil(path, held.title.en, held.title.en.swapcase())
    as_before(path, was)
    assert path.stat().st_size == was.st_size
    assert load_knowledge(copy).statutes["samr-complaints"].title.en == held.title.en.swapcase()
