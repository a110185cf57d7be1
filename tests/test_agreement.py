"""Numbers, units and days of texts: the two languages agree, and what tells a limit tells the limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.agreement import check_agreement, disagreements
from knowledge.library import ROOT, load_knowledge
from knowledge.models import Text
from knowledge.quantities import read_quantities
from rules.library import ROOT as RULES
from rules.library import load_rules
from rules.lint import lint_rules
from tests.casebook import adviser
from tests.spoiling import copy_files, spoil

MEASURES = tuple(adviser().knowledge.measures.values())


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ("七个工作日内答复", "answers within 7 working days", None),
        ("七个工作日内答复", "answers within 7 days", "7 working-days"),
        ("七天内答复", "answers within 7 working days", "7 days"),
        ("十五天，复杂的三十天", "15 days, complex ones 30", None),
        ("十五天，复杂的三十天", "15 days, complex ones 60", "30 days"),
        ("两年或三年，最长五年", "2 or 3 years, at most 5", None),
        ("两年或三年，最长五年", "2 or 3 months, at most 5", "3 years"),
        ("二十四小时内", "within twenty-four hours", None),
        ("二十四小时内", "within twenty-four days", "24 hours"),
        ("最后一天", "the last day", None),
        ("头一个月", "in the first month", None),
        ("一万元以内五十元，往上百分之二点五", "CNY 50 up to 10,000, 2.5 per cent above", None),
        ("五百元", "CNY 50", "500 yuan"),
        ("962 万元", "9.62 million yuan", None),
        ("三倍赔偿", "triple damages", None),
        ("三倍赔偿", "twice the sum", "3 times"),
        ("每季末月二十日", "on the 20th of the last month", None),
        ("不满八周岁", "under eight", None),
        ("打 12363", "call 12364", "12363 is 12364"),
        ("打 12363", "call the branch", None),
        ("2026 年 4 月 15 日起", "from 15 April 2026", None),
        ("2026 年 4 月 15 日起", "from 14 April 2026", "2026-04-15 is 2026-04-14"),
    ],
)
def test_two_languages_count_alike(zh: str, en: str, told: str | None) -> None:
    """Another unit, number, sum or day is told; a number without its unit, a word for one, what is left out is none."""
    found = list(disagreements(Text(zh=zh, en=en), MEASURES))
    assert any(told in message for message in found) if told else found == []


def test_numbers_are_read_with_what_they_measure() -> None:
    """In Chinese and in English, as figures and as words; the number of an article or a day of a calendar is none."""
    zh = read_quantities("第七天起，三个工作日或 48 小时，最多一百二十天；2026年3月1日", "zh", MEASURES)
    en = read_quantities("from 1 March 2026: three working days or 48 hours, at most 120 days", "en", MEASURES)
    assert [str(item) for item in zh] == [str(item) for item in en] == ["3 working-days", "48 hours", "120 days"]


SPOILED = [
    ("statutes/samr-complaints.yaml", "within 7 working days", "within 7 days", "7 working-days"),
    ("statutes/pboc-consumer-protection.yaml", "七个工作日", "七天", "7 days"),
    ("statutes/bank-complaints.yaml", "within 15 days", "within 16 days", "15 days"),
    ("statutes/review-law.yaml", "length: 60 days", "length: 6 months", "which the gist does not say"),
    ("yardsticks.yaml", "length: 120 days", "length: 130 days", "its reason tells other lengths"),
    ("yardsticks.yaml", "length: 72 hours", "length: 72 days", "its reason tells other lengths"),
]


@pytest.fixture
def change(tmp_path: Path) -> Callable[[str, str, str], None]:
    copy_files(ROOT, tmp_path)
    return lambda name, old, new: spoil(tmp_path / ROOT.name / name, old, new)


@pytest.mark.parametrize(("name", "old", "new", "told"), SPOILED)
def test_a_text_that_tells_another_limit_is_told(
    change: Callable[[str, str, str], None], tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    """A unit changed in one language, a limit changed without its gist, a yardstick without its reason."""
    change(name, old, new)
    assert any(told in str(fault) for fault in check_agreement(load_knowledge(tmp_path / ROOT.name)))


def test_a_rule_tells_both_languages_the_same(tmp_path: Path) -> None:
    """A sum in a rule's reason that is another one in English is a fault of the rule."""
    path = copy_files(RULES, tmp_path) / "bars" / "foreclosed.yaml"
    spoil(path, "because: {zh: ", "because: {zh: 先付 500 元。")
    spoil(path, "en: 'A court, arbitrator", "en: 'Pay CNY 50 first. A court, arbitrator")
    knowledge = adviser().knowledge
    told = [str(fault) for fault in lint_rules(load_rules(knowledge, tmp_path / RULES.name), knowledge)]
    assert [message for message in told if "pboc-foreclosed" in message and "500 yuan" in message]


def test_all_texts_agree() -> None:
    """No text of the project counts otherwise in one language than in the other."""
    assert [str(fault) for fault in check_agreement(adviser().knowledge)] == []
