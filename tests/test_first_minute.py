"""People in trouble, from nothing: how many answers until there is a number to dial, and what is said whatever is not known."""

from __future__ import annotations

import itertools
import os
import pty
import re
import select
import signal
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from documents.layout import as_plain
from documents.next_text import next_lines
from documents.plan_text import plan_blocks
from documents.summary_text import SummaryText
from engine.adviser import Advice
from engine.case import Case
from engine.doors import first_doors
from engine.explaining.next_question import next_question
from engine.interview import Interview, begin
from engine.steps import calls
from engine.steps.parts import WayIn
from knowledge.frozen import replace
from knowledge.models import CONTACTS, FactKind, Lang
from rules.models import Urgency
from tests.casebook import TODAY, adviser
from tests.strategies import ASKED, cases

ROOT = Path(__file__).parent.parent
LINES, COLUMNS = 24, 80
SHORT = 10
"""prompts after which somebody who knows nothing has a plan"""


@dataclass(frozen=True)
class Talk:
    """A talk that has ended: what was asked, and after how many answers the first number came."""

    asked: tuple[str, ...]
    first_number: int | None
    interview: Interview


def talk(lang: Lang, *lines: str, **later: str) -> Talk:
    """Types the lines, then what `later` says of a fact, then nothing but Enter."""
    interview, waiting, asked, first = begin(adviser(), TODAY, lang, {}), list(lines), list[str](), None
    while interview.prompt() and len(asked) < 60:
        if interview.card:
            first = len(asked) if first is None else first
            interview, _ = interview.take("")
            continue
        name = interview.question()
        assert name
        asked.append(name)
        typed = waiting.pop(0) if waiting else later.get(name, "")
        interview, told = interview.take(typed)
        assert not interview.shelf or typed, "only a line that was typed opens a level"
        plan, case = interview.advice.plan, interview.advice.case
        doors = [door.call for door in first_doors(adviser().knowledge, TODAY, case.wallet(adviser().knowledge))]
        if first is None and any(call.words(lang) in line for line in told for call in (*calls(plan), *doors)):
            first = len(asked)
    return Talk(tuple(asked), first, interview)


PEOPLE: list[tuple[str, Lang, tuple[str, ...], dict[str, str], int]] = [
    ("a transfer to a stranger", "zh", ("2", "转错"), {"provider": "微信", "transfer_side": "1"}, 3),
    ("a theft just now", "zh", ("1", "盗刷"), {"provider": "支付宝"}, 1),
    ("a balance that is frozen", "zh", ("2", "余额被冻结"), {"provider": "支付宝", "restriction_kind": "6"}, 3),
    ("a top-up that never came", "zh", ("2", "充值没到账"), {"provider": "微信"}, 3),
    ("a child's game", "zh", ("2", "孩子玩游戏充了钱"), {"provider": "微信", "payer_age": "2"}, 3),
    ("ten days of run-around", "zh", ("2", "客服踢皮球"), {"provider": "京东"}, 3),
    ("a visitor", "en", ("2", "refund"), {"provider": "wechat"}, 3),
    ("a visitor who is robbed", "en", ("1", "stolen"), {"provider": "alipay"}, 1),
]


@pytest.mark.parametrize(("who", "lang", "lines", "later", "most"), PEOPLE, ids=[person[0] for person in PEOPLE])
def test_a_number_comes_within_three_answers_and_in_an_emergency_after_one(
    who: str, lang: Lang, lines: tuple[str, ...], later: dict[str, str], most: int
) -> None:
    """Answered well: one answer while money is leaving, three otherwise; and the trouble that was named is the one chosen."""
    told = talk(lang, *lines, **later)
    assert told.first_number is not None, who
    assert told.first_number <= most
    assert "issue" in told.interview.advice.case.answers
    assert told.interview.advice.plan.steps


@pytest.mark.parametrize(("who", "lang", "lines", "later", "most"), PEOPLE, ids=[person[0] for person in PEOPLE])
def test_whoever_knows_nothing_more_is_soon_told_whom_to_call(
    who: str, lang: Lang, lines: tuple[str, ...], later: dict[str, str], most: int
) -> None:
    """“Don't know” throughout, with and without the trouble named: few prompts, and numbers at the end."""
    assert later
    assert most
    for typed in (lines[:1], lines):
        told = talk(lang, *typed)
        assert len(told.asked) <= SHORT, who
        assert numbers(told.interview.advice)
        assert told.first_number is not None
        assert told.first_number <= 3, who


