"""Facts about wallets and channels on either side of every day on which one changed, and on days of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from documents.layout import as_plain
from documents.lookup import describe_channels
from documents.plan_text import plan_blocks
from engine.steps import Plan
from knowledge.citations import Days
from knowledge.editions import TAKEN_BACK, Claimed, Statement, holding
from knowledge.errors import KnowledgeError
from knowledge.lapses import check_lapses
from knowledge.library import ROOT, load_knowledge
from knowledge.models import Confidence
from knowledge.provider import WALLET_FACTS, WalletFact
from knowledge.refusals import refusals
from tests.casebook import TODAY, adviser
from tests.spoiling import copy_files, spoil
from tests.test_cli import recourse

KNOWLEDGE = adviser().knowledge
DAY = timedelta(days=1)


def _plan(provider: str, day: str, **facts: Any) -> Plan:
    case = {"provider": provider, "issue": "service_quality", "as_of": day, **facts}
    return adviser().advise(adviser().read(case, TODAY)).plan


@pytest.mark.parametrize(
    ("provider", "fact", "before", "day", "after"),
    [
        ("cmpay", "entity", "中移电子商务有限公司", "2024-05-31", "中移支付有限公司"),
        ("suning_pay", "entity", "南京苏宁易付宝网络科技有限公司", "2024-05-31", "南京苏宁易付宝支付科技有限公司"),
        ("douyin_pay", "entity", "武汉合众易宝科技有限公司", "2024-06-01", None),
        ("douyin_pay", "entity", None, "2024-07-01", "抖音支付科技有限公司"),
        ("ecny", "is_not", "不是存款", "2026-01-01", "银行的存款"),
        ("apple_pay", "is_not", "商品的问题找商家和 12315。", "2024-06-28", "不归人民银行 12363 管"),
        ("bank", "is_not", None, "2024-06-28", "找国家金融监督管理总局 12378"),
    ],
)
def test_a_plan_says_what_was_so_on_its_day(
    provider: str, fact: WalletFact, before: str | None, day: str, after: str | None
) -> None:
    """On the eve the old fact, on the day the new one; in a declared gap none, and why."""
    turn = date.fromisoformat(day)
    for shown, on in ((before, turn - DAY), (after, turn)):
        wallet = _plan(provider, on.isoformat()).wallet
        assert wallet
        told = getattr(wallet, fact)
        if shown:
            assert shown in told.zh, on
            assert not [item for item in wallet.not_known if item.what == fact]
        else:
            assert told is None, on
            assert next(item.why for item in wallet.not_known if item.what == fact), on


def _turns() -> Iterator[tuple[str, WalletFact, date]]:
    """Every day on which an edition of a wallet's fact begins or has just ended."""
    for provider in KNOWLEDGE.providers.values():
        for fact in WALLET_FACTS:
            for item in provider.editions(fact):
                yield from ((provider.id, fact, day) for day in (item.from_, item.until and item.until + DAY) if day)


@pytest.mark.parametrize(("provider", "fact", "turn"), sorted(set(_turns())), ids=str)
def test_on_either_side_of_a_change_another_thing_is_told(provider: str, fact: WalletFact, turn: date) -> None:
    """The eve and the day of every change never tell the same; what is told is an edition that covers the day."""
    told = [KNOWLEDGE.providers[provider].told(fact, day) for day in (turn - DAY, turn)]
    assert told[0] != told[1]
    for text, day in zip(told, (turn - DAY, turn), strict=True):
        covering = [item for item in KNOWLEDGE.providers[provider].editions(fact) if item.span[0] <= day]
        covering = [item for item in covering if item.until is None or item.until >= day]
        texts = [item.value if isinstance(item, Claimed) else item for item in covering]
        assert len(covering) <= 1
        assert [text] == texts or (text is None and not texts)


