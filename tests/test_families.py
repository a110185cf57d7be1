"""Rules that are written once for several channels: what becomes of them, and what is wrong with one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from diagrams.drawing import Request
from diagrams.pictures.rules import draw_rules
from documents.lookup import describe_rules
from engine.coverage import misses_of
from rules.families import at_channel, for_any_channel, rules_of
from rules.grammar import GrammarError
from rules.models import Rule, RuleEntry
from tests.casebook import TODAY, adviser

KNOWLEDGE, RULEBASE = adviser().knowledge, adviser().rulebase


def _families() -> dict[str, list[Rule]]:
    found = defaultdict(list)
    for rule in RULEBASE.rules:
        if rule.family != rule.id:
            found[rule.family].append(rule)
    return dict(found)


FAMILIES = _families()


def _entry(**told: Any) -> RuleEntry:
    written = {
        "id": "silent",
        "title": {"zh": "{channel}不理", "en": "{channel} is silent"},
        "channel": {"court": {"zh": "法院", "en": "the court"}, "internet-court": {"zh": "它", "en": "it"}},
        "basis": ["civil-procedure-law/126"],
        "when": ["standing(channel) = overdue", "standing(police) = not_tried"],
        "then": ["open channel", "advise pursue-own-suit today"],
        "because": {"zh": "没有消息", "en": "No word came."},
        "fires": {"attempts": [{"channel": "channel", "action": "pursue-own-suit"}, {"channel": "mediation"}]},
        "rests": {"attempts": []},
    }
    return RuleEntry.model_validate({**written, **told})


def test_a_rule_for_several_channels_becomes_one_for_each() -> None:
    """Lines, example, texts and what is advised are those of the channel; what speaks of another channel stays."""
    court, online = rules_of(_entry(), KNOWLEDGE)
    assert (court.id, online.id) == ("silent-court", "silent-internet-court")
    assert (court.family, online.family) == ("silent", "silent")
    assert online.when == ("standing(internet-court) = overdue", "standing(police) = not_tried")
    assert court.then == ("open court", "advise pursue-own-suit today")
    assert online.then == ("open internet-court", "advise pursue-own-suit-online today")
    told = [{"channel": "internet-court", "action": "pursue-own-suit-online"}, {"channel": "mediation"}]
    assert online.fires == {"attempts": told}
    assert (court.title.zh, court.title.en) == ("法院不理", "The court is silent")


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"channel": ["court"]}, "names it in its lines"),
        ({"channel": ["court", "police"], "title": {"zh": "一", "en": "One"}}, "no action stands for pursue-own-suit at police"),
        ({"channel": ["court", "internet-cort"]}, "there is no channel “internet-cort”; did you mean “internet-court”?"),
        ({"channel": ["court", "internet-court"]}, "what the channel is called is not told"),
        ({"when": ["standing(court) = overdue"], "then": ["open court"]}, "no line speaks of it"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_channels_of_a_rule_is_told(told: dict[str, Any], fault: str) -> None:
    """One channel only, one that nothing is done at, one that is not there, one without a word, none in the lines."""
    entry = _entry(**({"title": {"zh": "一", "en": "One"}} if "cort" in fault else {}), **told)
    with pytest.raises(GrammarError, match=fault.replace("?", r"\?")):
        list(rules_of(entry, KNOWLEDGE))


@pytest.mark.parametrize("name", FAMILIES)
def test_the_rules_of_a_family_say_the_same_of_their_channels(name: str) -> None:
    """Under one id in the files, at one place; alike but for the channel; found, told and drawn by that id together."""
    rules = FAMILIES[name]
    said = set()
    for rule in rules:
        (channel,) = rule.entry.channel
        assert rule.id == f"{name}-{channel}"
        stands = {action.id: action.stands_for for action in KNOWLEDGE.actions.values() if action.stands_for}
        said.add(tuple(for_any_channel(channel, str(line), stands) for line in (*rule.when, *rule.then)))
    assert len(said) == 1
    assert len({rule.place for rule in rules}) == 1
    assert list(RULEBASE.named(name)) == rules
    assert sum(line.startswith(name) for line in describe_rules(KNOWLEDGE, RULEBASE, name, "en")) == len(rules)
    drawn = {node.id for node in draw_rules(adviser(), Request(TODAY, lang="en", name=name)).nodes}
    assert {f"rule:{rule.id}" for rule in rules} <= drawn


def test_there_are_families() -> None:
    """Judgments of both courts among them."""
    assert len(FAMILIES) > 10
    assert {rule.id for rule in FAMILIES["judgment-appeal"]} == {
        "judgment-appeal-court",
        "judgment-appeal-internet-court",
    }


def test_a_near_miss_of_a_family_is_one_of_each_of_its_rules() -> None:
    """Told of the family with the word `channel`, or of one rule by its own id."""
    court, online = FAMILIES["judgment-appeal"]
    shared = {"attempts": [{"channel": "channel", "outcome": "pending"}]}
    told = {"judgment-appeal": [shared], online.id: [{"sued": "yes"}]}
    assert misses_of(court, told) == [at_channel("court", shared)]
    assert misses_of(online, told) == [
        {"sued": "yes"},
        {"attempts": [{"channel": "internet-court", "outcome": "pending"}]},
    ]
