"""The atoms of every knowledge file: texts in two languages, durations in legal units, sources, facts and questions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from knowledge.frozen import Before, Frozen, Record, Written, shaped

__all__ = [
    "BRACKET",
    "CONTACTS",
    "PLACEHOLDER",
    "After",
    "Claim",
    "Confidence",
    "Duration",
    "Fact",
    "FactKind",
    "Group",
    "Issue",
    "Lang",
    "Material",
    "Maybe",
    "Origin",
    "Question",
    "Record",
    "Reworded",
    "Text",
    "Unit",
    "Value",
    "Where",
    "Words",
    "Yardstick",
    "meets",
    "meets_any",
    "name_parts",
]

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some among all that is installed takes 20 ms

ID = r"^[a-z0-9]+([-_][a-z0-9]+)*$"
Identifier = Annotated[str, shaped(pattern=ID)]
CitationRef = Annotated[str, shaped(pattern=r"^[a-z0-9-]+/[0-9a-z()-]+$")]
LimitRef = Annotated[str, shaped(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]
CONTACTS = "attempts"
"""what a case file calls the contacts already made: asked for like a fact, though it is none"""
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACKET = r" ?[（(](?P<all>\{[a-z_]+\}(?:(?P<apart>[，、；,;] ?)\{[a-z_]+\})*)[）)]"
"""a bracket with nothing but placeholders: what cannot be told is left out of it"""
Lang = Literal["zh", "en"]


def _null(value: object) -> object:
    """BaseLoader hands every scalar over as a string; an absent value is written `null`."""
    return None if value in ("", "null", None) else value


T = TypeVar("T")
Maybe = Annotated[T | None, Before(_null)]
"""`Maybe[T]`: a T, or None where the file says `null`."""


class Text(Record, kw_only=False):
    """What a person reads, in both languages; neither may be empty."""

    zh: str = shaped(min_length=1)
    en: str = shaped(min_length=1)

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def __reduce__(self) -> tuple[Any, ...]:
        """In the shortest way, since two in three of the records that are kept are texts."""
        return (Text, (self.zh, self.en)) if type(self) is Text else super().__reduce__()

    @property
    def both(self) -> str:
        """Both languages in one line, for where the reader's is not known."""
        return f"{self.zh} / {self.en}"

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces in either language."""
        return frozenset({*PLACEHOLDER.findall(self.zh), *PLACEHOLDER.findall(self.en)})

    def after(self, words: str) -> Text:
        """With these words before it in both languages."""
        return Text(zh=words + self.zh, en=words + self.en)

    def filled(self, **values: object) -> Text:
        """In both languages, {placeholders} filled as `told` does."""
        return Text(zh=self.told("zh", **values), en=self.told("en", **values))

    def told(self, lang: Lang, /, **values: object) -> str:
        """In one language, {placeholders} filled (a Text among the values in that language); others stay as they are."""
        if "{" not in self[lang]:
            return self[lang]

        def fill(found: re.Match[str]) -> str:
            value = values.get(found[1], found[0])
            return value[lang] if isinstance(value, Text) else str(value)

        return PLACEHOLDER.sub(fill, self[lang])


class Confidence(StrEnum):
    """How sure we are. *low* is never shown to a consumer."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    YEARS = "years"


class Duration(Record):
    """A length of time in the unit the statute uses; it becomes days only when added to a date."""

    value: int = shaped(gt=0)
    unit: Unit

    def __str__(self) -> str:
        return f"{self.value} {self.unit if self.value != 1 else self.unit.value[:-1]}"

    @property
    def key(self) -> str:
        """The phrase that tells it with `n`: “7 working days”, “1 year”."""
        return f"unit-{self.unit.value.replace(' ', '-')}{'-one' if self.value == 1 else ''}"