@pytest.mark.parametrize(
    ("channel", "turn", "takes_before", "refuses_after"),
    [
        ("pboc-12363", date(2024, 6, 28), "银行支付业务", "银行、消费金融公司"),
        ("internet-court", date(2025, 11, 1), "借款合同", "网络借款"),
    ],
)
def test_what_a_channel_takes_changes_on_its_day(
    channel: str, turn: date, takes_before: str, refuses_after: str
) -> None:
    """What was taken until the eve is refused from the day on; `recourse channels` says so of both days."""
    entry = KNOWLEDGE.channels[channel]
    for day, changed in ((turn - DAY, False), (turn, True)):
        takes = any(takes_before in text.zh for text in holding(entry.accepts, day))
        refuses = any(refuses_after in item.what.zh for item in refusals(KNOWLEDGE, entry, Days(day)))
        assert (takes, refuses) == (not changed, changed)
        shown = recourse("channels", channel, "--on", day.isoformat()).stdout
        assert (takes_before in shown, f"- {refuses_after}" in shown or refuses_after in shown) != (changed, changed)


def test_nothing_is_claimed_of_a_day_before_anything_was_seen() -> None:
    """No plan of a past day claims an undated fact from more than half a year before it was first seen; it says what holds now."""
    day = "2021-06-01"
    for provider in KNOWLEDGE.providers.values():
        if provider.since and provider.since.day > date.fromisoformat(day):
            continue
        wallet = _plan(provider.id, day).wallet
        assert wallet
        for fact in WALLET_FACTS:
            claims = [item for item in provider.editions(fact) if isinstance(item, Claimed)]
            seen = [c.seen for c in claims if c.confidence is not Confidence.LOW and c.from_ is None]
            if seen and min(seen) - TAKEN_BACK > date.fromisoformat(day):
                assert getattr(wallet, fact) is None, (provider.id, fact)
                assert any(item.what == fact for item in wallet.not_known) == (provider.latest(fact) is not None)


def test_a_way_in_that_is_only_todays_is_told_as_such() -> None:
    """In a plan of 2021 a number first seen later stands with that note, in both languages; in one of today without it."""
    case = {"provider": "jd_pay", "issue": "service_quality", "attempts": []}
    for day, noted in (("2021-06-01", True), (TODAY.isoformat(), False)):
        read = adviser().read({**case, "as_of": day}, TODAY)
        plan = adviser().advise(read).plan
        ways = [way for step in plan.steps for way in step.entrances if way.value == "95118"]
        assert ways
        assert all(way.known is not noted for way in ways)
        for lang, note in (("zh", "那一天是否如此没有查到"), ("en", "today’s; not known for that day")):
            text = as_plain(plan_blocks(plan, read, KNOWLEDGE, lang, full=True))  # type: ignore[arg-type]
            lines = [line for line in text.splitlines() if "95118" in line]
            assert any(note in line for line in lines) is noted
            assert any("（现在的）" in line or "(today’s)" in line for line in lines) is noted


def test_the_operators_name_in_a_step_is_that_of_the_day() -> None:
    """A sentence that names the operator names it as it was called then, and nobody where that is not known."""
    told = {}
    for day in ("2024-05-30", "2024-05-31", "2021-06-01"):
        plan = _plan("cmpay", day, attempts=[{"channel": "provider-complaint", "date": day, "outcome": "refused"}])
        told[day] = " ".join(line.zh for step in plan.steps for line in step.how)
    assert "中移电子商务有限公司" in told["2024-05-30"]
    assert "中移支付有限公司" in told["2024-05-31"]
    assert "中移" not in told["2021-06-01"]