def numbers(advice: Advice) -> list[str]:
    """What the screen tells to dial: the certain steps' numbers, else those of the first doors."""
    found = [way.value for call in calls(advice.plan) for way in call.ways]
    return found or [way.value for door in first_doors(adviser().knowledge, TODAY) for way in door.call.ways]


def test_the_card_tells_what_cannot_wait_without_knowing_trouble_or_wallet() -> None:
    """Money still leaving: wallet, card and police, each with a number; Enter goes on to the question that was next."""
    after, told = begin(adviser(), TODAY, "zh", {}).take("1")
    assert told == []
    lines = after.prompt()
    assert len(lines) == 6
    assert ["95188" in line for line in lines] == [False, False, True, False, False, False]
    assert any("110" in line for line in lines)
    assert any("银行卡背面" in line for line in lines)
    assert after.take("")[0].prompt()[1] == "遇到了什么问题？"
    assert after.take("q")[0].over


def test_back_from_what_cannot_wait_leads_to_the_answer_that_brought_it() -> None:
    """`b` at the card takes that answer away; given again, it brings the card again."""
    before = begin(adviser(), TODAY, "en", {})
    card, _ = before.take("1")
    back, _ = card.take("b")
    assert card.card
    assert not back.card
    assert (back.question(), back.data) == (before.question(), before.data)
    assert back.take("1")[0].card == card.card


