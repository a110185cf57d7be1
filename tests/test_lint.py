"""Spoiled files → the faults of `recourse check` that no shape can see: law that ends, dead ends, doubtful numbers, twins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.check import check_references
from knowledge.doubts import check_doubts
from knowledge.library import ROOT, load_knowledge
from knowledge.models import Text
from knowledge.sources import Grounded, check_sources, grounded
from knowledge.texts import check_texts, lengths, low_numbers, untranslated
from knowledge.timeline import check_timeline, outlived
from rules.grammar import parse_condition
from rules.library import ROOT as RULES
from rules.library import load_rules
from rules.lint import lint_rules
from rules.overshadowed import implies
from tests.casebook import adviser
from tests.spoiling import copy_files
from tests.spoiling import spoil as spoil_once

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Replaces a passage in a copy of the files, once."""
    for root in (ROOT, RULES):
        copy_files(root, tmp_path)

    def replace(name: str, old: str, new: str) -> None:
        spoil_once(tmp_path / name, old, new)

    return replace


def _faults(folder: Path) -> list[str]:
    knowledge = load_knowledge(folder / ROOT.name)
    rules = load_rules(knowledge, folder / RULES.name)
    in_rules = [(rule.id, rule.entry.doubt) for rule in rules.rules]
    cited = [Grounded(rule.id, rule.place, rule.entry.sources) for rule in rules.rules]
    checks = (
        check_references(knowledge),
        check_timeline(knowledge),
        check_texts(knowledge),
        check_doubts(knowledge, in_rules),
        check_sources(knowledge, grounded(knowledge, cited)),
    )
    return [str(f) for f in (*(fault for faults in checks for fault in faults), *lint_rules(rules, knowledge))]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("knowledge/statutes/payment-regulation.yaml", "2024-04-30]", "2024-04-29]", "no edition and no gap covers 2024-04-30"),
        ("knowledge/statutes/stop-payment-notice.yaml", "[2016-12-31, null]", "[2016-12-31, 2026-06-30]", "covers 2026-07-01"),
        ("knowledge/statutes/public-security-law.yaml", "    instead: {2025-06-27: [58]}\n", "", "what stands in its place"),
        ("knowledge/statutes/public-security-law.yaml", "2025-06-27: [58]", "2025-06-28: [58]", "there is no edition"),
        ("knowledge/statutes/public-security-law.yaml", "2025-06-27: [58]", "2025-06-27: [57]", "there is no article “57”"),
        ("rules/character/crime.yaml", ", public-security-law/49", "", "cite “public-security-law/49” beside it"),
        ("knowledge/channels/mediation.yaml", "    dropped: yes\n", "", "cite “samr-complaints/16(1)(2)” beside it"),
        ("knowledge/channels/pboc-report.yaml", "\nends:", "\nhours:", "nothing leads on from here"),
        ("knowledge/doubts.yaml", "- id: apple-page", "- id: apple-page-2\n  what: {zh: 一, en: x}\n  settled_by: {zh: 一, en: x}\n- id: apple-page", "nothing hangs on it"),
        ("knowledge/sources.yaml", "- id: people-online-2024-06\n", "- id: nobody-2024\n  unnamed: {zh: 一个网页, en: a page}\n- id: people-online-2024-06\n", "nobody-2024: nothing cites it"),
        ("knowledge/actions/emergency.yaml", "  reason: {zh: 后面每一步都要靠证据", "  last_resort: no #", "nor a source that can be followed"),
        ("knowledge/actions/security.yaml", "  reason: {zh: 多一道验证", "  last_resort: no #", "give the reason, too"),
        ("knowledge/channels/court.yaml", "\nbasis:", "\nends: {zh: 到此, en: The end}\nbasis:", "says that it ends"),
        ("knowledge/channels/court.yaml", "summary:\n  zh: ", "summary:\n  zh: 三个月内", "repeats a length of time: 三个月"),
        ("rules/advice/estate.yaml", "    - amount <= 50000\n", "    - amount <= 50000\n    - amount > 60000\n", "no value of amount"),
        ("rules/advice/estate.yaml", "    - amount <= 50000\n", "    - amount < 0.01\n    - amount > 0\n", "no value of amount"),
        ("rules/advice/estate.yaml", "    - issue = deceased_user\n", "    - issue = deceased_user\n    - issue = fraud\n", "no value of issue"),
        ("rules/advice/estate.yaml", "    - issue = deceased_user\n", "    - issue = deceased_user\n    - issue != deceased_user\n", "no value of issue"),
        ("rules/advice/estate.yaml", "    - issue = deceased_user\n", "    - issue = minor_payment\n    - payer_age = adult\n", "contradict one another"),
        ("rules/admissibility/police.yaml", "    - respondent = authority\n", "    - respondent = authority\n    - respondent != authority\n", "no value of respondent"),
        ("rules/bars/not-accepted.yaml", "    - since_aware > samr-complaints.claim-age\n",
         "    - since_aware > samr-complaints.claim-age\n    - since_aware <= yardstick.recent-loss\n", "no value of since_aware"),
        ("knowledge/channels/mediation.yaml", "  - to: court\n", "  - to: mediation\n", "leads to itself"),
        ("knowledge/channels/apple-support.yaml", "answers: [not_accepted,", "answers: [pending,", "“pending” is no answer that leaves the matter open"),
        ("knowledge/channels/issuing-bank.yaml", "answers: [], given: {issue: deceased_user}", "answers: [], given: {issue: deceased}", "there is no value of the fact issue “deceased”"),
        ("knowledge/channels/samr-12315.yaml", "channel: merchant-platform, given", "channel: merchant, given", "there is no channel “merchant”"),
        ("knowledge/channels/samr-12315.yaml", "given: {counterparty: merchant}", "given: {counterparty: shop}", "shop"),
        ("knowledge/channels/samr-12315.yaml", "\nexpected:", "\nlasting: [{answers: [refused]}]\nexpected:", "begins anew, so no answer lasts"),
        ("rules/advice/judiciary.yaml", "- id: settlement-broken\n", "- id: settlement-at-mediation-broken\n  title: {zh: 又一条, en: One more}\n  basis: [consumer-law/39, civil-code/577, civil-procedure-law/122]\n"
         "  when:\n    - standing(mediation) = settled\n    - turned_to_last(merchant-platform) = yes\n    - standing(merchant-platform) in refused, unsatisfied, not_accepted, overdue\n"
         "  then:\n    - advise sue-on-settlement this-week\n  because: {zh: 它说的, en: It says so.}\n  fires: {issue: fraud}\n  rests: {issue: sim_swap}\n"
         "- id: settlement-at-12345-broken\n  title: {zh: 再一条, en: Another}\n  basis: [consumer-law/39, civil-code/577, civil-procedure-law/122]\n"
         "  when:\n    - standing(government-12345) = settled\n    - turned_to_last(merchant-platform) = yes\n    - standing(merchant-platform) in refused, unsatisfied, not_accepted, overdue\n"
         "  then:\n    - advise sue-on-settlement this-week\n  because: {zh: 它说的, en: It says so.}\n  fires: {issue: fraud}\n  rests: {issue: sim_swap}\n"
         "- id: settlement-broken\n", "says of government-12345 what settlement-at-mediation-broken says of mediation"),
    ],
)  # fmt: skip
def test_a_spoiled_file_is_told(spoil: Spoil, tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    """Each spoiled passage gives the fault that names it."""
    spoil(name, old, new)
    assert any(told in fault for fault in _faults(tmp_path))


def test_a_doubtful_number_is_not_shown(spoil: Spoil, tmp_path: Path) -> None:
    """A number recorded with low confidence, put into an action or a rule, is a fault there."""
    number = min(low_numbers(adviser().knowledge))
    spoil("knowledge/channels/police.yaml", "summary:\n  zh: ", f"summary:\n  zh: 打 {number}，")
    spoil("rules/character/crime.yaml", "title: {zh: ", f"title: {{zh: 打 {number}，")
    told = [fault for fault in _faults(tmp_path) if f"shows {number}" in fault]
    assert [fault.split(":")[0] for fault in told] == ["channels/police.yaml", "rules/character/crime.yaml"]


def test_a_rule_that_outlives_its_law_is_told() -> None:
    """The article of 2022 that 2026 dropped ends on 15 April 2026; what has a counterpart, or a declared gap, does not."""
    knowledge = adviser().knowledge
    assert outlived(knowledge, ["samr-complaints/31(2)"]) == date(2026, 4, 15)
    assert outlived(knowledge, ["samr-complaints/31(2)", "samr-complaints/36"]) is None
    assert outlived(knowledge, ["samr-complaints/42"]) is None
    assert outlived(knowledge, ["anti-fraud-law/32(3)"]) is None


def test_two_rules_that_say_the_same_are_told(tmp_path: Path, spoil: Spoil) -> None:
    """The same conditions and conclusion in one stage on the same days are a fault; the rule without its twin is none."""
    text = (tmp_path / "rules/bars/foreclosed.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules/bars/twin.yaml").write_text(text.replace("- id: ", "- id: twin-"), encoding="utf-8")
    told = [fault for fault in _faults(tmp_path) if "from the same conditions" in fault]
    assert len(told) == text.count("- id: ") > 1


NARROWER = """- id: {name}
  title: {{zh: 更窄的规则, en: The narrower rule}}
  basis: [{basis}]
  when:
    - issue = topup_failed
    - standing(provider-complaint) = not_tried
    - amount < 30000
  then:
    - advise check-topup {urgency}
  because: {{zh: 先核对。, en: Check first.}}
  fires: {{provider: alipay, issue: topup_failed, amount: 1}}
  rests: {{amount: 30000}}
"""


@pytest.mark.parametrize(
    ("basis", "urgency", "said"),
    [
        ("civil-code/577", "when-useful", True), ("civil-code/577", "this-week", True),
        ("civil-code/577", "today", False), ("civil-code/591(1)", "this-week", False),
    ],
)  # fmt: skip
def test_a_rule_that_says_nothing_of_its_own_is_told(basis: str, urgency: str, said: bool, tmp_path: Path) -> None:
    """In every case of it another one advises the same as soon, on the same ground: sooner, or on ground of its own, it says something."""
    for root in (ROOT, RULES):
        copy_files(root, tmp_path)
    rule = NARROWER.format(name="narrower", basis=basis, urgency=urgency)
    (tmp_path / "rules/advice/narrower.yaml").write_text(rule, encoding="utf-8")
    told = [fault for fault in _faults(tmp_path) if "says nothing of its own" in fault]
    assert [("narrower" in fault, "topup-check-first" in fault) for fault in told] == [(True, True)] * said


@pytest.mark.parametrize(
    ("one", "wide", "implied"),
    [
        ("issue = fraud", "issue in fraud, sim_swap", True), ("issue in fraud, sim_swap", "issue = fraud", False),
        ("issue = fraud", "issue != sim_swap", True), ("issue != sim_swap", "issue = fraud", False),
        ("amount < 100", "amount < 200", True), ("amount < 200", "amount < 100", False), ("amount <= 100", "amount < 100", False),
        ("amount < 100", "amount <= 100", True), ("amount >= 200", "amount > 100", True), ("amount > 100", "amount < 200", False),
        ("respondent = wallet", "respondent != merchant", False),
    ],
)  # fmt: skip
def test_what_one_condition_implies_of_another(one: str, wide: str, implied: bool) -> None:
    """Of words, of sums; of a fact that can have several words at once the one word rules no other out."""
    knowledge = adviser().knowledge
    assert implies(*(parse_condition(text, knowledge) for text in (one, wide)), knowledge) is implied


def test_a_rule_that_says_how_often_without_a_ground_is_told(tmp_path: Path, spoil: Spoil) -> None:
    """How often something is so stands in no article: a rule that says it gives a reason or a source."""
    place = tmp_path / "rules/bars/foreclosed.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("because: {zh: ", "because: {zh: 常常是这样。", 1), encoding="utf-8")
    assert sum("says how often" in fault for fault in _faults(tmp_path)) == 1


def test_a_channel_nobody_can_reach_is_told(spoil: Spoil, tmp_path: Path) -> None:
    """A channel that no rule opens and no escalation leads to is a fault."""
    text = (tmp_path / "knowledge/channels/public-review.yaml").read_text(encoding="utf-8")
    island = text.replace("id: public-review", "id: island")
    (tmp_path / "knowledge/channels/island.yaml").write_text(island, encoding="utf-8")
    assert any("island: nobody can reach it" in fault for fault in _faults(tmp_path))


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ("Apple Pay", "Apple Pay", None),
        ("支付宝公司", "支付宝公司 (Alipay)", None),
        ("＋", " + ", None),
        ("Complain", "Make a complaint", "is not Chinese"),
        ("投诉", "投诉", "is not English"),
        ("先投诉", "先投诉再去法院起诉 now", "is not English"),
    ],
)
def test_a_text_in_one_language_only_is_told(zh: str, en: str, told: str | None) -> None:
    """A name may stand alike in both languages; a sentence may not."""
    found = untranslated(Text(zh=zh, en=en))
    assert (told in found) if told and found else found is None and told is None


@pytest.mark.parametrize(
    ("zh", "en", "found"),
    [
        ("等十五天", "wait fifteen days", ["十五天", "fifteen days"]),
        ("7 个工作日内", "within 7 working days", ["7 个工作日", "7 working days"]),
        ("从 2024 年 6 月 28 日起，同一天办", "since 28 June 2024, on the same day", []),
        ("超过法定期限", "after the statutory time", []),
    ],
)
def test_a_length_of_time_is_seen_in_words_and_digits(zh: str, en: str, found: list[str]) -> None:
    """Limits spelled out are found in both languages; dates are not taken for lengths."""
    assert lengths(Text(zh=zh, en=en)) == found


def test_an_action_that_makes_way_for_itself_is_told(spoil: Spoil, tmp_path: Path) -> None:
    """Of two actions that each yield to the other nobody would be shown either."""
    first = next(action for action in adviser().knowledge.actions.values() if action.yields_to)
    file = adviser().knowledge.places[f"Action:{first.yields_to[0]}"].place
    spoil(
        f"knowledge/{file}", f"- id: {first.yields_to[0]}\n", f"- id: {first.yields_to[0]}\n  yields_to: [{first.id}]\n"
    )
    told = [fault for fault in _faults(tmp_path) if "makes way for itself" in fault]
    assert any(first.id in fault for fault in told)
