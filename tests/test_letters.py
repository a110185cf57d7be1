"""Letters: to the right one, asking the right thing, on the plan's articles, saying only what the case says, blank where it says nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from documents.letters import Letter, check_letters, clean, form_of, letters_of, write_letter
from documents.sheets import letter_sheet, render
from engine.adviser import Advice
from knowledge.errors import CaseError
from knowledge.library import ROOT, load_knowledge
from tests.casebook import CASES, TODAY, adviser, read_cases
from tests.spoiling import copy_files, spoil

EXPECTED = read_cases(Path(__file__).parent / "letters")
SAMPLE = [*read_cases(CASES)[::41], *read_cases(CASES / "real")[::6]]
LEFT = re.compile(r"[{}]|undefined|None|False|True|\bnan\b")
"""what a template that was not filled leaves behind"""
ACTIONS = [action for action in adviser().knowledge.actions if form_of(action, adviser().knowledge)[0]]


def advise(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, TODAY))


def written(advice: Advice, action: str, filled: dict[str, str] | None = None) -> Letter:
    return write_letter(advice.plan, advice.case, adviser().knowledge, action, filled)


def texts(letter: Letter, lang: str = "zh") -> str:
    return "\n".join(text[lang] for part in letter.parts for text in part.text)  # type: ignore[index]


@pytest.mark.parametrize("told", EXPECTED, ids=lambda told: told["story"])
def test_a_letter_is_what_a_lawyer_would_write(told: dict[str, Any]) -> None:
    """Addressee, other side, court, requests, articles, blanks; and what it must not say."""
    letter = written(advise(told["case"]), told["action"])
    whole = texts(letter)
    assert letter.form == told["form"]
    assert letter.to.name.zh == told["to"]
    assert [party.name.zh for party in letter.against] == told.get("against", [])
    assert [basis.citation for court in letter.courts for basis in court.basis] == told.get("courts", [])
    assert [text for text in told["says"] if text not in whole] == []
    assert [text for text in told["silent"] if text in whole] == []
    assert set(told["cites"]) <= {basis.citation for basis in letter.articles}
    assert [blank.id for blank in letter.blanks] == told["blanks"]


def test_there_are_ten_of_them() -> None:
    """Ten letters of different forms at least, for eight kinds of trouble."""
    assert len({told["action"] for told in EXPECTED}) >= 10
    assert len({told["case"]["issue"] for told in EXPECTED}) >= 8


@pytest.mark.parametrize("told", SAMPLE, ids=lambda told: (told.get("story") or told["id"])[:60])
def test_every_letter_of_a_plan_can_be_written(told: dict[str, Any]) -> None:
    """No word is left unfilled in either language; articles, dates and grounds are the plan's; it asks for something."""
    advice = advise(told["case"])
    steps = {step.action: step for step in advice.plan.steps}
    for line in letters_of(advice.plan, adviser().knowledge).letters:
        if line.form is None:
            assert line.why_not
            continue
        letter, step = written(advice, line.action), steps[line.action]
        assert not LEFT.search(texts(letter)), texts(letter)
        assert not LEFT.search(texts(letter, "en")), texts(letter, "en")
        assert set(letter.articles) <= set(step.basis)
        assert (letter.do_by, letter.do_by_kind, letter.reply_due) == (step.do_by, step.do_by_kind, step.reply_due)
        assert any(part.kind == "item" for part in letter.parts) or letter.action == "get-written-authority"
        assert letter.blanks[0].id
        assert Letter.model_validate_json(letter.model_dump_json()) == letter


@pytest.mark.parametrize("told", EXPECTED[:4], ids=lambda told: told["action"])
def test_every_form_can_be_filled_from_any_case(told: dict[str, Any]) -> None:
    """Whatever the trouble, no form asks for a word that is not there."""
    advice = advise(told["case"])
    first = advice.plan.steps[0]
    for action in ACTIONS:
        plan = advice.plan.but(steps=(first.but(action=action),))
        letter = write_letter(plan, advice.case, adviser().knowledge, action)
        assert not LEFT.search(texts(letter) + texts(letter, "en")), action


def test_only_what_was_told_is_stated() -> None:
    """Without an answer its sentence is gone; a fact that is needed becomes a blank, and is listed."""
    told = dict(EXPECTED[0]["case"])
    assert "付款时没有验证密码" in texts(written(advise(told), "complain-pboc"))
    del told["no_password"], told["amount"]
    letter = written(advise(told), "complain-pboc")
    assert "密码" not in texts(letter)
    assert "金额人民币＿＿＿＿＿＿元" in texts(letter)
    assert "amount" in [blank.id for blank in letter.blanks]


