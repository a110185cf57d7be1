"""The questionnaire: what is asked, in which order, how answers are read, changed and taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.interview import Interview, begin
from engine.interview.order import questions_of
from engine.wording import Speaker
from knowledge.models import CONTACTS, Text
from rules.models import Advise
from tests.casebook import TODAY, adviser, random_case


def _start(**data: object) -> Interview:
    return begin(adviser(), TODAY, "en", dict(data))


def _say(interview: Interview, *lines: str) -> Interview:
    for line in lines:
        interview, _ = interview.take(line)
    return interview


def test_no_answer_is_offered_that_the_other_answers_rule_out() -> None:
    """A child's payment offers no grown-up payer; the number chosen is one of those shown, also when it is changed."""
    asked = replace(_start(issue="minor_payment"), asking="payer_age")
    shown = [choice.words for choice in asked.choices(adviser().knowledge.facts["payer_age"])]
    assert shown == [("under_8",), ("from_8_to_17",), ("own_wages",)]
    assert not any("Adult" in line for line in asked.prompt())
    assert _say(asked, "2").data["payer_age"] == "from_8_to_17"
    told = replace(_start(issue="minor_payment", payer_age="under_8"), asking="payer_age")
    assert [choice.words for choice in told.choices(adviser().knowledge.facts["payer_age"])] == shown


@pytest.mark.parametrize(
    ("trouble", "fact", "word", "becomes"),
    [
        ("minor_payment", "payer_age", "own_wages", "merchant_dispute"),
        ("fee_dispute", "counterparty", "merchant", "merchant_dispute"),
        ("fee_dispute", "payment_source", "public_card", "merchant_dispute"),
        ("withdrawal_failed", "counterparty", "operator", "refund_not_received"),
        ("unauthorised_payment", "done_by", "child", "minor_payment"),
    ],
)
def test_an_answer_that_makes_it_another_trouble_can_be_chosen(
    trouble: str, fact: str, word: str, becomes: str
) -> None:
    """It is among the choices, and the case is read as the other trouble from then on."""
    asked = replace(_start(issue=trouble), asking=fact)
    assert any(word in choice.words for choice in asked.choices(adviser().knowledge.facts[fact]))
    assert _start(issue=trouble, **{fact: word}).advice.case.answers["issue"] == becomes


def test_danger_comes_first() -> None:
    """The first line of the first list tells that money is still leaving: the numbers for it come at once, then the trouble is asked."""
    first = _start()
    assert first.question() == "issue"
    assert "still leaving" in first.prompt()[2]
    card = _say(first, "1")
    assert card.data == {"money_at_risk": "yes"}
    assert any("110" in line for line in card.prompt())
    after = _say(card, "")
    assert after.question() == "issue"
    assert not any("still leaving" in line for line in after.prompt())
    assert _say(card, "b").data == {}


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"issue": "unauthorised_payment"}, True), ({"issue": "account_security"}, True), ({"issue": "minor_payment"}, True),
        ({"issue": "unknown"}, True), ({"issue": "topup_failed"}, False), ({"issue": "account_closure"}, False),
        ({"issue": "unauthorised_payment", "money_at_risk": "no"}, False),
    ],
)  # fmt: skip
def test_danger_is_asked_next_where_somebody_can_reach_the_money(told: dict[str, str], asked: bool) -> None:
    """Whoever did not say it at the first list is asked, unless nobody else can be at the money in such a trouble."""
    assert (_start(**told).question() == "money_at_risk") is asked


@pytest.mark.parametrize(
    ("line", "issue"),
    [
        ("紧急", None), ("钱还在转走", None), ("手机丢了", None), ("Urgent!", None), ("my phone was stolen", None), ("有人在用我的手机转钱", None),
        ("我被骗了，钱还在往外走", "fraud"), ("scam, and money is still leaving", "fraud"), ("紧急：提现失败", "withdrawal_failed"),
        ("手机被偷支付宝被盗刷", "unauthorised_payment"), ("URGENT withdrawal failed", "withdrawal_failed"), ("手机在别人手里", None),
        ("I have lost my mobile", None), ("money keeps leaving my account", None), ("救命", None), ("银行卡掉了", None),
    ],
)  # fmt: skip
def test_danger_is_heard_where_the_trouble_is_asked(line: str, issue: str | None) -> None:
    """In people's own words, with the trouble or without; it is said that it was noted, and the numbers come at once."""
    after, told = _start().take(line)
    assert (after.data["money_at_risk"], after.data.get("issue")) == ("yes", issue)
    assert after.card
    assert told[0].startswith("Noted")


