"""What is kept between two starts changes nothing but the time: it is right, made anew where it does not fit, and never run."""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

import knowledge.kept as kept
from engine.adviser import load_adviser
from engine.findings.answered import COMMONEST, can_be_kept, keep_answers, recall_answers
from knowledge.entries import Entries, Items
from knowledge.errors import InferenceError, KnowledgeError
from knowledge.handed_in import read_document
from knowledge.library import PARTS, ROOT, Knowledge, load_knowledge
from rules.library import ROOT as RULES
from rules.library import load_rules
from rules.models import Rulebase
from tests.casebook import CASES, TODAY, random_case, read_cases
from tests.spoiling import copy_files, spoil


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for what is kept. Files are read at every start, as where the system notes nothing by itself."""
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path / "kept")
    monkeypatch.setattr("knowledge.stamps.NOTED", False)
    return tmp_path / "kept"


def parts(knowledge: Knowledge) -> dict[str, object]:
    return {name: getattr(knowledge, name) for name in PARTS}


def told(rulebase: Rulebase) -> list[tuple[object, ...]]:
    """Rules as what they say: each is an object of its own."""
    return [(rule.entry, rule.stage, rule.when, rule.then, rule.place, rule.id) for rule in rulebase.rules]


def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be read from YAML."""
    monkeypatch.setattr("knowledge.reader.parse_files", None)
    monkeypatch.setattr("rules.reader.parse_files", None)


def test_what_was_kept_is_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of the knowledge and every rule, without a look at YAML, and in the same order."""
    read = load_knowledge()
    rules = load_rules(read)
    assert len(list(folder.glob("*.kept"))) == 2
    unread(monkeypatch)
    again = load_knowledge()
    assert again.key == read.key
    assert parts(again) == parts(read)
    assert [list(part) for part in (again.facts, again.actions, again.wording)] == [
        list(part) for part in (read.facts, read.actions, read.wording)
    ]
    assert told(load_rules(again)) == told(rules)
    assert load_rules(again).contradictions == rules.contradictions


def test_advice_is_the_same_from_what_was_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans of generated cases, to the byte."""
    fresh = load_adviser()
    unread(monkeypatch)
    again = load_adviser()
    for seed in range(12):
        data = random_case(seed)
        one, other = (adviser.advise(adviser.read(data, TODAY)).plan.to_json() for adviser in (fresh, again))
        assert one == other
    assert folder.is_dir()


def test_what_the_library_answered_it_is_not_asked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start finds the same without it; a message that no example put to it is still put to it."""
    one = load_adviser()
    cases = [one.read(random_case(seed), TODAY) for seed in range(4)]
    told = [one.engine.infer(case).fired for case in cases]
    assert not recall_answers(load_adviser().engine)
    keep_answers(one.engine, cases)
    again = load_adviser()
    assert recall_answers(again.engine)
    monkeypatch.setattr("engine.findings.firing.Ruleset._run", None)
    assert [again.engine.infer(case).fired for case in cases] == told
    with pytest.raises(InferenceError, match="failed"):
        again.engine.infer(again.read(random_case(77), TODAY))
    assert folder.is_dir()


def test_the_examples_of_the_rules_tell_most_of_what_a_case_asks(folder: Path) -> None:
    """Nine in ten messages of told cases, so that few rulesets are made in the library at a start."""
    one = load_adviser()
    assert can_be_kept(one.engine)
    keep_answers(one.engine, one.likely(TODAY))
    again = load_adviser().engine
    assert recall_answers(again)
    known = {id(item): len(item.answered) for item in again.rulesets}
    assert max(known.values()) <= COMMONEST
    told = [item["case"] for item in read_cases(CASES)[::40]]
    for case in told:
        again.infer(one.read(case, TODAY))
    new = sum(len(item.answered) - known[id(item)] for item in again.rulesets)
    assert new < 0.1 * len(told) * len(again.rulesets)
    assert folder.is_dir()


def test_answers_of_another_library_or_of_other_rules_are_not_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = load_adviser()
    keep_answers(one.engine, [one.read(random_case(1), TODAY)])
    copy = copy_files(RULES, tmp_path)
    path = next(copy.glob("bars/*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    assert not recall_answers(load_adviser(rules=copy).engine)
    assert recall_answers(load_adviser().engine)
    monkeypatch.setattr("engine.findings.answered.installed", lambda _: "another one")
    assert not recall_answers(load_adviser().engine)
    assert folder.is_dir()


def test_what_was_loaded_and_used_goes_when_something_else_is_loaded(folder: Path) -> None:
    """Adviser, knowledge and rules of a load are gone with the next one; nothing of them stays, in the library neither."""
    used: list[weakref.ref[object]] = []
    living, memory, data = [], [], random_case(1)
    for _ in range(6):
        adviser = load_adviser()
        adviser.advise(adviser.read(data, TODAY)).plan.to_json()
        used += map(weakref.ref, (adviser, adviser.knowledge, adviser.engine))
        del adviser
        living.append(len(gc.get_objects()) + gc.get_freeze_count())
        memory.append(resident())
    assert all(ref() is None for ref in used[:-3])
    assert max(living[2:]) < 1.01 * min(living[2:])
    assert memory[-1] - memory[2] < 30, "megabytes, of three loads"
    assert folder.is_dir()


def resident() -> int:
    """Megabytes of this process; nothing where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20 if told.exists() else 0


