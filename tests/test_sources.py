"""Sources: each names a document that a person can follow, wherever it is shown, in both languages; what rests on few is listed."""

from __future__ import annotations

import json
import re

import pytest

from diagrams.drawing import Request
from diagrams.page.channel_cards import channel_cards
from documents.law_text import describe_law
from documents.layout import as_plain
from documents.lookup import describe_channels, describe_rules
from documents.plan_text import plan_blocks
from documents.sourcing_text import sourcing_lines
from documents.wallet_text import describe_wallets
from engine.case import Case
from engine.schema import output_schema
from engine.sourcing import claims_of, sourcing
from engine.steps import Plan
from engine.wording import document
from knowledge.grounds import named
from knowledge.models import Lang
from knowledge.sources import check_sources
from tests.casebook import TODAY, adviser
from tests.test_cli import recourse

KNOWLEDGE = adviser().knowledge
CLAIMS = claims_of(adviser())
BARE = re.compile(r"code search|@ ?[0-9a-f]{12}|^\S*https?://\S+$")
"""what says nothing to a reader: a number of a search, a commit, an address without a name"""
LANGS: tuple[Lang, ...] = ("zh", "en")


def test_every_source_names_a_document() -> None:
    """Publisher, title and day, and an address or of what it is a copy – or that nobody could name it."""
    for source in KNOWLEDGE.sources.values():
        parts = (source.publisher, source.title, source.moment, source.url or source.copy_of)
        assert all(parts) is not bool(source.unnamed), source.id


def test_no_shown_source_is_a_bare_address() -> None:
    """As told in either language it begins with a name; numbers of searches and commits stand nowhere."""
    for use in {use for claim in CLAIMS for use in named(claim.sources)}:
        for lang in LANGS:
            assert not BARE.search(document(KNOWLEDGE, use)[lang]), use


def test_every_english_source_can_be_read() -> None:
    """A publisher in English has Latin letters; its Chinese name stands beside it, not instead of it."""
    for source in KNOWLEDGE.sources.values():
        if source.publisher and source.title:
            assert re.search("[A-Za-z0-9]", source.publisher.en), source.id
            assert re.search("[A-Za-z]", source.title.en), source.id


def _chains() -> list[str]:
    adv, found = adviser(), []
    for lang in LANGS:
        for statute in KNOWLEDGE.statutes:
            found += describe_law(KNOWLEDGE, statute, TODAY, lang)
        for wallet in KNOWLEDGE.providers:
            found += describe_wallets(KNOWLEDGE, wallet, TODAY, lang)
        for channel in KNOWLEDGE.channels:
            found += describe_channels(KNOWLEDGE, channel, TODAY, lang)
        for rule in adv.rulebase.rules:
            found += describe_rules(KNOWLEDGE, adv.rulebase, rule.id, lang)
    return found


def test_what_nobody_could_name_is_shown_nowhere() -> None:
    """No look-up of a statute, wallet, channel or rule tells of an unnamed source, nor gives its address."""
    unnamed = [source for source in KNOWLEDGE.sources.values() if source.unnamed]
    assert unnamed
    shown = "\n".join(_chains())
    for source in unnamed:
        assert source.unnamed
        assert source.unnamed.zh not in shown
        assert not source.url or source.url not in shown


def test_law_prints_the_official_address_and_what_was_read() -> None:
    """The administration’s own address of Order 121, and the collection in which its text was read."""
    for lang, words in (("zh", ("官方文本：", "读自：")), ("en", ("official text:", "read in:"))):
        lines = describe_law(KNOWLEDGE, "samr-complaints/23(1)(5)", TODAY, lang)
        told = [next(line for line in lines if word in line) for word in words]
        assert "https://www.samr.gov.cn/" in told[0]
        assert "iBubble/RAG" in told[1]


def test_a_wallet_tells_where_its_name_was_read() -> None:
    """Behind the name stands a number, and under it the document with its address or its kind."""
    lines = describe_wallets(KNOWLEDGE, "jd_pay", TODAY, "en")
    name = next(line for line in lines if "Name for a complaint" in line)
    number = re.search(r"\[(\d+)", name)
    assert number
    assert any(line.strip().startswith(f"[{number[1]}] ET Net") and "https://" in line for line in lines)


def _plan(**case: str) -> tuple[Plan, Case]:
    read = adviser().read(case, TODAY)
    return adviser().advise(read).plan, read


def test_a_step_without_a_statute_tells_what_it_rests_on() -> None:
    """Keeping software up to date is our own judgement and says so; what 12345 is for is told with the document and its address."""
    for issue, action, told in (
        ("account_security", "keep-software-updated", {"zh": "本项目的判断", "en": "this project’s judgement"}),
        ("report_violation", "ask-where-to-report", {"zh": "新华社：", "en": "Xinhua News Agency:"}),
    ):
        plan, case = _plan(issue=issue)
        step = next(step for step in plan.steps if step.action == action)
        assert not step.basis
        assert [doc.url for doc in step.documents if not doc.url] == []
        for lang in LANGS:
            assert told[lang] in as_plain(plan_blocks(plan, case, KNOWLEDGE, lang, full=True))