def test_an_appeal_that_was_lost_is_told_as_one() -> None:
    """A contact is told by its action where that has words: who appealed did not sue a second time."""
    lost = {"channel": "court", "date": "2026-06-20", "answered": "2026-11-16", "outcome": "refused"}
    told = {
        "as_of": "2026-11-22",
        "provider": "alipay",
        "issue": "payment_error",
        "attempts": [{**lost, "action": "appeal-judgment"}],
    }
    advice = advise(told)
    plan = advice.plan.but(steps=(advice.plan.steps[0].but(action="ask-police-reason"),))
    letter = texts(write_letter(plan, advice.case, adviser().knowledge, "ask-police-reason"))
    assert "2026年6月20日，本人就一审判决提起上诉，2026年11月16日收到法院文书：上诉请求未获支持" in letter
    assert "起诉" not in letter


def test_what_is_filled_in_is_no_blank_any_more() -> None:
    """Names and numbers come in for one letter and nowhere else; an unknown one is a fault with the nearest right name."""
    advice = advise(EXPECTED[0]["case"])
    letter = written(advice, "complain-pboc", {"name": "张三", "id_number": "110101199001011234"})
    assert "投诉人：张三，身份证件号码：110101199001011234" in texts(letter)
    assert {"name", "id_number"}.isdisjoint(blank.id for blank in letter.blanks)
    assert "张三" not in texts(written(advice, "complain-pboc"))
    with pytest.raises(CaseError, match="phone"):
        written(advice, "complain-pboc", {"phon": "1"})


def test_nothing_is_vouched_for_that_was_not_told() -> None:
    """That no other body has the dispute is said only where contacts were told, and none of them is one."""
    vouches = "同一争议没有交由"
    told = dict(EXPECTED[0]["case"])
    assert vouches in texts(written(advise(told), "complain-pboc"))
    told["attempts"] = [*told["attempts"], {"channel": "samr-12315", "date": "2026-11-10", "outcome": "not_accepted"}]
    advice = advise(told)
    assert "complain-pboc" in [step.action for step in advice.plan.steps]
    assert vouches not in texts(written(advice, "complain-pboc"))


@pytest.mark.parametrize(
    ("day", "name"),
    [("2024-05-20", "中移电子商务有限公司"), ("2024-06-20", "中移支付有限公司")],
    ids=["before", "after"],
)
def test_the_addressee_is_the_company_of_that_day(day: str, name: str) -> None:
    """A wallet's operator renamed: the letter goes to the name of its day, with where that was read."""
    advice = advise({"as_of": day, "provider": "cmpay", "issue": "payment_error", "incident_date": "2024-05-10", "counterparty": "none", "user_type": "consumer"})  # fmt: skip
    letter = written(advice, "report-payment-error")
    assert letter.to.name.zh == name
    assert letter.to.known
    assert letter.to.sources


def test_a_name_that_is_not_known_of_that_day_is_a_blank_with_todays_beside_it() -> None:
    """Nothing is claimed of a day of which nothing was read; whoever writes is told the name of today."""
    advice = advise({"as_of": "2022-03-01", "provider": "alipay", "issue": "payment_error", "incident_date": "2022-02-20", "counterparty": "none", "user_type": "consumer"})  # fmt: skip
    letter = written(advice, "report-payment-error")
    assert not letter.to.known
    assert "entity" in [blank.id for blank in letter.blanks]
    assert any("支付宝支付科技有限公司" in doubt.zh for doubt in letter.to.doubts)


def test_a_bank_in_a_phone_is_no_company_of_the_app() -> None:
    """Of a card in a phone the bank is the other side, and it is a blank: the file has no name of it."""
    advice = advise({"as_of": "2026-11-22", "provider": "apple_pay", "issue": "unauthorised_payment", "incident_date": "2026-11-20", "amount": "100", "counterparty": "vanished", "payment_source": "bank_card"})  # fmt: skip
    letters = [
        line.action for line in letters_of(advice.plan, adviser().knowledge).letters if line.form == "bank-complaint"
    ]
    letter = written(advice, letters[0])
    assert not letter.to.known
    assert "bank_name" in [blank.id for blank in letter.blanks]


def test_a_step_without_a_letter_says_why() -> None:
    """A call needs no letter; a step that is none of the plan is told with the nearest one. A form's name does as well."""
    advice = advise(EXPECTED[0]["case"])
    with pytest.raises(CaseError, match=r"call or the query"):
        written(advice, "follow-up-police")
    with pytest.raises(CaseError, match="complain-pboc"):
        written(advice, "complain-pbo")
    assert written(advice, "pboc-complaint").action == "complain-pboc"


