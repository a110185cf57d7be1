"""“Whom have you contacted?”: whom people name, what they did there, and what is noted of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.interview import Interview, begin
from engine.interview.contact import ContactTalk, Part
from knowledge.models import CONTACTS
from knowledge.outcome import Outcome
from knowledge.standing import Standing
from tests.casebook import TODAY, adviser

LINES = 24


def _contacts(lang: str = "en", **more: object) -> Interview:
    """An interview that has just come to the contacts."""
    data = {"provider": "alipay", "issue": "unauthorised_payment", **more}
    return replace(begin(adviser(), TODAY, lang, data), asking=CONTACTS, card=())


def _say(interview: Interview, *lines: str) -> Interview:
    for line in lines:
        interview, _ = interview.take(line)
    return interview


def _told(interview: Interview, *lines: str) -> list[dict[str, Any]]:
    return list(_say(interview, *lines).contacts)


@pytest.mark.parametrize(
    ("typed", "office"),
    [
        ("客服", "customer-service"), ("customer service", "customer-service"), ("支付宝客服", "customer-service"), ("Alipay", "customer-service"),
        ("95188", "customer-service"), ("报警", "the-police"), ("110", "the-police"), ("１１０", "the-police"), ("police", "the-police"),
        ("去派出所报案了", "the-police"), ("银行", "the-bank"), ("发卡行", "the-bank"), ("95588", "the-bank"), ("my bank", "the-bank"),
        ("12315", "market-regulator"), ("打了12315", "market-regulator"), ("商家", "the-merchant"), ("平台客服", "the-merchant"), ("消协", "consumer-association"),
        ("人民银行", "central-bank"), ("021-12363", "central-bank"), ("央行", "central-bank"), ("12345", "government-12345"), ("法院", "court"), ("court", "court"),
        ("provider-complaint", "customer-service"), ("10086", "phone-company"), ("苹果", "apple"),
    ],
)  # fmt: skip
def test_an_office_is_understood_by_what_people_call_it(typed: str, office: str) -> None:
    """By name, number or another word in either language; digits that are somebody's number are no place in the list."""
    assert (_say(_contacts("zh"), typed).draft or {}).get("office") == office


def test_a_wallets_own_number_means_its_customer_service() -> None:
    """10086 is China Mobile's line, and that of its wallet for whoever uses that one."""
    assert (_say(_contacts(provider="cmpay"), "10086").draft or {})["office"] == "customer-service"


def test_every_number_that_is_shown_is_understood() -> None:
    """Whoever copies a number from a plan is not asked whom it belongs to."""
    knowledge = adviser().knowledge
    for channel in knowledge.channels.values():
        for entrance in channel.entrances:
            if entrance.kind == "phone" and entrance.value[0].isdigit():
                found = _contacts().talk.offices.called(entrance.value)
                assert found, entrance.value
                assert channel.id in {deed.channel for deed in found.office.deeds}, entrance.value


@pytest.mark.parametrize(
    ("deed", "channel", "outcome"),
    [
        ("1", "provider-complaint", "refused"),
        ("2", "provider-complaint", "refused"),
        ("3", "provider-escalation", "refused"),
    ],
)
def test_customer_service_becomes_the_channel_that_was_used(deed: str, channel: str, outcome: str) -> None:
    """By what was done there, in people's words; nobody chooses between our names."""
    (told,) = _told(_contacts(), "customer service", deed, "about two weeks ago", "refused", "20261104-118")
    assert (told["channel"], told["outcome"], told["date"]) == (channel, outcome, "2026-11-08")


@pytest.mark.parametrize(("deed", "phoned"), [("1", "no"), ("2", "yes")])
def test_whether_anything_was_put_in_writing_is_told_by_what_was_done(deed: str, phoned: str) -> None:
    """It is said, kept with the answers, and can be changed; the list of contacts goes on."""
    interview = _say(_contacts(), "客服", deed, "yesterday", "refused")
    after, said = interview.take("")
    assert after.data["only_by_phone"] == phoned
    assert after.label("only_by_phone") in said[0]
    assert after.question() == "attempts"
    assert len(after.contacts) == 1
    both = _say(after, "客服", "2", "yesterday", "refused", "")
    assert both.data["only_by_phone"] == phoned, "a call after a letter does not unwrite it"