def test_a_plan_in_json_tells_its_documents() -> None:
    """Each document has its id, both languages and the address; `sources` says the same in one line each."""
    plan, _ = _plan(issue="report_violation")
    step = next(step for step in plan.steps if step.documents)
    for doc in step.documents:
        assert doc.source in KNOWLEDGE.sources
        assert any(doc.told.zh in line and doc.told.en in line and (doc.url or "") in line for line in step.sources)


def test_a_page_tells_the_documents_of_a_channel() -> None:
    """The card of 96110 leads to the police’s text and to the report on the app."""
    groups = channel_cards(adviser(), Request(TODAY))
    card = next(card for group in groups for card in group.cards if card.id == "anti-fraud-96110")
    items = next(part.items for part in card.sections if part.title == KNOWLEDGE.wording["step-sources"])
    assert {item.url.split("/")[2] for item in items} == {"tech.sina.cn", "news.cnhubei.com"}


def test_every_source_is_cited() -> None:
    """No entry that nothing rests on."""
    assert check_sources(KNOWLEDGE, CLAIMS) == []


def test_what_rests_on_the_collection_with_invented_documents_is_in_doubt() -> None:
    """The rules of 2024 and the rating measures rest on it alone and say so; two others have a second copy."""
    collection = KNOWLEDGE.sources["agent-system-2026"]
    alone = {
        statute.id
        for statute in KNOWLEDGE.statutes.values()
        for edition in statute.editions
        if {use.source for use in edition.sources} == {collection}
    }
    assert {"payment-regulation-rules", "payment-rating"} <= alone
    assert not alone & {"payment-regulation", "pboc-consumer-protection", "special-prevention-measures"}
    for key in alone:
        assert set(collection.doubt) <= {
            doubt for edition in KNOWLEDGE.statutes[key].editions for doubt in edition.doubt
        }


def test_the_lists_are_what_they_say() -> None:
    """One named document; copies only; unnamed only; the oldest checks first."""
    found, by_name = sourcing(adviser()), {(claim.name, claim.place): claim for claim in CLAIMS}
    for item in found.on_one:
        assert len({use.source for use in named(by_name[item.claim, item.place].sources)}) == 1, item.claim
    for item in found.on_copies:
        assert all(use.source.copy_of for use in named(by_name[item.claim, item.place].sources)), item.claim
    for item in found.on_unnamed:
        claim = by_name[item.claim, item.place]
        assert not named(claim.sources)
        assert claim.low or claim.checked is None, item.claim
    days = [item.checked for item in found.oldest if item.checked]
    assert days == sorted(days)
    assert all(
        claim.checked >= days[-1]
        for claim in CLAIMS
        if claim.checked and claim.name not in {i.claim for i in found.oldest}
    )


def test_a_phone_table_alone_is_listed_as_unnamed() -> None:
    """A way in that only an unknown page tells of is low, listed, and not shown."""
    item = next(item for item in sourcing(adviser()).on_unnamed if item.claim.startswith("jd_pay 400-606-5500"))
    assert item.documents[0].source == "phone-table-app"
    assert not any("400-606-5500" in line for line in describe_wallets(KNOWLEDGE, "jd_pay", TODAY, "zh"))


@pytest.mark.parametrize(("lang", "heading"), [("zh", "只有一份来源的"), ("en", "Resting on one source alone")])
def test_check_lists_the_grounds(lang: Lang, heading: str) -> None:
    """`recourse check --sources` prints the four lists with places and addresses."""
    done = recourse("check", "--sources", "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert heading in done.stdout
    assert done.stdout == "\n".join(sourcing_lines(sourcing(adviser()), KNOWLEDGE, lang)) + "\n"
    assert re.search(r"statutes/payment-rating\.yaml:\d+  payment-rating", done.stdout)


def test_check_prints_the_grounds_as_json() -> None:
    """`--json` fits the schema that `recourse schema sources` prints, and goes with --sources only."""
    printed, schema = recourse("check", "--sources", "--json"), json.loads(recourse("schema", "sources").stdout)
    data = json.loads(printed.stdout)
    assert schema == output_schema("sources")
    assert set(data) == set(schema["properties"])
    assert data["schema"] == "recourse/sources/1"
    assert data["on_one"][0]["documents"][0]["told"]["en"]
    assert recourse("check", "--json").returncode == 2


def test_every_edition_in_force_says_where_its_official_text_is() -> None:
    """An address, or for laws, regulations, rules and interpretations the collection in which its title is found; notices may have neither."""
    for statute in KNOWLEDGE.statutes.values():
        edition = next((item for item in statute.editions if item.in_force[1] is None), None)
        register = KNOWLEDGE.register(statute)
        assert register or statute.kind in ("notice", "self-regulation"), statute.id
        if edition and register and not edition.url:
            for lang in LANGS:
                told = "\n".join(describe_law(KNOWLEDGE, statute.id, edition.in_force[0], lang))
                assert register.url in told
                assert register.title[lang] in told


def test_an_edition_without_an_official_address_says_so() -> None:
    """Each has an address, an official collection in which its kind is found by title, or the doubt that tells that neither was found."""
    from knowledge.library import load_knowledge

    knowledge = load_knowledge()
    held = {kind for register in knowledge.registers.values() for kind in register.holds}
    for statute in knowledge.statutes.values():
        for edition in statute.editions:
            unfound = "official-address" in {doubt.id for doubt in edition.doubt}
            assert (edition.url is None and statute.kind not in held) == unfound, (statute.id, edition.id)
