"""`recourse diff`: which cases get another plan from another version of the files, and how."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.casebook import read_told
from engine.explaining.revision import Revision
from knowledge.errors import CaseError
from tests.casebook import CASES, adviser
from tests.spoiling import copy_files
from tests.test_cli import ROOT, recourse

TOLD = """- story: Filed in May
  case: {as_of: 2026-05-10, provider: wechat_pay, issue: minor_payment, attempts: [{channel: samr-12315, date: 2026-05-06, outcome: pending}]}
- story: Filed on the eve
  case: {as_of: 2026-04-14, provider: wechat_pay, issue: minor_payment, attempts: [{channel: samr-12315, date: 2026-04-06, outcome: pending}]}
- story: A bank's card
  case: {as_of: 2026-11-22, provider: ecny, issue: payment_error}
"""
Spoil = Callable[[str, str, str], None]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "told.yaml"
    path.write_text(TOLD, encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the files, to be made another version of them."""
    for name in ("knowledge", "rules"):
        copy_files(ROOT / name, tmp_path / "old")
    return tmp_path / "old"


def _change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text, (name, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def _revision(old: Path, told: Path, *words: str) -> Revision:
    shown = recourse("diff", str(old), ".", "--cases", str(told), "--json", *words)
    assert shown.returncode == 0, shown.stderr
    return Revision.model_validate_json(shown.stdout, strict=False)


def _postpone(old: Path) -> None:
    """As if Order 121 were not in force yet."""
    _change(old, "knowledge/statutes/samr-complaints.yaml", "2026-04-14]", "2098-12-31]")
    _change(old, "knowledge/statutes/samr-complaints.yaml", "[2026-04-15, null]", "[2099-01-01, null]")


def test_the_same_files_change_nothing(old: Path, told: Path) -> None:
    """A copy of the files gives every case the plan it had, drawn ones too."""
    found = _revision(old, told, "--generated", "5")
    assert (found.cases, found.changed, found.unreadable, found.counts) == (8, (), (), {})


def test_an_edition_of_a_law_changes_dates_and_grounds_from_its_first_day_on(old: Path, told: Path) -> None:
    """With Order 121 a complaint filed in May is answered by another day, on other articles; one of the eve stays."""
    _postpone(old)
    found = _revision(old, told)
    assert [item.case for item in found.changed] == ["told.yaml: Filed in May"]
    change = found.changed[0]
    assert [(str(item.before), str(item.after)) for item in change.plan.dates] == [("2026-07-17", "2026-07-13")]
    grounds = [item for item in change.plan.contents if item.what == "basis"]
    assert "samr-complaints/23(1)(5)" in grounds[0].added
    assert "samr-complaints/21(1)(5)" in grounds[0].removed
    assert found.counts == {"dates": 1, "grounds": 1}


def test_what_changes_is_counted_by_cases(old: Path, told: Path) -> None:
    """Two of the same kind count twice, the most frequent kind first; a case that stays counts among all only."""
    _postpone(old)
    _change(old, "knowledge/channels/issuing-bank.yaml", 'value: "95588"', 'value: "95500"')
    may = TOLD.splitlines()[1]
    told.write_text(f"{TOLD}- story: Another of May\n{may}\n", encoding="utf-8")
    found = _revision(old, told)
    assert found.cases == 4
    assert found.counts == {"dates": 2, "grounds": 2, "ways": 1}
    assert list(found.counts)[-1] == "ways"


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["answer due 2026-07-17 → 2026-07-13", "further ground: Measures for Handling Complaints and Reports to Market Regulators (《市场监督管理投诉举报处理办法》) Art. 15 para. 1", "of 3 cases 1 get another plan"]),
        ("zh", ["答复期限 2026-07-17 → 2026-07-13", "新的依据：《市场监督管理投诉举报处理办法》第十五条第一款", "3 个案件里 1 个的方案变了"]),
    ],
)  # fmt: skip
def test_the_difference_is_told_in_both_languages(old: Path, told: Path, lang: str, lines: list[str]) -> None:
    """The case by its story, each change on its line, the counts; `--brief` keeps story, kinds and counts."""
    _postpone(old)
    shown = recourse("diff", str(old), ".", "--cases", str(told), "--lang", lang).stdout
    assert all(line in shown for line in ["told.yaml: Filed in May", *lines]), shown
    brief = recourse("diff", str(old), ".", "--cases", str(told), "--lang", lang, "--brief").stdout.splitlines()
    assert len(brief) == 4
    assert lines[-1] in brief[1]


@pytest.mark.parametrize(
    ("name", "before", "after", "kinds"),
    [
        ("knowledge/channels/issuing-bank.yaml", 'value: "95588"', 'value: "95500"', {"ways"}),
        ("knowledge/providers/ecny.yaml", "开立该钱包的运营机构（银行）", "开立这个钱包的银行", {"wallet"}),
        ("knowledge/questions.yaml", "\n- fact: issue\n", "\n- fact: issue\n", set()),
    ],
)
def test_facts_of_channels_and_wallets_are_told(
    old: Path, told: Path, name: str, before: str, after: str, kinds: set[str]
) -> None:
    """Another number is told as a way in that came and one that went, another operator as a fact of the wallet."""
    _change(old, name, before, after)
    found = _revision(old, told)
    assert {kind for item in found.changed for kind in item.kinds} == kinds