def test_what_was_done_in_the_app_alone_is_no_complaint() -> None:
    """A wallet frozen by oneself is noted as that, and uses up no complaint."""
    interview = _say(_contacts(), "客服", "5", "yesterday", "solved")
    action = next(name for name, _ in interview.talk.choices(Part.ACTION, interview.draft or {}) if name)
    (told,) = _told(interview, adviser().knowledge.actions[action].title.en)
    assert (told["channel"], told["action"]) == ("provider-self-service", action)


def test_a_mere_question_is_no_complaint() -> None:
    """Asking how it works brings its own outcome: nothing was filed, and no more is asked. So for who cannot tell."""
    for deed in ("4", "0", ""):
        assert _told(_contacts(), "客服", deed, "yesterday") == [
            {"channel": "provider-complaint", "date": "2026-11-21", "outcome": "asked"}
        ]


@pytest.mark.parametrize(
    ("lang", "line", "told"),
    [
        ("zh", "3天前打了12315，没回", {"channel": "samr-12315", "date": "2026-11-19", "outcome": "no_reply"}),
        ("zh", "昨天投诉客服，被拒绝了", {"channel": "provider-complaint", "date": "2026-11-21", "outcome": "refused"}),
        ("zh", "上周三报警，还没消息", {"channel": "police", "date": "2026-11-11", "outcome": "pending"}),
        (
            "en",
            "called 12315 three days ago, no answer",
            {"channel": "samr-12315", "date": "2026-11-19", "outcome": "no_reply"},
        ),
    ],
)
def test_a_contact_can_be_told_in_one_line(lang: str, line: str, told: dict[str, str]) -> None:
    """Whom, when and what came back are taken from a sentence, and read back; nothing more is asked."""
    after, said = _contacts(lang, card_exposed="no").take(line)
    assert list(after.contacts) == [told]
    assert told["date"] in said[0]


def test_of_a_sentence_only_what_is_missing_is_asked() -> None:
    """A day without an outcome leaves the outcome to ask."""
    after = _say(_contacts(), "called the police yesterday")
    assert (after.draft or {})["date"] == "2026-11-21"
    assert any("What came back" in line for line in after.prompt())


def test_contacts_are_told_part_by_part() -> None:
    """Whom, when, what came back, under which number; nobody else ends the list."""
    after = _say(_contacts(), "Formal complaint", "about two weeks ago", "4", "20261104-118", "0")
    assert after.data[CONTACTS] == [
        {"channel": "provider-complaint", "date": "2026-11-08", "outcome": "refused", "reference": "20261104-118"}
    ]


def test_what_came_back_takes_dont_know_and_peoples_words() -> None:
    """By number, by a word, or not known."""
    for typed, outcome in (("0", "unknown"), ("", "unknown"), ("不知道", "unknown"), ("没回", "no_reply"), ("不立案", "not_accepted"), ("还没答复", "pending"), ("答应退款", "pending"), ("promised", "pending"), ("solved", "resolved"), ("没解决", "unsatisfied")):  # fmt: skip
        after = _say(_contacts("zh"), "12345", "昨天", typed)
        assert (after.draft or after.contacts[0])["outcome"] == outcome, typed


