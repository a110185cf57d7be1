"""Everything that is known, as one frozen `Knowledge`: read from its folder, or as it was kept when it was read last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import Fault
from knowledge.frozen import Frozen
from knowledge.grounds import Doubt, Known, Source
from knowledge.kept import Kept, Name, keep, recall
from knowledge.models import name_parts
from knowledge.stamps import key_of_files, key_of_texts, texts_below

if TYPE_CHECKING:
    from knowledge.action import Action
    from knowledge.channel import Channel
    from knowledge.in_force import InForce
    from knowledge.law import Register, Statute
    from knowledge.letters import Blank, ContactWords, Form, Party, Passage, Statement, Unwritten, Venue
    from knowledge.models import Fact, Issue, Material, Question, Text, Yardstick
    from knowledge.office import Office
    from knowledge.outcome import OutcomeWords
    from knowledge.provider import Provider
    from knowledge.quantities import Measure

__all__ = ["PARTS", "ROOT", "Knowledge", "Letters", "load_knowledge", "named_in"]

ROOT = Path(__file__).resolve().parent


class Letters(Frozen):
    """What letters are made of, by id."""

    forms: Mapping[str, Form]
    passages: Mapping[str, Passage]
    parties: Mapping[str, Party]
    venues: Mapping[str, Venue]
    blanks: Mapping[str, Blank]
    statements: Mapping[str, Statement]
    contacts: Mapping[str, ContactWords]
    unwritten: Mapping[str, Unwritten]


class Knowledge:
    """Everything that is known, by id; told apart as a whole, so that what is looked up in it can be kept. `places` tells where an entry is written, as `kind:id` → `file:line`."""

    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    statutes: Mapping[str, Statute]
    registers: Mapping[str, Register]
    channels: Mapping[str, Channel]
    offices: Mapping[str, Office]
    outcomes: Mapping[str, OutcomeWords]
    providers: Mapping[str, Provider]
    issues: Mapping[str, Issue]
    actions: Mapping[str, Action]
    materials: Mapping[str, Material]
    yardsticks: Mapping[str, Yardstick]
    measures: Mapping[str, Measure]
    wording: Mapping[str, Text]
    doubts: Mapping[str, Doubt]
    sources: Mapping[str, Source]
    letters: Letters
    places: Mapping[str, Fault]
    key: str = ""
    """a hash of all it was read from; none where it was not read as it stands"""
    kept: Kept | None = None

    def __init__(self, **parts: object) -> None:
        """Every part by its name; of what was kept none, but `key` and `kept`."""
        vars(self).update(parts)

    def but(self, **parts: object) -> Knowledge:
        """The same with other parts, which stands in no file."""
        return Knowledge(**{name: getattr(self, name) for name in PARTS} | parts)

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"{name}: knowledge stays as it is")

        def __getattr__(self, name: str) -> Any:
            """A part that was kept is unpacked when it is first asked for."""
            if name not in PARTS or not vars(self).get("kept"):
                raise AttributeError(name)
            found = vars(self)[name] = self.kept.entries(name) if name in SINGLY else self.kept.part(name)
            return found

    @cached_property
    def in_force(self) -> Mapping[str, InForce]:
        """Of every citation, the days on which the article is in force; without a look at the statutes where it was kept."""
        from knowledge.in_force import articles_in_force

        found: Mapping[str, InForce] = (
            self.kept.part(IN_FORCE) if self.kept else articles_in_force(self.statutes.values())
        )
        return found

    @cached_property
    def narrowed(self) -> frozenset[str]:
        """The facts that other questions narrow down where they cannot be told; without a look at the questions where it was kept."""
        told = (
            self.kept.part(NARROWED)
            if self.kept
            else (item.narrows for item in self.questions.values() if item.narrows)
        )
        return frozenset(told)

    @cached_property
    def told_aside(self) -> Mapping[str, str]:
        """Fact → the question whose list tells it; without a look at the questions where it was kept."""
        found: Mapping[str, str] = (
            self.kept.part(ASIDE)
            if self.kept
            else {item.aside.fact: name for name, item in self.questions.items() if item.aside}
        )
        return found

    @property
    def known(self) -> Known:
        """What other files may name."""
        return Known(doubts=self.doubts, sources=self.sources)

    def entry(self, name: Name) -> object:
        """What is kept once and only named in other entries."""
        part, key = name
        return getattr(self, part)[key]

    def fact(self, name: str) -> Fact:
        """The fact of a full name (`standing(court)`). Raises KeyError for an unknown one."""
        return self.facts[name_parts(name)[0]]

    def register(self, statute: Statute) -> Register | None:
        """Where the text in force is found by its title; None where no collection holds its kind."""
        return next((item for item in self.registers.values() if statute.kind in item.holds), None)

    def commonest(self, fact: str) -> tuple[str, ...]:
        """The words of a fact that stand in no group: what most people mean, in the order of the file."""
        return tuple(
            value.id for value in self.facts[fact].values if value.group is None and value.id in self.providers
        )

    def place(self, kind: str, key: str) -> str:
        """`file:line` of the entry (`Channel`, `court`)."""
        place = self.places[f"{kind}:{key}"]
        return f"{place.place}:{place.line}"

    def fault(self, kind: str, key: str, message: str) -> Fault:
        """A fault of the entry (`Channel`, `court`), with the place where it is written."""
        place = self.places[f"{kind}:{key}"]
        return Fault(place.place, place.line, f"{key}: {message}")


def load_knowledge(root: Path = ROOT) -> Knowledge:
    """As `knowledge.reader.read_knowledge`; from what was kept where not a byte of the files is another one."""
    key = key_of_files(root, (ROOT,))
    kept = Knowledge(key=key)
    vars(kept).update(kept=recall(key, kept.entry))
    if kept.kept:
        return kept
    from knowledge.reader import read_knowledge

    texts = texts_below(root)
    knowledge = read_knowledge(root, texts)
    vars(knowledge).update(key=key_of_texts(texts, (ROOT,)))  # of what was read, whatever was written since
    parts = {name: part for kind in PARTS for name, part in _apart(kind, getattr(knowledge, kind))}
    keep(
        knowledge.key,
        {
            **parts,
            IN_FORCE: knowledge.in_force,
            NARROWED: tuple(sorted(knowledge.narrowed)),
            ASIDE: dict(knowledge.told_aside),
        },
        lambda part, entry: None if part == HELD_IN.get(type(entry)) else named_in(entry),
    )
    return knowledge


def _apart(name: str, part: Any) -> Iterator[tuple[str, object]]:
    """A part as it is kept: of some the names, and each entry by itself."""
    if name not in SINGLY:
        yield name, part
        return
    yield name, tuple(part)
    yield from ((f"{name} {entry}", part[entry]) for entry in part)


PARTS = tuple(name for name in Knowledge.__annotations__ if name not in ("key", "kept"))
IN_FORCE, NARROWED, ASIDE = "in_force", "narrowed", "told_aside"
"""what follows from statutes and questions, and is kept with them"""
SINGLY = frozenset({"actions", "issues", "materials", "providers", "questions", "statutes"})
"""parts of which a case needs few entries"""
HELD_IN: Mapping[type, str] = {Doubt: "doubts", Source: "sources"}
"""what is kept once, in this part, and named everywhere else"""


def named_in(entry: object) -> Name | None:
    """The part and the id of what is kept by its name only."""
    return (HELD_IN[type(entry)], entry.id) if isinstance(entry, (Doubt, Source)) else None