def test_a_rule_that_is_new_changes_steps_and_where_the_plan_begins(old: Path, told: Path) -> None:
    """Without the rules on payment errors the old version advises less: steps and first step are told."""
    (old / "rules/advice/payment.yaml").unlink()
    changes = {item.case: item for item in _revision(old, told).changed}
    change = changes["told.yaml: A bank's card"]
    assert {"first", "added"} <= set(change.kinds)
    assert change.plan.added
    assert change.first_after
    assert change.first_before != change.first_after


def test_questions_that_come_and_go_are_told(old: Path, told: Path) -> None:
    """Without the rules on closing nobody asks for what they wait for; the new version does, and says so in both languages."""
    (old / "rules/advice/closing.yaml").unlink()
    told.write_text(
        "- {story: x, case: {as_of: 2026-11-22, provider: wechat_pay, issue: account_closure}}", encoding="utf-8"
    )
    change = _revision(old, told).changed[0]
    assert change.plan.now_asked
    assert "questions" in change.kinds
    for lang, line in (("zh", "？ 新的问题："), ("en", "? now asked: ")):
        assert line in recourse("diff", str(old), ".", "--cases", str(told), "--lang", lang).stdout


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "ground in another edition: Regulations on the Supervision of Non-bank Payment Institutions (《非银行支付机构监督管理条例》) Art. 31"),
        ("zh", "依据换了版本：《非银行支付机构监督管理条例》第三十一条"),
    ],
)  # fmt: skip
def test_another_edition_of_a_ground_is_told_in_words(old: Path, told: Path, lang: str, line: str) -> None:
    """The statute and the article as people name them, and of which text it was and is."""
    _change(old, "knowledge/statutes/payment-regulation.yaml", "2023-12-09", "2023-12-08")
    told.write_text(
        "- {story: x, case: {as_of: 2026-11-22, provider: alipay, issue: account_restricted}}", encoding="utf-8"
    )
    shown = recourse("diff", str(old), ".", "--cases", str(told), "--lang", lang).stdout
    assert any(line in said and "2023-12-08" in said and "2023-12-09" in said for said in shown.splitlines()), shown


def test_a_case_that_one_version_refuses_is_told(old: Path, told: Path) -> None:
    """Where the old version takes the wallet for younger, it refuses the case: it is listed with the reason, the others compared."""
    _change(old, "knowledge/providers/ecny.yaml", "day: 2020-04-01", "day: 2026-11-10")
    told.write_text(TOLD.replace("payment_error", "payment_error, incident_date: 2026-11-03"), encoding="utf-8")
    found = _revision(old, told)
    assert [(item.case, item.version) for item in found.unreadable] == [("told.yaml: A bank's card", "before")]
    assert "2026-11-10" in found.unreadable[0].why
    shown = recourse("diff", str(old), ".", "--cases", str(told), "--lang", "en").stdout
    assert "A bank's card: the old version refuses it" in shown
    assert "of 3 cases 0 get another plan" in shown


def test_versions_and_cases_that_cannot_be_read_are_bad_input(old: Path, told: Path, tmp_path: Path) -> None:
    """No folder and no revision; files of another shape, with the first fault; a file that holds no told cases."""
    assert recourse("diff", "no-such", ".").returncode == 2
    _change(old, "knowledge/channels/court.yaml", "level: judiciary", "rank: judiciary")
    broken = recourse("diff", str(old), ".", "--cases", str(told))
    assert broken.returncode == 2
    assert "do not fit this version" in broken.stderr
    assert "channels/court.yaml" in broken.stderr
    for text in ("just text", "- 1", "- {story: no case}", "[", ""):
        told.write_text(text, encoding="utf-8")
        assert recourse("diff", ".", ".", "--cases", str(told)).returncode == 2, text
    assert recourse("diff", ".", ".", "--cases", str(tmp_path / "none.yaml")).returncode == 2


def test_the_schema_of_the_json_is_printed() -> None:
    """`recourse schema revision` describes what `--json` prints."""
    shown = json.loads(recourse("schema", "revision").stdout)
    assert {"before", "after", "cases", "changed", "unreadable", "counts"} <= set(shown["properties"])


def test_told_cases_are_read_with_their_grids() -> None:
    """Every entry of the project's files gives a case of its own, a grid one for each wallet and state."""
    told = read_told(CASES, adviser().knowledge.wording)
    assert all(isinstance(item["case"], dict) and item["file"].endswith(".yaml") for item in told)
    grid = [item for item in told if item["file"] == "grid_law_in_time.yaml"]
    assert len({item["story"] for item in grid}) == len(grid) > 1
    with pytest.raises(CaseError):
        read_told(ROOT / "pyproject.toml", adviser().knowledge.wording)