def test_an_unknown_outcome_claims_no_answer() -> None:
    """It waits and falls due like a contact without an answer, solves nothing, and steps are left; so in a case file, however written."""
    for written in ("unknown", "不知道", None, ""):
        contact = {"channel": "provider-complaint", "date": "2026-11-20", "outcome": written}
        case = adviser().read(
            {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", CONTACTS: [contact]}, TODAY
        )
        assert case.attempts[0].outcome is Outcome.UNKNOWN
        advice = adviser().advise(case)
        assert advice.inference.facts["standing(provider-complaint)"] == "waiting"
        assert advice.inference.standings["provider-complaint"].due
        assert advice.plan.steps
    long_ago = {"channel": "provider-complaint", "date": "2026-09-01", "outcome": "unknown"}
    late = adviser().read(
        {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", CONTACTS: [long_ago]}, TODAY
    )
    assert adviser().advise(late).inference.facts["standing(provider-complaint)"] == "overdue"


def test_a_contact_in_the_future_or_before_the_incident_is_refused() -> None:
    """The day is asked again, with what was wrong; what was told of the contact is kept."""
    interview = _say(_contacts(incident_date="2026-11-10"), "Formal complaint")
    for day, wrong in (
        ("2030-01-01", "2030"),
        ("2026-11-01", "2026-11-10"),
        ("soon", "12 days ago"),
    ):
        after, told = interview.take(day)
        assert after.draft == interview.draft
        assert wrong in told[0]


@pytest.mark.parametrize("line", ["0", "", "unknown", "不记得了", "can't remember"])
def test_whoever_cannot_tell_the_day_goes_on_without_it(line: str) -> None:
    """It is kept as unknown, the other parts are asked for, and the answer is believed."""
    interview = _contacts(provider="alipay", issue="unauthorised_payment")
    assert any("Don't know" in shown for shown in _say(interview, "Formal complaint").prompt())
    done = _say(interview, "Formal complaint", line, "refused", "", "0")
    (told,) = done.data[CONTACTS]
    assert (told["date"], told["outcome"]) == ("unknown", "refused")
    assert done.advice.inference.standings["provider-complaint"].standing is Standing.REFUSED


def test_an_answer_has_a_day_where_the_contact_has_none() -> None:
    """It is not taken back before the incident, and limits run from it."""
    interview = _contacts(incident_date="2026-11-01", provider="alipay", issue="unauthorised_payment")
    asked = _say(interview, "police", "0", "not accepted")
    early, wrong = asked.take("2026-10-01")
    assert "2026-11-01" in wrong[0]
    assert early.draft == asked.draft
    done = _say(asked, "2026-11-20", "", "0")
    (told,) = done.data[CONTACTS]
    assert (told["date"], told["answered"]) == ("unknown", "2026-11-20")


def test_a_vague_day_of_a_contact_stays_after_the_incident() -> None:
    """“Last week” with an incident in the middle of it: a day of that week after it, and the latest of them."""
    (told,) = _told(_contacts(incident_date="2026-11-12"), "police", "last week", "0")
    assert told["date"] == "2026-11-15"


def test_a_reference_that_is_too_long_is_asked_again() -> None:
    """It is checked before it is taken, and nothing told before is lost."""
    interview = _say(_contacts(), "12345", "yesterday", "refused")
    after, told = interview.take("9" * 500)
    assert told
    assert after.draft == interview.draft
    assert len(_say(after, "A-1").contacts) == 1


def test_a_blocked_card_is_told_from_a_complaint_to_the_bank() -> None:
    """Where a channel has actions that do not put the dispute to it, what the contact was for is asked."""
    interview = _say(_contacts(card_exposed="yes"), "bank", "yesterday", "solved")
    assert any("card blocked" in line for line in interview.prompt())
    after = _say(interview, "2", "", "")
    assert after.data[CONTACTS] == [
        {"channel": "issuing-bank", "date": "2026-11-21", "outcome": "resolved", "action": "freeze-card"}
    ]


def test_solved_in_a_theft_is_the_stop_unless_the_matter_itself_is_named() -> None:
    """A case file that says no more is read so; the questionnaire asks, and writes down which it was."""
    (told,) = _say(_contacts(), "bank", "yesterday", "solved", "1", "", "").data[CONTACTS]
    assert told["action"] == "dispute-card-charge"
    plain = {"provider": "alipay", "issue": "fraud", CONTACTS: [{**told, "action": None}]}
    assert [item.action for item in adviser().read(plain, TODAY).attempts] == ["freeze-card"]
    assert [item.action for item in adviser().read({**plain, "issue": "fee_dispute"}, TODAY).attempts] == [None]


def test_the_day_of_an_answer_is_asked_where_a_limit_runs_from_it() -> None:
    """The bank's refusal starts a limit: when it came is asked, and may be left open. A wallet's refusal starts none."""
    interview = _say(_contacts(card_exposed="yes"), "bank", "12 days ago", "refused", "1")
    assert any("When did the answer" in line for line in interview.prompt())
    known, unknown = _say(interview, "5 days ago", "", "0"), _say(interview, "", "", "0")
    assert known.data[CONTACTS][0]["answered"] == "2026-11-17"
    assert "answered" not in unknown.data[CONTACTS][0]
    too_early, told = interview.take("20 days ago")
    assert too_early.draft == interview.draft
    assert told


def test_back_takes_a_contact_apart_again() -> None:
    """`b` takes away the last part of a contact, then the last contact."""
    interview = _say(_contacts(), "12345", "yesterday")
    assert _say(interview, "b").draft == {"office": "government-12345"}
    whole = _say(interview, "4", "")
    assert len(whole.contacts) == 1
    assert len(whole.kept[CONTACTS]) == 1
    assert _say(whole, "b").contacts == ()


@pytest.mark.parametrize(
    ("lang", "line", "office"),
    [
        ("zh", "昨天打了银行客服，说是外地公安冻的", "the-bank"),
        ("zh", "银行昨天说法院冻的", "the-bank"),
        ("en", "called the bank yesterday, they said the police froze it", "the-bank"),
        ("en", "called wechat a week ago", "customer-service"),
        ("zh", "上周打微信", "customer-service"),
        ("en", "found the seller on wechat yesterday", "the-merchant"),
        ("zh", "昨天在微信上找了卖家", "the-merchant"),
        ("zh", "昨天在微信上联系了他", None),
    ],
)
def test_whom_a_sentence_only_speaks_of_was_not_contacted(lang: str, line: str, office: str | None) -> None:
    """Whoever is told to have frozen the money, or through what somebody was reached; the wallet by its short name is."""
    assert (_say(_contacts(lang, provider="wechat_pay"), line).draft or {}).get("office") == office


def test_what_one_line_told_of_a_contact_is_taken_back_at_once() -> None:
    """`b` after “understood: …” leads back to “whom?”; parts told one by one before or after it go one by one."""
    told = _say(_contacts(), "called the police yesterday")
    assert _say(told, "b").draft is None
    assert _say(told, "refused", "b").draft == told.draft
    assert _say(told, "b", "12345", "yesterday", "b").draft == {"office": "government-12345"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_count_of_nothing_is_told_after_the_last_contact(lang: str) -> None:
    """Where no question follows, nothing is said of those that follow."""
    last = replace(_say(_contacts(lang), "12345"), most=1)
    assert "0" not in last.left()
    assert len(replace(last, most=2).left()) > len(last.left())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("provider", ["alipay", "bank", "apple_pay", "other", None])
def test_both_lists_of_offices_fit_on_a_screen(provider: str | None, lang: str) -> None:
    """The near ones first, the rest a level further; every office that can matter is on one of them."""
    for issue in adviser().knowledge.issues:
        data = {"issue": issue, **({"provider": provider} if provider else {})}
        near = replace(begin(adviser(), TODAY, lang, data), asking=CONTACTS)
        more = _say(near, "more")
        assert len(near.prompt()) < LINES
        assert len(more.prompt()) <= LINES + 2
        talk = near.talk
        listed = [*talk.offices.near(), *talk.offices.more()]
        assert set(talk.offices.mattering) <= {deed.channel for office in listed for deed in office.deeds}
        if "more" in (more.draft or {}):
            assert _say(more, "0").draft is None


@pytest.mark.parametrize("outcome", ["refused", "unsatisfied", "partial", "not_accepted", "pending", "no_reply"])
@pytest.mark.parametrize("provider", [item.id for item in adviser().knowledge.providers.values() if item.one_with])
def test_one_door_under_two_names_gives_one_plan(provider: str, outcome: str) -> None:
    """Who was turned down by the bank's own customer service is not sent to the bank once more."""
    wallet = adviser().knowledge.providers[provider]
    for issue in adviser().knowledge.issues:
        for name, door in wallet.one_with.items():
            plans = []
            for channel in (name, door):
                contact = {"channel": channel, "date": "2026-11-03", "outcome": outcome}
                data = {"provider": provider, "issue": issue, "incident_date": "2026-10-20", "attempts": [contact]}
                plans.append(adviser().advise(adviser().read(data, TODAY)).plan)
            assert plans[0].to_json() == plans[1].to_json(), issue


SUED = [
    ("en", "I am being sued", "yes"), ("en", "The lender sued me last week", "yes"), ("en", "I got a summons", "yes"), ("en", "Jack took me to court", "yes"),
    ("en", "a payment order came", "payment_order"), ("zh", "我被起诉了", "yes"), ("zh", "平台把我告上法庭了", "yes"), ("zh", "被告了", "yes"),
    ("zh", "收到法院传票", "yes"), ("zh", "没报警，收到了起诉状副本", "yes"), ("zh", "收到支付令", "payment_order"), ("zh", "被商家起诉了", "yes"), ("zh", "平台把我起诉了", "yes"),
    ("zh", "我被银行告上法院了", "yes"), ("zh", "我是原审被告", "yes"), ("en", "the shop has sued me", "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "line", "word"), SUED)
def test_whoever_is_sued_says_so_where_contacts_are_asked_for(lang: str, line: str, word: str) -> None:
    """It is noted as being sued, no contact is made of it, and the day on which the papers came is asked for afterwards."""
    before = _contacts(lang)
    after, told = before.take(line)
    assert after.data["sued"] == word
    assert after.draft is None
    assert after.contacts == ()
    assert after.question() == CONTACTS
    assert before.adviser.knowledge.facts["sued"].label[lang] in told[0]
    on = _say(after, "0")
    assert "sued_date" in on.questions
    assert "sued" not in _say(on, "b", "b").data


@pytest.mark.parametrize(("lang", "line", "word"), SUED)
def test_it_can_be_said_at_any_question_with_a_list(lang: str, line: str, word: str) -> None:
    """The question is asked again, unless the line answers it as well; what it asks for is not answered by it."""
    known = {"provider": "alipay", "issue": "unauthorised_payment"}
    before = replace(begin(adviser(), TODAY, lang, known), card=())
    after, _ = before.take(line)
    assert after.data == {**known, "sued": word}
    assert after.question() == before.question()


@pytest.mark.parametrize(
    ("lang", "line", "office"),
    [
        ("en", "I sued them", "court"), ("en", "I have not been sued", None), ("en", "they threatened that I will be sued by them", None),
        ("en", "the court refused my claim", "court"), ("zh", "起诉了，没消息", "court"), ("zh", "没有被起诉", None), ("zh", "向法院申请了支付令", "court"),
        ("zh", "商家警告我", "the-merchant"), ("zh", "客服告诉我等着", "customer-service"), ("zh", "他威胁要把我告上法庭", None),
        ("zh", "我起诉了商家", "court"), ("zh", "我把平台告上法院了", "court"), ("zh", "把商家告了", "court"), ("zh", "我向法院起诉支付宝", "court"),
        ("zh", "我起诉了我的房东", "court"), ("zh", "法院判商家退款", "court"), ("zh", "商家警告了我", "the-merchant"), ("zh", "商家起诉了", "the-merchant"),
        ("zh", "银行已经起诉了", "the-bank"), ("zh", "平台上个月正式起诉了", "the-merchant"), ("zh", "商家，银行都起诉了", "the-bank"), ("en", "the bank has already sued", "the-bank"),
        ("en", "the merchant has just sued", "the-merchant"), ("zh", "我已经起诉了", "court"), ("zh", "银行不理，已经起诉了", "court"), ("en", "I have already sued", "court"),
        ("en", "I sued my bank", "court"), ("en", "I took the merchant to court", "court"), ("en", "I filed a lawsuit against the platform", "court"),
    ],
)  # fmt: skip
def test_a_suit_of_ones_own_or_a_threat_is_none_against_one(lang: str, line: str, office: str | None) -> None:
    """A suit that one filed is a contact with the court; what is denied, feared or announced is neither."""
    after, _ = _contacts(lang).take(line)
    assert "sued" not in after.data
    assert (after.draft or {}).get("office") == office


@pytest.mark.parametrize(
    ("lang", "line", "office"),
    [
        ("zh", "找消协投诉商家", "consumer-association"), ("zh", "报警抓卖家", "the-police"), ("zh", "找银行要求改征信", "the-bank"),
        ("zh", "商家让我去法院告他", "the-merchant"), ("zh", "银行让我找商家", "the-bank"), ("zh", "商家叫我打12315", "the-merchant"),
        ("zh", "我准备起诉商家", None), ("zh", "打算起诉银行", None),
        ("en", "I told the police about the merchant", "the-police"), ("en", "complained to the bank about the shop", "the-bank"),
        ("en", "the shop told me to go to the police", "the-merchant"), ("en", "I am going to sue the merchant", None),
    ],
)  # fmt: skip
def test_of_several_who_are_named_it_is_the_one_that_was_turned_to(lang: str, line: str, office: str | None) -> None:
    """Not whom it was about, and not whom somebody only advised or the person only plans to turn to."""
    after, _ = _contacts(lang).take(line)
    assert (after.draft or {}).get("office") == office


def test_both_are_taken_where_a_line_tells_both() -> None:
    """Being sued, and the trouble that was asked for."""
    before = replace(begin(adviser(), TODAY, "zh", {"money_at_risk": "no"}), asking="issue", card=())
    after, _ = replace(before, asking=None, history=("money_at_risk",)).take("花呗逾期，被起诉了")
    assert after.data["sued"] == "yes"


def test_going_back_after_the_contacts_keeps_them() -> None:
    """What was told of contacts is there again, to be added to; the next step back takes away the last one only."""
    asked = replace(begin(adviser(), TODAY, "en", {"provider": "alipay", "issue": "unauthorised_payment"}), card=())
    while asked.question() != CONTACTS:
        asked = replace(_say(asked, "0"), card=())
    told = replace(_say(asked, "called the police 3 days ago, no answer", "95188 two days ago, refused", "0"), card=())
    held = told.data[CONTACTS]
    assert len(held) == 2
    again = told.back()
    assert again.question() == CONTACTS
    assert list(again.contacts) == held
    assert _say(again, "0").data[CONTACTS] == held
    assert list(again.back().contacts) == held[:-1]


def test_changing_the_contacts_begins_with_those_that_are_known() -> None:
    """Nobody has to tell them again to add one."""
    told = _say(_contacts(), "called the police 3 days ago, no answer", "0")
    assert told.data[CONTACTS]
    assert list(told.change(CONTACTS).contacts) == told.data[CONTACTS]


@pytest.mark.parametrize("issue", adviser().knowledge.issues)
def test_at_the_phone_company_nobody_is_asked_for_a_purpose_that_cannot_be_meant(issue: str) -> None:
    """The number is got back in troubles in which it is asked whether it is lost; elsewhere the matter itself is all there is."""
    knowledge = adviser().knowledge
    case = {"provider": "alipay", "issue": issue}
    talk = ContactTalk(adviser(), adviser().advise(adviser().read(case, TODAY)), case, TODAY, "zh")
    told = {"office": "phone-company", "deed": "demanded", "date": "2026-11-10", "outcome": "resolved"}
    lost = issue in knowledge.questions["phone_number_lost"].only_for["issue"]
    assert talk.of(told).purposes() == (["recover-phone-number"] if lost else [])