@pytest.mark.parametrize(
    "line",
    [
        "不紧急", "不是很紧急，退款没到", "没有紧急情况", "手机没丢，退款没到", "手机丢了，已经挂失了", "手机丢了，找回来了，但是钱没了", "怕手机丢了",
        "催收骚扰我的紧急联系人", "公安紧急止付了我的账户", "自动续费一直在扣", "孩子用我的手机付款", "公交卡丢了", "not urgent", "it is not an emergency",
        "the phone was found, a refund", "my emergency contact was called", "subscription still being charged",
    ],
)  # fmt: skip
def test_what_is_no_danger_is_not_heard_as_one(line: str) -> None:
    """What was found or blocked, is denied, feared, or is the trouble itself, is no danger."""
    assert "money_at_risk" not in _start().take(line)[0].data


def test_the_numbers_come_again_where_danger_is_told_again() -> None:
    """Taken back and told once more, or told after the trouble: the card is shown each time."""
    back = _say(_start(), "1", "", "b")
    assert back.data == {}
    assert _say(back, "1").card
    assert _say(back, "紧急").card
    late = _say(_say(_start(), "4"), "c 1")
    assert late.asking == "issue"
    assert any("110" in line for line in _say(late, "1").prompt())


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"counterparty": "vanished"}, True), ({"counterparty": "swapped_code"}, True), ({"counterparty": "merchant"}, False),
        ({"counterparty": "individual", "payee_response": "unreachable"}, True), ({}, False),
    ],
)  # fmt: skip
def test_danger_is_asked_in_an_everyday_trouble_where_the_plan_changes_by_it(told: dict[str, str], asked: bool) -> None:
    """Whoever was paid and cannot be found may be a swindler: then it is asked after all."""
    case = {"issue": "refund_not_received", "provider": "alipay", "incident_date": "2026-10-01", "attempts": [], **told}
    assert ("money_at_risk" in _start(**case).questions) is asked


def test_the_trouble_can_be_changed_to_danger() -> None:
    """Asked again, the list of troubles still tells of danger; the trouble that was told stays, and is asked again."""
    again = _say(_start(issue="topup_failed", provider="alipay", attempts=[]), "c 1")
    told = _say(again, "1")
    assert told.data["money_at_risk"] == "yes"
    assert told.data["issue"] == "topup_failed"
    assert told.question() == "issue"
    assert _say(told, "", "5").data["issue"] == "unauthorised_payment"


def test_numbers_words_dates_and_dont_know_are_understood() -> None:
    """A number chooses a value; a word or a date is taken as it is; nothing means “don't know”."""
    dated = replace(_start(), asking="incident_date")
    assert _say(dated, "about 2 weeks ago").data == {"incident_date": "2026-11-08"}
    assert _say(dated, "2026-11-03").data == {"incident_date": "2026-11-03"}
    danger = replace(_start(), asking="money_at_risk")
    assert _say(danger, "").data == {"money_at_risk": "unknown"}
    assert _say(danger, "1").data == {"money_at_risk": "yes"}
    assert _say(danger, "no").data == {"money_at_risk": "no"}


def test_what_is_not_understood_is_asked_again() -> None:
    """A wrong answer changes nothing and says why."""
    interview, told = replace(_start(), asking="money_at_risk").take("perhaps")
    assert interview.data == {}
    assert "Type 1 or 2" in told[0]


def test_back_takes_the_last_answer_away_and_keeps_the_others() -> None:
    """`b` asks the last question again."""
    interview = _say(_start(), "6", "2", "1", "b")
    assert interview.data == {"issue": "unauthorised_payment", "money_at_risk": "no"}


def test_a_changed_answer_keeps_the_others_and_tells_what_it_does() -> None:
    """Changing danger to yes puts what stops the loss first."""
    start = _start(money_at_risk="no", issue="unauthorised_payment", provider="alipay", attempts=[])
    interview = _say(start, "c 1")
    assert interview.question() == "money_at_risk"
    after, told = interview.take("1")
    assert after.data["issue"] == "unauthorised_payment"
    assert any("to step 1: Freeze the wallet at once" in line for line in told)


def test_full_width_input_is_understood() -> None:
    """Letters and digits as a Chinese keyboard types them count as their plain ones."""
    assert _say(_start(), "２").data == {"issue": "topup_failed"}
    assert _start().take("？")[1]