def test_a_source_is_the_same_wherever_it_is_cited(folder: Path) -> None:
    """Sources and doubts are kept once and named elsewhere."""
    load_knowledge()
    again = load_knowledge()
    cited = [ref.source for rule in load_rules(again).rules for ref in rule.entry.sources]
    assert cited
    assert all(source is again.sources[source.id] for source in cited)
    assert folder.is_dir()


def test_a_text_is_made_once(folder: Path) -> None:
    """A schema is made again only for another key."""
    made: list[str] = []
    for key in ("a" * 64, "a" * 64, "b" * 64):
        assert kept.once(key, lambda key=key: made.append(key) or key) == key  # type: ignore[misc, func-returns-value]
    assert made == ["a" * 64, "b" * 64]
    assert folder.is_dir()


def test_of_each_slot_the_last_text_is_kept(folder: Path) -> None:
    """What is told anew is made anew, and takes the place of what was told before."""
    made: list[str] = []
    for told in ("one", "one", "two", "one"):
        assert kept.noted("a" * 32, told, lambda told=told: made.append(told) or told) == told  # type: ignore[misc, func-returns-value]
    assert made == ["one", "two", "one"]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("changed", ["channels/court.yaml", "sources.yaml"])
def test_a_changed_file_is_read_anew(folder: Path, tmp_path: Path, changed: str) -> None:
    """Another byte in the knowledge, and neither it nor the rules that were read with it come from what was kept."""
    copy = copy_files(ROOT, tmp_path)
    before = load_knowledge(copy)
    load_rules(before)
    path = copy / changed
    path.write_text(path.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    after = load_knowledge(copy)
    load_rules(after)
    assert after.key != before.key
    assert after.kept is None
    assert len(list(folder.glob("*.kept"))) == 4


def test_a_fault_is_told_with_its_line_though_a_sound_version_was_kept(folder: Path, tmp_path: Path) -> None:
    """What is broken later is read from YAML, and nothing is kept of it."""
    copy = copy_files(ROOT, tmp_path)
    load_knowledge(copy)
    kept_before = set(folder.iterdir())
    spoil(copy / "channels" / "court.yaml", "level: judiciary", "level: judicial")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match=r"channels/court\.yaml:\d+: level: .*judicial"):
            load_knowledge(copy)
    assert set(folder.iterdir()) == kept_before


def test_knowledge_that_was_put_together_otherwise_keeps_no_rules(folder: Path) -> None:
    """Only what stands in files has a key."""
    other = load_knowledge().but(wording={})
    count = len(list(folder.iterdir()))
    assert other.key == ""
    load_rules(other)
    assert len(list(folder.iterdir())) == count


