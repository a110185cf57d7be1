"""Knowledge files with faults: every fault of every file at once, with file, line and what was read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.check import check_references
from knowledge.doubts import doubted, hanging, stale
from knowledge.errors import KnowledgeError
from knowledge.library import ROOT, load_knowledge
from knowledge.loader import read_files
from knowledge.models import Confidence
from rules.library import ROOT as RULES
from rules.library import load_rules
from tests.casebook import TODAY, adviser
from tests.spoiling import copy_files, spoil


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge files that a test may spoil."""
    return copy_files(ROOT, tmp_path)


def test_the_faults_of_all_files_are_told_at_once_with_file_and_line(copy: Path) -> None:
    """Three files spoiled in three ways give three faults, each with its place."""
    spoil(copy / "channels" / "court.yaml", "level: judiciary", "level: judicial")
    spoil(copy / "yardsticks.yaml", "length: 15 days", "length: fortnight")
    spoil(copy / "providers" / "alipay.yaml", "kind: payment-institution", "knd: payment-institution")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(copy)
    told = str(caught.value)
    for name, line in (("court.yaml", "level: judicial"), ("yardsticks.yaml", "length: fortnight")):
        path = next(copy.rglob(name))
        number = path.read_text(encoding="utf-8").split("\n").index(next(
            text for text in path.read_text(encoding="utf-8").split("\n") if text.strip().startswith(line)
        )) + 1  # fmt: skip
        assert f"{path.relative_to(copy)}:{number}:" in told
    assert "providers/alipay.yaml" in told
    assert "knd" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [("a: [1", "cannot be read"), ("a: 1\na: 2", "stands twice"), ("", "is empty"), ("\xff", "")],
)
def test_a_file_that_is_no_yaml_is_named(copy: Path, text: str, told: str) -> None:
    """A broken, doubled or empty file is a fault of its own."""
    (copy / "channels" / "court.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(KnowledgeError) as caught:
        read_files(copy)
    assert "channels/court.yaml" in str(caught.value)
    assert told in str(caught.value)


def test_a_dangling_reference_is_found(copy: Path) -> None:
    """An escalation to a channel that is not there, and a citation that no statute has, are faults with a place."""
    spoil(copy / "channels" / "samr-12315.yaml", "to: court", "to: cuort")
    found = [str(fault) for fault in check_references(load_knowledge(copy))]
    assert any("samr-12315.yaml" in fault and "cuort" in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("given: {issue: fraud}", "given: {isue: fraud}", "there is no fact “isue”"),
        ("given: {issue: fraud}", "given: {issue: froud}", "there is no value of the fact issue “froud”"),
        ("given: {issue: fraud}", "given: {acts_for: self}", "there is no other asked fact “acts_for”"),
        ("given: {issue: fraud}", "given: {incident_date: yes}", "there is no other asked fact “incident_date”"),
        ("given: {issue: fraud}", "given: {issue: deceased_user}", "is never met: an earlier one takes its place"),
        ("given: {issue: fraud}", "given: {issue: wrong_transfer, transfer_accepted: no}", "it is not asked there"),
        ("given: {counterparty: individual}", "given: {issue: fraud}", "it is not asked there"),
    ],
)
def test_a_wording_that_is_never_met_is_found(copy: Path, old: str, new: str, told: str) -> None:
    """Unknown facts and words, the question’s own fact, what an earlier wording takes, and where the question is out of place."""
    spoil(copy / "questions.yaml", old, new)
    found = [str(fault) for fault in check_references(load_knowledge(copy))]
    assert any("questions.yaml" in fault and told in fault for fault in found), found


def test_a_way_that_a_channel_does_not_have_cannot_be_kept_out(copy: Path) -> None:
    """An action leaves out only ways in that its channel has."""
    spoil(copy / "actions" / "lawsuit.yaml", "not_by: [app]", "not_by: [phone]")
    found = [str(fault) for fault in check_references(load_knowledge(copy))]
    assert any("lawsuit.yaml" in fault and "there is no way into court of the kind “phone”" in fault for fault in found)


RULE = """- id: r
  title: {{zh: 一, en: one}}
  reason: {{zh: 一, en: one}}
  when:
    - {when}
  then:
    - {then}
  because: {{zh: 一, en: one}}
  fires: {{issue: fraud}}
  rests: {{issue: topup_failed}}
"""