def test_answers_that_no_longer_matter_are_kept_and_marked() -> None:
    """A reason for a restriction does not matter to a refund; it stays in the file."""
    interview = _say(_start(issue="account_restricted", restriction_kind="breach", provider="alipay"), "c 1")
    assert interview.asking == "issue"
    after, told = interview.take("3")
    assert after.data["restriction_kind"] == "breach"
    assert any("reason given for the restriction" in line for line in told)
    assert any("no longer matters" in line for line in after.take("c")[1])


@pytest.mark.parametrize("seed", range(40))
def test_it_always_ends(seed: int) -> None:
    """However the questions are answered the interview ends, and no question is asked twice but the trouble, once it is narrowed."""
    case = random_case(seed)
    interview = _start()
    asked: list[str] = []
    for _ in range(60):
        interview = _say(interview, "") if interview.card else interview
        name = interview.question()
        if name is None:
            break
        assert name not in asked or (name == "issue" and asked.count(name) == 1)
        asked.append(name)
        line = "" if name == CONTACTS else str(case.get(name, ""))
        interview, _ = interview.take(line)
        if interview.question() == name:
            interview, _ = interview.take("")
    assert interview.question() is None


def test_the_trouble_behind_customer_service_is_asked() -> None:
    """“Customer service does not solve it” asks what was to be solved, and that is the trouble; without it, it stands."""
    again = _say(replace(_start(provider="alipay"), asking="issue"), "service_quality")
    assert again.data["issue"] == "service_quality"
    assert "customer service did not solve" in again.prompt()[1]
    assert not any("Customer service does not solve it" in line for line in again.prompt())
    theft = _say(again, "5")
    assert theft.data["issue"] == "unauthorised_payment"
    assert theft.question() != "issue"
    itself = _say(again, "")
    assert itself.data["issue"] == "service_quality"
    assert itself.question() != "issue"
    assert "issue" not in _say(again, "b").data


def test_whether_a_transfer_was_accepted_comes_before_what_a_no_makes_moot() -> None:
    """In a wrong transfer it is asked once danger is out of the way; after a no little else is."""
    interview = _start(provider="wechat_pay", issue="wrong_transfer", money_at_risk="no")
    assert interview.question() == "transfer_accepted"
    asked = {item.fact for item in _say(interview, "2").advice.ask}
    assert asked.isdisjoint({"payee_response", "counterparty", "incident_date", "aware_date", "amount", CONTACTS})
    assert "payee_response" in {item.fact for item in _say(interview, "1").advice.ask}


@pytest.mark.parametrize("issue", ["wrong_transfer", "account_restricted", "official_freeze", "fraud"])
@pytest.mark.parametrize("outcome", [None, "refused"])
def test_nobody_is_asked_for_an_arbitration_clause_with_a_stranger_or_about_a_freeze(issue: str, outcome: str) -> None:
    """It is used where it is told, and asked only where there is a contract that may hold one."""
    offices = ("provider-complaint", "freezing-authority", "pboc-12363")
    told = [{"channel": name, "date": "2026-10-20", "outcome": outcome} for name in offices if outcome]
    case = _start(provider="alipay", issue=issue, incident_date="2026-10-10", attempts=told)
    assert "arbitration_clause" not in {item.fact for item in case.advice.ask}


def test_the_amount_is_not_asked_for_the_sake_of_a_text_and_no_text_shows_a_gap() -> None:
    """A bracket goes with what it cannot tell: the sentence reads well with the sum, the day, both or none."""
    unknown = _start(provider="alipay", issue="fraud")
    assert "amount" not in {item.fact for item in unknown.advice.ask}
    for told, bracket in (
        ({}, ""),
        ({"amount": "3200"}, "（3,200.00 元）"),
        ({"incident_date": "2026-11-03"}, "（2026 年 11 月 3 日）"),
        ({"incident_date": "2026-11-03", "amount": "3200"}, "（2026 年 11 月 3 日，3,200.00 元）"),
    ):
        speaker = _start(provider="alipay", issue="unauthorised_payment", **told).advice.speaker
        text = speaker.fill(adviser().knowledge.actions["claim-unauthorised-loss"].do[0])
        assert f"报上日期和金额{bracket}。" in text.zh


def test_texts_read_well_when_nothing_is_known() -> None:
    """No placeholder, no empty bracket and no “not given” in any text of an action or reason, whatever is unknown."""
    speaker = _start().advice.speaker
    texts = [text for action in adviser().knowledge.actions.values() for text in action.wording]
    for text in texts:
        for told in (speaker.fill(text).zh, speaker.fill(text).en):
            assert not re.search(r"[{}]|（）|\(\)|（[，、；]|[，、；]）|\([,;]|[,;] ?\)| ,", told), told