def read_duration(value: object) -> object:
    """`7 working days` → Duration. Anything else is left for Pydantic to refuse."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+) (hour|day|working day|month|year)s?", value)
    if not found:
        raise ValueError("a duration is written like `15 days`, `7 working days`, `48 hours`, `3 months`, `3 years`")
    return {"value": int(found[1]), "unit": found[2] + "s"}


Span = Annotated[Duration, Before(read_duration), Written(str)]


class FactKind(StrEnum):
    CHOICE = "choice"
    YES_NO = "yes-no"
    DATE = "date"
    ELAPSED = "elapsed"
    AMOUNT = "amount"


class Origin(StrEnum):
    ASKED = "asked"
    COMPUTED = "computed"
    CONCLUDED = "concluded"


class Value(Record):
    """One word of a closed set."""

    id: Identifier
    label: Text
    help: Maybe[Text] = None
    again: Maybe[Text] = None
    """it names no matter by itself: the person is asked in these words which of the other ones is behind it, which takes its place"""
    group: Maybe[Identifier] = None
    """the group behind which it stands in a list that would not fit on a screen; none: it stands on top"""
    said: tuple[str, ...] = ()
    """words, of either language, by which people name it"""
    telling: tuple[str, ...] = ()
    """words that tell it in passing, in the answer to another question: fewer, as they may mean nothing else"""
    unsaid: tuple[str, ...] = ()
    """words beside which, in one clause, those do not tell it: it is denied, feared or only announced"""


class Group(Record):
    """Words of a fact that stand behind one line of the list."""

    id: Identifier
    label: Text


class Fact(Record):
    """One entry of the closed vocabulary. A fact `per: channel` exists once for every channel, as `fact(channel)`."""

    id: Identifier
    label: Text
    kind: FactKind
    origin: Origin
    values: tuple[Value, ...] = ()
    groups: tuple[Group, ...] = ()
    by: Maybe[str] = None
    """computed: the name of the function in `engine/case/computed.py`"""
    inputs: tuple[str, ...] = ()
    """computed: the asked facts that the function reads (attempts apart, which are always known)"""
    within: Maybe[str] = None
    """computed: the limit, or the measure of this project, that is counted with besides"""
    otherwise: Maybe[str] = None
    """concluded: the value it takes when no rule that could conclude it is undecided"""
    per: Maybe[Literal["channel"]] = None
    many: bool = False
    """concluded: several of its words can be true at once, each by rules of its own"""
    changeable: Maybe[Text] = None
    """asked: what the person does so that the answer becomes another one; absent where it is as it is"""


@lru_cache(maxsize=4096)
def name_parts(name: str) -> tuple[str, str]:
    """`standing(court)` → the fact and its channel; the channel is empty for a fact that is not told per channel."""
    fact, _, channel = name.partition("(")
    return fact, channel.removesuffix(")")


class Reworded(Record):
    """Other words for a question, its help or its answers where these answers are given; what is absent stays as it is."""

    given: Given
    ask: Maybe[Text] = None
    help: Maybe[Text] = None
    labels: dict[Identifier, Text] = {}
    """value → what it is called there"""


class Aside(Record):
    """A line on top of the list of a question that tells another fact: nobody else is asked for that one first. The question stays."""

    fact: Identifier
    word: Identifier
    label: Text
    said: tuple[str, ...] = ()
    """words by which people say it where the list is shown"""
    unsaid: tuple[str, ...] = ()
    """words beside which they do not"""


class Question(Record):
    """Wording and help for one asked fact. It says nothing about order or routing."""

    fact: Identifier
    ask: Text
    help: Text
    effort: Literal["1", "2", "3"]
    """1 known by heart, 2 to be looked up on the phone, 3 needs a document or another person"""
    moot: tuple[Given, ...] = ()
    """answers with which nobody is asked it: it would be out of place, or nothing worth a question hangs on it. Used where it is told"""
    moot_unless: tuple[Given, ...] = ()
    """answers with which it is asked although others leave it out of place"""
    only_for: Given = {}
    """the answers it is meant for: with another one nobody is asked it, while they are unknown it may be. Used where it is told"""
    narrows: Maybe[Identifier] = None
    """the fact that it narrows down: it is asked where the person could not tell that one"""
    heard: bool = False
    """taken from what a person types where something else is asked, by the words of its values (`said`)"""
    aside: Maybe[Aside] = None
    """what its list tells of another fact, on top; until it was answered that one is not asked"""
    wordings: tuple[Reworded, ...] = ()
    """other words under certain answers: the first that is met counts"""

    def is_moot(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers leave it out of place."""
        return meets_any(self.moot, answers) and not meets_any(self.moot_unless, answers)

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text in which it is asked or explained."""
        others = (text for item in self.wordings for text in (item.ask, item.help, *item.labels.values()) if text)
        return (self.ask, self.help, *([self.aside.label] if self.aside else []), *others)

    def met(self, answers: Mapping[str, object]) -> Reworded | None:
        """The wording that these answers call for; None where the usual one stands."""
        return next((item for item in self.wordings if meets(item.given, answers)), None)

    def asked(self, answers: Mapping[str, object]) -> Text:
        """The question as it is put to whoever gave these answers."""
        found = self.met(answers)
        return (found.ask if found else None) or self.ask

    def helped(self, answers: Mapping[str, object]) -> Text:
        """Its help for whoever gave these answers."""
        found = self.met(answers)
        return (found.help if found else None) or self.help

    def labelled(self, answers: Mapping[str, object]) -> Mapping[str, Text]:
        """Value → what it is called for whoever gave these answers, where that is not its usual name."""
        found = self.met(answers)
        return found.labels if found else {}


class Yardstick(Record):
    """A length of time that no statute sets: this project's own measure, with the reason, shown as one."""

    id: Identifier
    length: Span
    starts: Text
    reason: Text