@pytest.mark.parametrize(
    ("when", "then", "told"),
    [
        ("isue = fraud", "conclude crime = yes", "did you mean “issue”?"),
        ("issue = froud", "conclude crime = yes", "did you mean “fraud”?"),
        ("issue > fraud", "conclude crime = yes", "cannot compare"),
        ("issue = fraud, topup_failed", "conclude crime = yes", "only `in` takes several"),
        ("standing = refused", "conclude crime = yes", "needs a channel in brackets"),
        ("since_incident > 3 years", "conclude crime = yes", "is no named limit"),
        ("issue = fraud", "conclude issue = fraud", "a rule cannot conclude it"),
        ("issue = fraud", "open cuort", "did you mean “court”?"),
        ("issue = fraud", "advise call-polise now", "did you mean “call-police”?"),
        ("issue = fraud", "advise call-police soon", "is not `conclude"),
        ("issue = fraud", "advise call-police by nobody.never from since_incident", "there is no limit"),
        ("not issue = fraud", "open court", "is not `fact op value`"),
        ("crime = yes", "conclude emergency = yes", "not before"),
    ],
)
def test_a_line_outside_the_grammar_is_refused(tmp_path: Path, when: str, then: str, told: str) -> None:
    """The grammar is closed; names and types are checked at load with the nearest right word."""
    copy_files(RULES, tmp_path)
    (tmp_path / "rules" / "emergency" / "broken.yaml").write_text(RULE.format(when=when, then=then), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_rules(adviser().knowledge, tmp_path / "rules")
    assert told in str(caught.value)
    assert "emergency/broken.yaml:1" in str(caught.value)


def test_the_repositorys_own_files_have_no_fault() -> None:
    """Every reference leads somewhere."""
    assert [str(fault) for fault in check_references(adviser().knowledge)] == []


def test_what_is_of_low_confidence_hangs_on_a_doubt() -> None:
    """Every number and path that is not shown is listed under a doubt, and each doubt says what would settle it."""
    knowledge = adviser().knowledge
    held = {name for names in hanging(knowledge).values() for name in names}
    low = {
        f"{owner.id} {e.known_as}"
        for owner in (*knowledge.providers.values(), *knowledge.channels.values())
        for e in owner.entrances
        if e.confidence is Confidence.LOW
    }
    assert low
    assert low <= held
    assert all(doubt.settled_by.zh and doubt.settled_by.en for doubt in knowledge.doubts.values())


def test_a_doubt_that_begins_on_a_day_is_told_from_that_day_on() -> None:
    """The order that holds from 1 August 2026 and was not read casts no doubt on a complaint of July."""
    order, since = next((doubt, doubt.since) for doubt in adviser().knowledge.doubts.values() if doubt.since)
    assert doubted([order], since - timedelta(days=1)) is None
    assert doubted([order], since) == order.what


def test_a_doubt_without_an_entry_is_refused(copy: Path) -> None:
    """A doubt is named by its entry in doubts.yaml, and low confidence needs one."""
    path = copy / "providers" / "lakala.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("doubt: wallet-number", "doubt: wallet-nummer"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"names no entry of doubts\.yaml"):
        load_knowledge(copy)
    path.write_text(text.replace("    doubt: wallet-number\n", ""), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="of low confidence: name the doubt"):
        load_knowledge(copy)


SOURCE = "  publisher: {zh: 人民网, en: People’s Daily Online (人民网)}\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("providers/alipay.yaml", "[alipay-bill-2026]", "[alipay-bil-2026]", "nearest: “alipay-bill-2026”"),
        ("providers/alipay.yaml", "[alipay-bill-2026]", "[{id: alipay-bill-2026, page: 3}]", "a source is cited by its id"),
        ("providers/alipay.yaml", "[alipay-bill-2026]", "[pay-guide]", "rests on unnamed sources only"),
        ("sources.yaml", SOURCE, "", "name publisher, title, date"),
        ("sources.yaml", "  date: 2024-06-29\n", "", "name publisher, title, date"),
        ("sources.yaml", "  date: 2024-06-29\n", "  date: June 2024\n", "String should match pattern"),
        ("sources.yaml", SOURCE, "  unnamed: {zh: 网页, en: a page}\n" + SOURCE, "name publisher, title, date"),
        ("statutes/payment-rating.yaml", "    doubt: one-collection\n", "", "name the doubt one-collection"),
    ],
)  # fmt: skip
def test_a_source_that_nobody_can_follow_is_refused(copy: Path, name: str, old: str, new: str, told: str) -> None:
    """An unknown id, a document without publisher, title or day, a shown claim on unnamed or doubtful sources only."""
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(copy)
    assert told in str(caught.value)


def test_what_is_old_is_listed() -> None:
    """Nothing is stale after a long time allowed, everything on a far future day."""
    assert list(stale(adviser().knowledge, TODAY, 100_000)) == []
    assert list(stale(adviser().knowledge, TODAY.replace(year=2099), 30))