def test_questions_are_in_plain_words_and_speak_of_no_verdict() -> None:
    """Question, help, labels and why are free of unfilled words and of the language of files, in both languages."""
    knowledge = adviser().knowledge
    for name, question in knowledge.questions.items():
        for text in question.texts:
            for told in (text.zh, text.en):
                assert not re.search(r"[{}_]|YAML|as_of|days_ago", told), name
    for lang in ("zh", "en"):
        shown = begin(adviser(), TODAY, lang, {}).take("?")[1]
        assert all("{" not in line for line in shown)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_list_shows_can_be_typed(lang: str) -> None:
    """Each line of the first question, word for word, is the same answer as its number, be it of another fact or of a group."""
    interview = begin(adviser(), TODAY, lang, {})
    name = interview.question()
    for number, choice in enumerate(interview.choices(adviser().knowledge.facts[name]), 1):
        typed, numbered = (interview.take(line)[0] for line in (choice.label[lang], str(number)))
        told = {choice.aside.fact: choice.aside.word} if choice.aside else {name: choice.words[0]}
        assert (typed.data, typed.shelf) == (numbered.data, numbered.shelf)
        assert numbered.data == told or set(numbered.shelf) == set(choice.words)


@pytest.mark.parametrize("money", ["yes", "no", "unknown"])
def test_of_a_trouble_that_cannot_be_named_only_what_advises_something_is_asked(money: str) -> None:
    """Narrowed down, asked again and declined: the wallet says whom to call; whatever changes no advice is left unasked."""
    told = {"money_missing": money, "done_by": "stranger", "locked_out": "unknown", "issue": "unknown"}
    advice = adviser().advise(adviser().read(told, TODAY))
    assert len(advice.ask) > 10
    for fact in questions_of(advice, list(told)):
        outcomes = advice.questionnaire.outcomes.get(fact, ())
        advised = {frozenset(c for c in outcome.effect if isinstance(c, Advise)) for outcome in outcomes}
        assert fact == "provider" or len(advised) > 1, fact