class After(Record):
    """The contacts that bring a paper: at one of these channels, with one of these outcomes, with a number."""

    channels: tuple[Identifier, ...] = ()
    """none: anywhere"""
    outcomes: tuple[Identifier, ...] = ()
    """none: whatever came back"""
    numbered: bool = False

    def brings(self, channel: str, outcome: str, reference: str | None) -> bool:
        """Whether such a contact brings it."""
        there = not self.channels or channel in self.channels
        return there and (not self.outcomes or outcome in self.outcomes) and (not self.numbered or bool(reference))


class Material(Record):
    """A piece of evidence or a paper: what it proves, how to get it, until when it can be had."""

    id: Identifier
    name: Text
    how: Text
    proves: Text
    enclosed: Maybe[Text] = None
    """as a letter lists it among what is enclosed; none where the letter itself is it"""
    after: Maybe[After] = None
    """the contacts that bring it; it is enclosed only where there was one"""
    fades: Text
    """by when it disappears, and by whose hand"""
    kept: tuple[LimitRef, ...] = ()
    """how long the other side has to keep its own copy, counted from the day it happened"""
    purposes: tuple[Identifier, ...] = ()
    """the wallet's ways in that lead to it, see Entrance.purposes"""


def _words(value: object) -> object:
    return {key: tuple(str(word).split(", ")) for key, word in value.items()} if isinstance(value, dict) else value


Given = Annotated[dict[str, tuple[str, ...]], Before(_words)]
"""Fact → the words it may have, separated by commas in the file."""


def _several(value: object) -> object:
    return [value] if isinstance(value, dict) else value


AnyGiven = Annotated[tuple[Given, ...], Before(_several)]
"""One `Given`, or a list of them of which one is enough."""


class Words(frozenset[str]):
    """The words that a fact with several values has, all at once."""

    def __str__(self) -> str:
        return ", ".join(sorted(self))


def meets(given: Mapping[str, tuple[str, ...]], known: Mapping[str, object]) -> bool:
    """Whether every fact has one of its words; a fact that is unknown has none."""
    return all(_is_among(known.get(fact), words) for fact, words in given.items())


def meets_any(several: Iterable[Given], known: Mapping[str, object]) -> bool:
    """Whether one of the entries is met."""
    return any(meets(given, known) for given in several)


def _is_among(value: object, words: tuple[str, ...]) -> bool:
    return not value.isdisjoint(words) if isinstance(value, Words) else value in words


class Where(Frozen):
    """Where one of the entries is met, and none of those that speak against it."""

    any_of: AnyGiven
    unless: AnyGiven = ()

    def holds(self, known: Mapping[str, object]) -> bool:
        return bool(self.any_of) and meets_any(self.any_of, known) and not meets_any(self.unless, known)


class Claim(Record):
    """What a person can ask for, on what ground."""

    text: Text
    plea: Maybe[Text] = None
    """as a letter asks for it, in the first person; none where it takes proof that no case holds, so that no letter asks for it by itself"""
    relief: Maybe[Text] = None
    """as a court or arbitrator is asked to order it, definite and with its sum; none: not asked there"""
    supports: bool = False
    """there its grounds are named although it is not asked: they support what the other claims ask"""
    of: tuple[Identifier, ...] = ()
    """the side of the dispute that owes it, as the parties of letters name it; none: whoever is turned to"""
    basis: tuple[CitationRef, ...]
    given: Given = {}
    """what it takes: answers, or facts computed or concluded from them; without them the claim is not made"""
    unless: AnyGiven = ()
    """what speaks against it: with the answers of one entry the claim is not made, while they are unknown it is"""

    def made(self, known: Mapping[str, object]) -> bool:
        """Whether the claim is made on what is known."""
        return meets(self.given, known) and not meets_any(self.unless, known)


class Issue(Record):
    """One kind of trouble: what can be claimed and what should be saved. Its steps are rules, not listed here."""

    id: Identifier
    label: Text
    summary: Text
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Identifier, ...] = ()
    called: dict[Identifier, Text] = {}
    """what a channel is called in such a trouble, where its own name would mislead: an insurer is no payment institution"""