@pytest.mark.parametrize("wallet", [value.id for value in adviser().knowledge.facts["provider"].values])
@pytest.mark.parametrize("issue", ["unauthorised_payment", "account_compromised", "account_security"])
def test_a_freeze_is_certain_whatever_the_wallet(issue: str, wallet: str) -> None:
    """Every wallet leads to a freeze that is certain; so it is one without the wallet, and stands there only once."""
    case = {"issue": issue, "money_at_risk": "yes", "attempts": []}
    freezes = {"freeze-wallet", "freeze-card", "stop-wallet", "stop-card"}

    def sure(**more: str) -> set[str]:
        plan = adviser().advise(adviser().read({**case, **more}, TODAY)).plan
        return {s.action for s in plan.steps if not s.provided and s.urgency is Urgency.NOW} & freezes

    assert sure() == {"stop-wallet", "stop-card"}
    assert sure(provider=wallet) & {"freeze-wallet", "freeze-card"}
    assert not sure(provider=wallet) & {"stop-wallet", "stop-card"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_tells_numbers_while_the_wallet_is_unknown(lang: Lang) -> None:
    """Freezing tells the number of each of the commonest wallets under its name, and where those of others are; with the wallet, one."""
    knowledge = adviser().knowledge
    case = {"issue": "unauthorised_payment", "money_at_risk": "yes", "attempts": []}
    told = first_lines(adviser().advise(adviser().read(case, TODAY)), lang)
    named = [
        wallet
        for wallet in map(knowledge.providers.__getitem__, knowledge.commonest("provider"))
        if any(f"{wallet.short_name[lang]} {e.value}" in told[0] for e in wallet.entrances if e.is_number)
    ]
    assert len(named) >= 2
    assert knowledge.wording["summary-other-wallet"][lang] in told[0]
    known = first_lines(adviser().advise(adviser().read({**case, "provider": "alipay"}, TODAY)), lang)
    assert any("95188" in line for line in known)
    assert not any(knowledge.wording["summary-other-wallet"][lang] in line for line in known)


def first_lines(advice: Advice, lang: Lang) -> list[str]:
    return [line for _, line in SummaryText(advice.plan, advice.case, adviser().knowledge, lang).lines()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_can_be_dialled_from_abroad_comes_from_the_numbers_themselves(lang: Lang) -> None:
    """No number of ours is sure from abroad, and every English plan that tells a number says so; one that were would be named."""
    everybody = [*adviser().knowledge.providers.values(), *adviser().knowledge.channels.values()]
    assert not any(e.is_number and e.value.startswith("+") for one in everybody for e in one.entrances)
    advice = adviser().advise(adviser().read({"issue": "unauthorised_payment", "provider": "alipay"}, TODAY))
    knowledge = adviser().knowledge
    for full in (False, True):
        text = as_plain(plan_blocks(advice.plan, advice.case, knowledge, lang, full=full))
        assert (knowledge.wording["abroad-none"][lang] in text) or (lang == "zh" and not full)
    steps = [step.but(entrances=tuple(_abroad(way) for way in step.entrances)) for step in advice.plan.steps]
    plan = advice.plan.but(steps=tuple(steps))
    text = as_plain(plan_blocks(plan, advice.case, knowledge, lang, full=True))
    assert knowledge.wording["abroad-numbers"].told(lang, numbers="+86 21 5555") in text


def _abroad(way: WayIn) -> WayIn:
    return way.but(value="+86 21 5555") if way.kind == "phone" else way


def test_an_ordinary_deduction_freezes_nothing() -> None:
    """Money that leaves by a subscription is no theft: once that is told the general steps are gone."""
    plan = adviser().advise(adviser().read({"issue": "auto_renewal", "money_at_risk": "yes"}, TODAY)).plan
    assert not {step.action for step in plan.steps} & {"stop-wallet", "stop-card", "alarm-police"}


# --- not knowing -------------------------------------------------------------------------------------------------------


def to_somebody(advice: Advice) -> set[str]:
    """The certain steps that go to somebody."""
    return {step.action for step in advice.plan.steps if step.channel and not step.provided}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(cases())
def test_not_knowing_takes_nothing_away(case: Case) -> None:
    """Declining a question leaves every certain step; and where each answer leads to somebody, so does not knowing."""
    before = adviser().advise(case)
    assume(before.ask)
    facts = adviser().knowledge.facts
    for item in before.ask[:3]:
        if item.fact == CONTACTS or facts[item.fact].kind is FactKind.DATE:
            continue
        declined = adviser().advise(replace(case, dont_know=case.dont_know | {item.fact}))
        assert to_somebody(before) <= to_somebody(declined)
        answers = before.questionnaire.supposer.answers(facts[item.fact])
        reached = [
            to_somebody(adviser().advise(adviser().narrow(before.questionnaire.worlds.supposed({item.fact: answer}))))
            for answer in answers
            if before.questionnaire.worlds.admits({item.fact: answer})
        ]
        if "issue" in case.answers and reached and all(reached):
            assert numbers(declined) or to_somebody(declined)


@pytest.mark.parametrize("wallet", [None, "alipay", "wechat_pay", "apple_pay", "bank"])
def test_a_reason_that_was_not_told_leads_to_no_less_than_not_knowing_it(wallet: str | None) -> None:
    """“No reason was given” and “don't know” bring the same people to turn to, and somebody to call."""
    base = {"issue": "account_restricted", "attempts": [], **({"provider": wallet} if wallet else {})}
    told, unknown = (
        adviser().advise(adviser().read({**base, "restriction_kind": word}, TODAY)) for word in ("not_told", "unknown")
    )
    assert next(calls(told.plan), None)
    assert next(calls(unknown.plan), None)
    channels = [{s.channel for s in item.plan.steps if s.channel and not s.provided} for item in (told, unknown)]
    assert channels[1] <= channels[0] or channels[0] == channels[1]


def test_a_trouble_that_cannot_be_named_is_narrowed_down_and_asked_again() -> None:
    """Three questions, then the list of what is left; declined again, it is not asked a third time."""
    told = talk("zh", "", "2", "1", "4", "2")
    assert told.asked[:6] == ("issue", "money_at_risk", "money_missing", "done_by", "locked_out", "issue")
    assert told.asked.count("issue") == 2
    left = begin(adviser(), TODAY, "zh", {"issue": "unknown", "money_missing": "yes", "done_by": "stranger"})
    shown = left.choices(adviser().knowledge.facts["issue"])
    assert ("unauthorised_payment",) in [choice.words for choice in shown]
    assert ("topup_failed",) not in [choice.words for choice in shown]


def test_whatever_narrows_the_trouble_leaves_a_choice() -> None:
    """No set of answers to the narrowing questions rules every trouble out."""
    narrowing = [q.fact for q in adviser().knowledge.questions.values() if q.narrows == "issue"]
    facts = adviser().knowledge.facts
    words = [
        ["unknown", *([v.id for v in facts[f].values] or ["yes", "no"])] for f in narrowing
    ]  # a fact without values is answered by yes or no
    total = len(facts["issue"].values)
    for answers in itertools.product(*words):
        case = adviser().read(dict(zip(narrowing, answers, strict=True)), TODAY)
        assert total - len(case.ruled_out.get("issue", ())) >= 2, answers


# --- the screen --------------------------------------------------------------------------------------------------------


def rows(lines: list[str], columns: int = COLUMNS) -> int:
    """Rows of a terminal that these lines take."""
    return sum(max(1, -(-width(part) // columns)) for line in lines for part in line.split("\n"))


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fact", [fact.id for fact in ASKED])
def test_question_options_and_help_stay_on_a_screen(fact: str, lang: Lang) -> None:
    """24 rows of 80 columns hold what `?` says, the question with all its options, and the line to type on, at every level."""
    interview = begin(adviser(), TODAY, lang, {})
    object.__setattr__(interview, "asking", fact)  # the question, out of its turn
    levels = [interview]
    entry = adviser().knowledge.facts[fact]
    levels += [interview.take(str(n))[0] for n, c in enumerate(interview.choices(entry), 1) if len(c.words) > 1]
    for level in levels:
        _, helped = level.take("?")
        assert rows([*helped, *level.prompt()]) < LINES


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fact", [fact.id for fact in ASKED if adviser().knowledge.questions[fact.id].wordings])
def test_every_other_wording_stays_on_a_screen_and_is_what_is_said(fact: str, lang: Lang) -> None:
    """Under the answers that call for it the question and its help are said in these words, on 24 rows."""
    question = adviser().knowledge.questions[fact]
    for item in question.wordings:
        told = {name: words[0] for name, words in item.given.items()}
        interview = begin(adviser(), TODAY, lang, told)
        object.__setattr__(interview, "asking", fact)
        _, helped = interview.take("?")
        shown = interview.prompt()
        assert shown[1] == (item.ask or question.ask)[lang]
        assert helped[0] == (item.help or question.help)[lang]
        assert rows([*helped, *shown]) < LINES
        offered = "\n".join(shown)
        assert all(label[lang] in offered for label in item.labels.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terminal_next_and_json_put_a_question_in_the_same_words(lang: Lang) -> None:
    """Of every trouble the first question, whether it is worded for that trouble or not."""
    worded = set()
    for issue in adviser().knowledge.issues:
        told = {"provider": "alipay", "issue": issue}
        advice = adviser().advise(adviser().read(told, TODAY))
        asked = next_question(advice, adviser().knowledge).question
        fact, interview = advice.ask[0].fact, begin(adviser(), TODAY, lang, told)
        object.__setattr__(interview, "asking", fact)
        assert asked
        assert interview.prompt()[1] == asked.ask[lang]
        assert next_lines(advice, adviser(), lang)[:2] == [f"{fact}: {asked.ask[lang]}", f"  {asked.help[lang]}"]
        worded |= {issue} if asked.ask != adviser().knowledge.questions[fact].ask else set()
    assert {"minor_payment", "withdrawal_failed"} <= worded


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_answers_does_not_scroll_the_question_away(lang: Lang) -> None:
    """After `c` the answers so far and the question stand on one screen, at each question of a long talk."""
    interview = begin(adviser(), TODAY, lang, {})
    typed = {"money_at_risk": "2", "issue": "5", "provider": "1", "payment_source": "2", CONTACTS: "0"}
    while interview.question() and not interview.over:
        _, told = interview.take("c")
        if interview.question() != CONTACTS:  # whom to turn to is listed by another module
            assert rows([*told, *interview.prompt()]) < LINES
        interview, _ = interview.take(typed.get(interview.question(), ""))


def test_a_long_list_has_two_levels() -> None:
    """What is commonest stands on top; a number opens a group, `b` leads back, a number there chooses."""
    interview = begin(adviser(), TODAY, "zh", {"money_at_risk": "no"})
    top = interview.prompt()
    assert "充值" in top[2]
    assert "付款" in top[3]
    assert "退款" in top[4]
    assert "提现" in top[5]
    inside, _ = interview.take("11")
    assert "账户被别人登录或控制" in inside.prompt()[2]
    assert inside.take("b")[0].prompt() == top
    assert inside.take("3")[0].data["issue"] == "account_closure"
    wallets = begin(adviser(), TODAY, "zh", {"money_at_risk": "no", "issue": "topup_failed"})
    assert "支付宝" in wallets.prompt()[2]
    assert wallets.take("小米")[0].data["provider"] == "mi_pay"


@pytest.mark.parametrize(
    ("typed", "issue"),
    [("充值没到账", "topup_failed"), ("refund", "refund_not_received"), ("退款", "refund_not_received"), ("我被骗了", "fraud"), ("scam", "fraud"),
     ("转错人了", "wrong_transfer"), ("公安冻结", "official_freeze"), ("花呗", "credit_product_dispute"), ("wrong_transfer", "wrong_transfer")],
)  # fmt: skip
def test_a_trouble_is_chosen_by_the_words_people_use(typed: str, issue: str) -> None:
    """A word that names one trouble chooses it, from whatever level."""
    interview = begin(adviser(), TODAY, "zh", {"money_at_risk": "no"})
    assert interview.take(typed)[0].data["issue"] == issue


def test_a_word_that_names_several_troubles_lists_them() -> None:
    """Nothing is guessed: what fits is shown to choose from."""
    shown, _ = begin(adviser(), TODAY, "zh", {"money_at_risk": "no"}).take("冻结")
    assert 2 <= len(shown.shelf) <= 9
    assert shown.question() == "issue"


@pytest.mark.parametrize("lines", [("2", "1", "1"), ("1", "5", "1"), ("2", "8", "2", "6"), ("2", "", "1", "4")])
def test_the_number_of_questions_left_never_grows(lines: tuple[str, ...]) -> None:
    """Answered as it comes the number shown only falls; while a contact is told, its parts are counted."""
    interview, typed, shown = begin(adviser(), TODAY, "zh", {}), iter(lines), list[int]()
    while interview.question() and len(shown) < 40:
        if not interview.card:
            shown.append(interview.bound)
        interview, _ = interview.take("" if interview.card else next(typed, ""))
    assert shown == sorted(shown, reverse=True)
    at_contacts = begin(adviser(), TODAY, "zh", {"money_at_risk": "no", "issue": "topup_failed", "provider": "alipay"})
    object.__setattr__(at_contacts, "asking", CONTACTS)
    assert re.search("第 2 项", at_contacts.take("1")[0].left())


# --- as people run it --------------------------------------------------------------------------------------------------


def at_terminal(typed: list[str], folder: Path, lang: str = "zh") -> str:
    """What a terminal of 24 × 80 shows of a questionnaire into which these lines are typed; ^C and ^D as they are."""
    pid, terminal = pty.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background hands on that it is ignored
        os.chdir(folder)
        os.environ |= {"TERM": "xterm", "COLUMNS": "80", "LINES": "24", "PYTHONIOENCODING": "utf-8"}
        os.execv(sys.executable, [sys.executable, str(ROOT / "cli.py"), "ask", "--lang", lang])
    seen, waiting, last = b"", list(typed), ""
    while True:
        ready, _, _ = select.select([terminal], [], [], 8 if last == "\x03" else 60)
        if not ready and last == "\x03":  # it came between the prompt and the reading of the line: press it again
            last = ""
            os.write(terminal, b"\x03")
            continue
        try:
            chunk = os.read(terminal, 65536) if ready else b""
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
        tail = seen.decode("utf-8", "ignore").rstrip(" ")
        if waiting and tail.endswith((">", "：", "nothing:")):
            last = waiting.pop(0)
            os.write(terminal, last.encode())
    os.close(terminal)  # whoever still waits for a line is hung up on
    _, status = os.waitpid(pid, 0)
    return f"{seen.decode('utf-8', 'ignore')}\n[{os.waitstatus_to_exitcode(status)}]"


@pytest.mark.parametrize(("ended", "code"), [("q\r", 0), ("\x04", 0), ("\x03", 0)], ids=["q", "end of input", "Ctrl-C"])
def test_however_it_ends_what_is_known_is_told_and_nothing_is_kept(ended: str, code: int, tmp_path: Path) -> None:
    """After one answer in an emergency: a plan with 110 and exit 0; no file that was not asked for."""
    shown = at_terminal(["1\r", "\r", ended, "\r"], tmp_path)
    assert "110" in shown.rpartition("先做这些")[2]
    assert shown.endswith(f"[{code}]")
    assert list(tmp_path.iterdir()) == []


def test_with_nothing_known_the_first_doors_are_told(tmp_path: Path) -> None:
    """`q` at once: numbers to dial by what happened, and exit 3, since nothing was told to advise on."""
    for lang, words in (("zh", "先可以打的电话"), ("en", "Whom you can call first")):
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "ask", "--lang", lang],
            input="q\n", capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 3
        assert words in done.stdout
        assert all(number in done.stdout for number in ("110", "12315", "12345", "95188"))


@pytest.mark.parametrize(
    ("wallet", "numbers"),
    [(None, ["95188", "95017", "95118"]), ("jd_pay", ["95118"]), ("wechat_pay", ["95017"]), ("duxiaoman", ["95055"])],
)
def test_a_wallet_that_is_known_is_called_on_its_own_number(wallet: str | None, numbers: list[str]) -> None:
    """Its own alone at its door; those of the commonest while none is named; the other doors stay as they are."""
    known = adviser().knowledge
    title = known.channels["provider-complaint"].name_on(TODAY)
    doors = first_doors(known, TODAY, known.providers[wallet] if wallet else None)
    (own,) = (door for door in doors if door.call.title == title)
    assert [way.value for way in own.call.ways] == numbers
    assert [door for door in doors if door is not own] == [
        door for door in first_doors(known, TODAY) if door.call.title != title
    ]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"money_at_risk": "no"}, False),
        ({"money_at_risk": "no", "locked_out": "no"}, True),
        ({"user_type": "consumer"}, False),
        ({"user_type": "consumer", "amount": "50"}, True),
        ({"issue": "unknown", "user_type": "consumer"}, True),
        ({"issue": "merchant_dispute", "provider": "bank", "attempts": []}, False),
    ],
)
def test_the_first_doors_are_told_after_two_answers_that_brought_nobody_to_call(
    answers: dict[str, str], told: bool
) -> None:
    """Not after one: the next answer may bring the number that fits; and not of a trouble that is told: they say whom one calls for which."""
    assert not list(calls(begin(adviser(), TODAY, "en", answers).advice.plan))
    assert bool(begin(adviser(), TODAY, "en", answers).seen) is told


def test_whoever_cannot_name_the_trouble_is_told_at_once_whom_one_calls() -> None:
    """Nobody who knows little is kept waiting for a number."""
    first, told = begin(adviser(), TODAY, "en", {}).take("")
    assert first.seen
    assert any("110" in line for line in told)


def test_at_the_end_the_answers_can_be_kept_and_the_commands_pasted(tmp_path: Path) -> None:
    """A name that is typed keeps them; the commands name the file; a file that is there is not written over."""
    (tmp_path / "there.yaml").write_text("x", encoding="utf-8")
    shown = at_terminal(["2\r", "1\r", "q\r", "there.yaml\r", "my case.yaml\r"], tmp_path)
    assert (tmp_path / "there.yaml").read_text(encoding="utf-8") == "x"
    assert "issue: topup_failed" in (tmp_path / "my case.yaml").read_text(encoding="utf-8")
    assert "plan 'my case.yaml'" in shown
    assert "draw escalation --case 'my case.yaml'" in shown


def test_without_a_command_the_questions_begin() -> None:
    """`recourse` alone, and with a language only; help names each command in both languages, with an example."""
    for arguments, words in (([], "钱还在往外走"), (["--lang", "en"], "money still leaving")):
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *arguments],
            input="q\n", capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert words in done.stdout
    for command in ("ask", "plan", "why", "draw", "law"):
        told = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), command, "--help"],
            capture_output=True, encoding="utf-8", timeout=60, check=False,
        ).stdout  # fmt: skip
        assert re.search(rf"Example:\n  .*cli\.py {command}", told)
        assert re.search("[\u4e00-\u9fff]", told.split("Options:")[0])