def test_of_a_trouble_that_cannot_be_named_the_wallet_is_asked_once() -> None:
    """Money is gone and a stranger did it: whom to call hangs on the wallet alone; once it is told nothing is asked."""
    told = {"money_missing": "yes", "done_by": "stranger", "locked_out": "unknown", "issue": "unknown"}
    for more, asked in (({}, ["provider"]), ({"provider": "alipay"}, [])):
        advice = adviser().advise(adviser().read({**told, **more}, TODAY))
        assert questions_of(advice, [*told]) == asked


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["0"], None),
        (["q"], None),
        (["不"], None),
        (["No"], None),
        ([""], None),
        (["1", "y", "my.yaml"], "my.yaml"),
        (["０"], None),
    ],
)
def test_an_answer_is_no_name_of_a_file(
    lines: list[str], kept: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Keep your answers?” is answered by a name; a no keeps nothing, a yes or the number of a line asks for a name."""
    from commands.ask import _kept_now

    typed = iter(lines)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    told = _kept_now(begin(adviser(), TODAY, "zh", {"provider": "alipay"}))
    assert [path.name for path in tmp_path.iterdir()] == ([kept] if kept else [])
    assert (told == [adviser().knowledge.wording["ask-not-kept"].zh]) is (kept is None)
    assert next(typed, None) is None


@pytest.mark.parametrize(
    ("lang", "line", "word"),
    [
        ("zh", "公交公司收了手续费", "merchant_dispute"), ("zh", "停车费多收了", "merchant_dispute"), ("zh", "提现手续费", "fee_dispute"),
        ("en", "the transit company charged a fee", "merchant_dispute"), ("en", "a parking fee", "merchant_dispute"), ("en", "a fee I never saw", "fee_dispute"),
        ("zh", "微信号被封了", "account_restricted"), ("en", "my WeChat was banned", "account_restricted"),
    ],
)  # fmt: skip
def test_the_first_question_tells_whose_fee_and_which_account_it_is(lang: str, line: str, word: str) -> None:
    """A charge of a transit company or merchant is a dispute with it; a banned chat account is a restriction whose kind is asked."""
    asked = replace(begin(adviser(), TODAY, lang, {"provider": "wechat_pay"}), asking="issue", card=())
    assert asked.take(line)[0].data.get("issue") == word


@pytest.mark.parametrize(
    ("lang", "line", "words"),
    [
        ("en", "someone stole my money", {"unauthorised_payment"}), ("en", "I was robbed", {"unauthorised_payment"}),
        ("en", "court froze my account", {"official_freeze"}), ("zh", "法院把我微信冻了", {"official_freeze"}), ("zh", "余额被冻结了", {"account_restricted"}),
        ("en", "my mother passed away", {"deceased_user"}), ("zh", "妈妈死了", {"deceased_user"}),
        ("en", "apple charged me", {"unauthorised_payment", "auto_renewal"}), ("zh", "苹果账户扣费", {"unauthorised_payment", "auto_renewal"}),
        ("zh", "话费只到账一半", {"topup_failed"}),
    ],
)  # fmt: skip
def test_plain_words_name_the_trouble(lang: str, line: str, words: set[str]) -> None:
    """What people say first leads to the trouble, or to the list of those that it may be."""
    asked = replace(begin(adviser(), TODAY, lang, {"provider": "wechat_pay"}), asking="issue", card=())
    after, _ = asked.take(line)
    assert (set(after.shelf) or {after.data.get("issue")}) == words


@pytest.mark.parametrize(
    ("lang", "line", "told"),
    [
        ("zh", "微信转错人了，对方把我删了", {"provider": "wechat_pay", "payee_response": "unreachable"}),
        (
            "en",
            "wrong transfer by alipay, he refuses to return it",
            {"provider": "alipay", "payee_response": "refused"},
        ),
        ("zh", "支付宝转错了，对方没拉黑我", {"provider": "alipay"}),
        ("zh", "从微信转账到支付宝余额转错了", {}),
        ("zh", "转错人了，在微信上认识的", {}),
    ],
)
def test_what_the_first_answer_tells_in_passing_is_not_asked_again(lang: str, line: str, told: dict[str, str]) -> None:
    """Wallet and payee are noted, said and asked no more; not what is denied, named two ways or only where they met."""
    asked = replace(begin(adviser(), TODAY, lang, {}), asking="issue", card=())
    after, said = asked.take(line)
    assert after.data == {"issue": "wrong_transfer", **told}
    assert all(any(after.shown(fact) in line for line in said) for fact in told)
    assert not set(told) & set(after.questions)


@pytest.mark.parametrize(
    ("provider", "zh", "en"),
    [
        ("bank", "向银行问清", "The bank must"),
        ("ecny", "向数字人民币钱包问清", "The e-CNY wallet must"),
        ("alipay", "向支付宝问清", "Alipay must"),
        (None, "向该钱包问清", "The wallet must"),
    ],
)
def test_a_wallet_is_called_in_a_sentence_what_fits_into_one(provider: str | None, zh: str, en: str) -> None:
    """“A bank’s own account or app” is the name in a list; the head of a plan keeps it."""
    case = adviser().read({"provider": provider, "issue": "official_freeze"} if provider else {}, TODAY)
    speaker = Speaker(adviser().knowledge, case)
    assert speaker.fill(Text(zh="向{provider}问清", en="{provider} must")) == Text(zh=zh, en=en)
    named = adviser().knowledge.providers[provider].short_name if provider else speaker.word("provider")
    assert speaker.word("provider") == named


def test_a_top_up_is_asked_what_can_be_true_of_one() -> None:
    """A part that arrived has its line, typed as well; a blocked withdrawal and a banned account are not offered."""
    asked = replace(begin(adviser(), TODAY, "en", {"issue": "topup_failed"}), asking="withdrawal_state", card=())
    offered = {word for choice in asked.choices(adviser().knowledge.facts["withdrawal_state"]) for word in choice.words}
    assert offered == {"failed", "not_arrived", "wrong_account", "fee_demanded"}
    assert asked.take("only half of it")[0].data["withdrawal_state"] == "not_arrived"


def test_what_was_not_asked_is_named_as_it_would_be_asked() -> None:
    """Of a family member who died, nobody is offered to tell “what the payee says”."""
    told = {"provider": "wechat_pay", "issue": "deceased_user", "incident_date": "2026-11-01", CONTACTS: []}
    (line,) = begin(adviser(), TODAY, "zh", told).ending("recourse")
    assert "家人去世后，账户里的钱被转给了谁" in line
    assert "收款人怎么说" not in line


def test_in_an_estate_nobody_is_asked_what_a_payee_says() -> None:
    """There is none: whoever took money from the account is asked for as such, and what he says counts where it is told."""
    for told in ({}, {"counterparty": "individual"}, {"counterparty": "none"}):
        case = {"provider": "alipay", "issue": "deceased_user", **told}
        asked = {item.fact for item in adviser().advise(adviser().read(case, TODAY)).plan.ask}
        assert asked.isdisjoint({"payee_response", "payment_source"})