def test_a_wallet_is_looked_up_by_day() -> None:
    """`recourse wallets` tells the day's name and the other editions; a wrong name is bad input."""
    shown = recourse("wallets", "cmpay", "--on", "2024-05-30", "--lang", "en").stdout.splitlines()
    assert "中移电子商务有限公司" in shown[1]
    assert "2024-05-31 – " in shown[2]
    assert "not known for 2021-06-01" in recourse("wallets", "jd_pay", "--on", "2021-06-01", "--lang", "en").stdout
    assert "jd_pay" in recourse("wallets").stdout
    assert recourse("wallets", "jd_pya").returncode == 2


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_files(ROOT, tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("providers/cmpay.yaml", "until: 2024-05-30", "until: 2024-05-31", "entity: two editions or gaps cover 2024-05-31"),
        ("providers/cmpay.yaml", "until: 2024-05-30", "until: 2024-05-29", "entity: no edition and no gap covers 2024-05-30"),
        ("providers/cmpay.yaml", "from: 2024-05-31", "until: 2024-06-30", "two editions or gaps cover"),
        ("providers/ecny.yaml", "  - from: 2026-01-01\n", "  - from: 2026-01-01\n    until: 2026-12-31\n", "is_not: ends on 2026-12-31, nothing follows"),
        ("providers/bank.yaml", "[2021-01-01, 2024-06-27]", "[2022-01-01, 2024-06-27]", "is_not: no edition and no gap covers 2021-01-01"),
        ("providers/bank.yaml", "[2021-01-01, 2024-06-27]", "[2021-01-01, 2024-06-28]", "is_not: two editions or gaps cover 2024-06-28"),
        ("providers/wechat_pay.yaml", "    value: 0755-12363\n", "    value: 0755-12363\n    until: 2025-12-31\n", "the way in 0755-12363 ends on 2025-12-31"),
        ("channels/internet-court.yaml", "until: 2025-10-31", "until: 2025-10-30", "a sentence ends on 2025-10-30"),
    ],
)  # fmt: skip
def test_a_lapse_is_a_fault(copy: Path, name: str, old: str, new: str, told: str) -> None:
    """An overlap, a hole, an edition or way in that ends with nothing after it: each is told with its day."""
    assert check_lapses(KNOWLEDGE) == []
    spoil(copy / name, old, new)
    found = [str(fault) for fault in check_lapses(load_knowledge(copy))]
    assert any(told in fault and fault.startswith(name) for fault in found), found


def test_an_end_with_its_reason_is_no_fault(copy: Path) -> None:
    """A way in that ends, with another that serves the same, or with the reason why none follows, is in order."""
    spoil(copy / "providers/wechat_pay.yaml", "    value: 0755-12363\n",
           "    value: 0755-12363\n    until: 2025-12-31\n    ends: {zh: 停用, en: Given up}\n")  # fmt: skip
    assert check_lapses(load_knowledge(copy)) == []


def test_an_end_before_its_beginning_is_refused(copy: Path) -> None:
    """`until` before `from` cannot be loaded; file, line and both days are told."""
    spoil(copy / "providers/ecny.yaml", "  - from: 2026-01-01\n", "  - from: 2026-01-01\n    until: 2025-12-31\n")
    with pytest.raises(KnowledgeError, match=r"providers/ecny.yaml:\d+: .*ends on 2025-12-31, before it begins"):
        load_knowledge(copy)


def test_a_span_holds_on_both_of_its_ends() -> None:
    """First and last day are included; without them it is open."""
    held = Statement.model_validate({"zh": "一", "en": "one", "from": "2024-01-02", "until": "2024-01-03"})
    days = [held.holds_on(date(2024, 1, day)) for day in (1, 2, 3, 4)]
    assert days == [False, True, True, False]
    assert Statement(zh="一", en="one").holds_on(date.min)
    assert Statement(zh="一", en="one").holds_on(date.max)


def test_names_of_a_channel_follow_on_one_another() -> None:
    """On every day since 2021 a channel has one name, and a plan, a card and a look-up of a past day say that of the day."""
    renamed = [channel for channel in KNOWLEDGE.channels.values() if channel.was]
    assert renamed
    for channel in renamed:
        last = max(item.until for item in channel.was if item.until)
        before, after = channel.name_on(last), channel.name_on(last + DAY)
        assert before != after == channel.name
        assert before.zh in describe_channels(KNOWLEDGE, channel.id, last, "zh")[0]
        assert before.zh not in describe_channels(KNOWLEDGE, channel.id, last + DAY, "zh")[0]