SPOILT = {
    "cut off": lambda whole: whole[: len(whole) // 2],
    "empty": lambda whole: b"",
    "another byte": lambda whole: whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:],
    "no file of ours": lambda whole: b"\x80" * 400,
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_spoilt_or_deleted_is_made_anew(folder: Path, how: str) -> None:
    """It is read from YAML, and kept whole again."""
    load_knowledge()
    (file,) = folder.glob("*.kept")
    whole = file.read_bytes()
    file.write_bytes(SPOILT[how](whole))
    assert load_knowledge().kept is None
    assert load_knowledge().kept is not None
    file.unlink()
    assert load_knowledge().kept is None
    assert file.exists()


def test_where_nothing_can_be_written_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder for it: the same knowledge, and no word about it."""
    monkeypatch.setattr(kept, "_folder", lambda: Path("/dev/null/none"))
    assert load_knowledge().kept is None
    assert load_knowledge().channels


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="a system without owners of files")
@pytest.mark.parametrize("place", ["folder", "file"])
def test_what_others_could_have_written_is_not_used(folder: Path, place: str) -> None:
    """A folder or file that the group may write to is no better than none."""
    load_knowledge()
    (file,) = folder.glob("*.kept")
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    (folder if place == "folder" else file).chmod(0o770)
    assert load_knowledge().kept is None


class _Runs:
    """What a hostile file would hold."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("false",)


@pytest.mark.parametrize("name", ["os.system", "builtins.eval", "knowledge.versions.subprocess"])
def test_nothing_but_records_is_made_of_what_was_kept(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the file names, only classes of ours and plain values are taken, so nothing in it runs."""
    module, _, what = name.rpartition(".")
    packed = {"os.system": pickle.dumps(_Runs())}.get(name, b"c" + module.encode() + b"\n" + what.encode() + b"\n.")
    monkeypatch.setattr(kept, "_packed", lambda *_: packed)
    kept.keep("k" * 64, {"part": None}, lambda *_: None)
    found = kept.recall("k" * 64, lambda _: None)
    assert found is not None
    with pytest.raises(pickle.UnpicklingError, match="is no record"):
        found.part("part")
    assert folder.is_dir()


def test_only_so_many_are_kept(folder: Path) -> None:
    """Those that were not used for longest go."""
    for number in range(kept.AT_MOST + 5):
        key = f"{number:02}" * 32
        kept.keep(key, {"part": number}, lambda *_: None)
        os.utime(folder / f"{key[:32]}.kept", (number, number))
    assert {file.name[:2] for file in folder.iterdir()} == {f"{n:02}" for n in range(5, kept.AT_MOST + 5)}


NEEDS = {
    "schema plan": (
        "pydantic",
        "msgspec",
        "yaml",
        "json",
        "hashlib",
        "dataclasses",
        "knowledge.library",
        "rules",
        "engine",
    ),
    "--help": ("pydantic", "msgspec", "yaml", "dataclasses", "hashlib", "knowledge.kept", "rules", "engine"),
    "plan examples/stolen-alipay.yaml": (
        "pydantic",
        "networkx",
        "uniseg",
        "importlib.metadata",
        "hashlib",
        "json",
        "dataclasses",
        "documents.doors_text",
        "knowledge.reader",
        "rules.reader",
        "knowledge.letters",
        "engine.days",
    ),
    "law samr-complaints/15(1)": (
        "pydantic",
        "dataclasses",
        "hashlib",
        "uniseg",
        "documents.layout",
        "networkx",
        "yaml",
        "durable_rules_engine",
        "knowledge.letters",
        "engine.days",
        "rules.models",
        "engine",
    ),
}


@pytest.mark.parametrize("typed", NEEDS)
def test_what_a_command_does_not_need_is_not_loaded(typed: str) -> None:
    """No library and no part of ours is imported for nothing."""
    root = ROOT.parent
    run = f"import sys, atexit; sys.argv = ['cli.py', *{typed.split()}]; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); import cli; cli.main()"
    for _ in range(2):  # at the first time something may have to be made
        done = subprocess.run([sys.executable, "-c", run], cwd=root, capture_output=True, text=True, check=True)
    assert not set(NEEDS[typed]) & set(done.stderr.split())


FEW = {"actions": 60, "issues": 4, "materials": 24, "providers": 4, "questions": 12, "statutes": 40}


def test_a_plan_unpacks_the_entries_that_it_names(folder: Path) -> None:
    """Of actions, wallets, statutes, … only those: whether a rule is in force is known without its statute."""
    load_adviser()
    adviser = load_adviser()
    path = ROOT.parent / "examples" / "stolen-alipay.yaml"
    case = adviser.read(read_document(path.read_bytes(), path.name, adviser.knowledge.wording).data, TODAY)
    assert adviser.advise(case).plan.to_json()
    made = {name: len(getattr(adviser.knowledge, name)._found) for name in FEW}
    assert {name: count for name, count in made.items() if count > FEW[name]} == {}
    assert made["actions"]
    assert folder.is_dir()


def test_entries_are_a_mapping_like_any_other() -> None:
    """In the order of their names, each made once, whether asked for singly or together."""
    made: list[str] = []
    entries = Entries(["b", "a", "c"], lambda name: made.append(name) or name.upper())  # type: ignore[func-returns-value]
    assert entries["c"] == "C"
    assert list(entries) == ["b", "a", "c"]
    assert "d" not in entries
    assert entries.get("d") is None
    with pytest.raises(KeyError):
        entries["d"]
    assert made == ["c"]
    assert list(entries.items()) == [("b", "B"), ("a", "A"), ("c", "C")]
    assert list(entries.values()) == ["B", "A", "C"]
    assert entries == {"a": "A", "b": "B", "c": "C"} == entries
    assert made == ["c", "b", "a"]


def test_items_are_a_sequence_like_any_other() -> None:
    """By their places from either end, each made once."""
    made: list[int] = []
    items = Items(4, lambda place: made.append(place) or f"item {place}")  # type: ignore[func-returns-value]
    assert (items[2], items[-2], items[-1]) == ("item 2", "item 2", "item 3")
    assert made == [2, 3]
    assert items[1:3] == ("item 1", "item 2")
    assert list(items) == [f"item {place}" for place in range(4)]
    assert made == [2, 3, 1, 0]
    with pytest.raises(IndexError):
        items[4]