HOSTILE = [
    "{{ 7*191 }}{% raw %}{%x%}",
    '"]) #panic("x") $x$ @ref `raw` *b* _i_ <lab> // /* \\',
    "<script>alert(1)</script>&amp;<img src=x onerror=y>",
    "](javascript:alert(1)) ![i](http://e.example/x) **b** | a | b |",
    "# heading\n\n- item\n1. one\r\nEND:VEVENT\r\nATTACH:x",
    "]]></w:t></w:r><w:p/>\x00\x0b\ud83d\u202eevil\u2028",
    "=cmd|'/c calc'!A1",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(text: str) -> None:
    """In every blank of a letter and in a contact's number: shown as written, read as a mark by no format."""
    knowledge = adviser().knowledge
    told = dict(EXPECTED[0]["case"])
    number = "".join(sign for sign in text if sign.isprintable())
    told["attempts"] = [
        {"channel": "provider-complaint", "date": "2026-11-04", "outcome": "refused", "reference": number}
    ]
    letter = written(advise(told), "complain-pboc", dict.fromkeys(knowledge.letters.blanks, text))
    shown = clean(text)
    assert f"投诉人：{shown}，" in texts(letter)
    assert f"编号：{clean(number)}）" in texts(letter)
    assert "1337" not in texts(letter)
    sheet = letter_sheet(letter, knowledge, "zh")
    page = render(sheet, "html").decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    markdown = render(sheet, "md").decode()
    assert len(re.findall(r"^#+ ", markdown, re.MULTILINE)) == sum(
        part.kind in ("title", "heading") for part in letter.parts
    )
    assert "](javascript" not in markdown.replace("\\]\\(", "").replace("\\](", "")
    assert all("<" not in line.replace("\\<", "") for line in markdown.splitlines())


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("letters/forms/demand.yaml", "{{ blank.refund_account }}", "{{ blank.refnd }}", "there is no blank “refnd”"),
        ("letters/forms/demand.yaml", "{{ title }}", "{{ titel }}", "there is no word “titel”"),
        ("letters/forms/demand.yaml", "{{ title }}", "{{ title ", "unexpected"),
        ("letters/forms/demand.yaml", "action: ask-payee", "action: ask-nobody", "there is no action “ask-nobody”"),
        ("letters/forms/demand.yaml", "to: [r-person,", "to: [r-nobody,", "there is no party “r-nobody”"),
        ("letters/forms/demand.yaml", "civil-code/985", "civil-code/9999", "no statute file has “civil-code/9999”"),
        ("letters/unwritten.yaml", "chase-pboc, ", "", "chase-pboc: no form"),
        ("letters/unwritten.yaml", "chase-pboc, ", "chase-pboc, complain-pboc, ", "stands in pboc-complaint as well"),
        ("letters/contacts.yaml", "- {id: notary,", "- {id: notaries,", "has no words for “notary”"),
        ("letters/contacts.yaml", "- {id: appeal-judgment-refused", "- {id: appeal-judgement-refused", "appeal-judgement-refused: is no channel"),
        ("letters/statements.yaml", "payee_response: agreed", "payee_response: greed", "there is no value of the fact payee_response “greed”"),
        ("letters/parties.yaml", "pboc-consumer-protection/40(2)", "pboc-consumer-protection/400", "no statute file has"),
        ("letters/venues.yaml", "civil-procedure-law/29", "civil-procedure-law/2900", "no statute file has"),
        ("letters/passages.yaml", "{use: applicant}", "{use: aplicant}", "there is no passage “aplicant”"),
        ("issues/wrong_transfer.yaml", "plea: {zh: 按约定返还款项", "plea: {zh: '按约定返还{{ sum }}'", "there is no word “sum”"),
        ("materials.yaml", "due-diligence-measures.retention", "due-diligence-measures.retenton", "there is no limit"),
    ],
)  # fmt: skip
def test_a_spoiled_form_is_told(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    """Every name in the forms that leads nowhere, and every action left without a form or a reason, is a fault."""
    folder = copy_files(ROOT, tmp_path)
    spoil(folder / name, old, new)
    faults = [str(fault) for fault in check_letters(load_knowledge(folder))]
    assert any(told in fault for fault in faults), faults


def test_the_forms_hold_together() -> None:
    """No fault; every form is used by an action, and every blank, passage, party and venue by a form."""
    knowledge = adviser().knowledge
    assert check_letters(knowledge) == []
    used = {form.id for action in knowledge.actions if (form := form_of(action, knowledge)[0])}
    assert used == set(knowledge.letters.forms)
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "letters").rglob("*.yaml"))
    sources += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "issues").glob("*.yaml"))
    of_python = {"entity", "seat", "pboc_branch", "contact_date", "answer_date"}
    assert [
        blank for blank in knowledge.letters.blanks if f"blank.{blank} " not in sources and blank not in of_python
    ] == []
    for held in (knowledge.letters.passages, knowledge.letters.venues):
        assert [key for key in held if len(re.findall(rf"(?<![\w-]){key}(?![\w-])", sources)) < 2] == []
