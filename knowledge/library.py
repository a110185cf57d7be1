"""The folder of knowledge files → one frozen `Knowledge`. Every fault of every file is reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.approach import Action, Channel, Office, OutcomeWords, Provider
from knowledge.errors import Fault, KnowledgeError
from knowledge.grounds import Doubt, Known, Source
from knowledge.law import Register, Statute
from knowledge.letters import Blank, ContactWords, Form, Party, Passage, Statement, Unwritten, Venue
from knowledge.loader import Files, read_files
from knowledge.models import Fact, Issue, Material, Question, Record, Text, Yardstick, name_parts
from knowledge.quantities import Measure

__all__ = ["ROOT", "Knowledge", "Letters", "load_knowledge", "read_records"]

ROOT = Path(__file__).resolve().parent
T = TypeVar("T", bound=Record)


class Wording(Record):
    """A phrase of the screens and pictures."""

    id: str
    text: Text


@dataclass(frozen=True)
class Letters:
    """What letters are made of, by id."""

    forms: Mapping[str, Form]
    passages: Mapping[str, Passage]
    parties: Mapping[str, Party]
    venues: Mapping[str, Venue]
    blanks: Mapping[str, Blank]
    statements: Mapping[str, Statement]
    contacts: Mapping[str, ContactWords]
    unwritten: Mapping[str, Unwritten]


@dataclass(frozen=True, eq=False)
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

    @property
    def known(self) -> Known:
        """What other files may name."""
        return Known(doubts=self.doubts, sources=self.sources)

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
    """Reads `root`; raises KnowledgeError with every fault of every file. References are checked by `knowledge.check`."""
    files = read_files(root)
    faults: list[Fault] = []
    places: dict[str, Fault] = {}
    doubts = read_records(files, Doubt, ("doubts.yaml",), faults, places)
    sources = read_records(files, Source, ("sources.yaml",), faults, places, Known(doubts=doubts))
    known = Known(doubts=doubts, sources=sources)

    def entries(model: type[T], *patterns: str) -> dict[str, T]:
        return read_records(files, model, patterns, faults, places, known)

    knowledge = Knowledge(
        facts=entries(Fact, "facts.yaml"),
        questions={
            item.fact: item for item in read_records(files, Question, ("questions.yaml",), faults, places).values()
        },
        statutes=entries(Statute, "statutes/"),
        registers=entries(Register, "registers.yaml"),
        channels=entries(Channel, "channels/"),
        offices=entries(Office, "offices.yaml"),
        outcomes=entries(OutcomeWords, "outcomes.yaml"),
        providers=entries(Provider, "providers/"),
        issues=entries(Issue, "issues/"),
        actions=entries(Action, "actions/"),
        materials=entries(Material, "materials.yaml"),
        yardsticks=entries(Yardstick, "yardsticks.yaml"),
        measures=entries(Measure, "measures.yaml"),
        wording={key: item.text for key, item in entries(Wording, "wording/").items()},
        doubts=doubts,
        sources=sources,
        letters=Letters(
            forms=entries(Form, "letters/forms/"),
            passages=entries(Passage, "letters/passages.yaml"),
            parties=entries(Party, "letters/parties.yaml"),
            venues=entries(Venue, "letters/venues.yaml"),
            blanks=entries(Blank, "letters/blanks.yaml"),
            statements=entries(Statement, "letters/statements.yaml"),
            contacts=entries(ContactWords, "letters/contacts.yaml"),
            unwritten=entries(Unwritten, "letters/unwritten.yaml"),
        ),
        places=places,
    )
    if faults:
        raise KnowledgeError(faults)
    return knowledge


def read_records(
    files: Files,
    model: type[T],
    patterns: Iterable[str],
    faults: list[Fault],
    places: dict[str, Fault],
    known: Known | None = None,
) -> dict[str, T]:
    """Every entry of the matching files as a `model`, by id (a question by its fact). Faults are added to `faults`.

    `known` holds what an entry may name.
    """
    found: dict[str, T] = {}
    for name, data in files.data.items():
        if not any(name == pattern or (pattern.endswith("/") and name.startswith(pattern)) for pattern in patterns):
            continue
        single = not isinstance(data, list)
        for index, item in enumerate([data] if single else data):
            prefix: tuple[str | int, ...] = () if single else (index,)
            record = _validate(files, name, prefix, model, item, faults, known)
            if record is None:
                continue
            key = str(getattr(record, "id", None) or getattr(record, "fact", ""))
            place = files.fault(name, prefix, "")
            if key in found:
                faults.append(
                    files.fault(name, prefix, f"“{key}” stands twice, also at {places[f'{model.__name__}:{key}']}")
                )
            found[key] = record
            places[f"{model.__name__}:{key}"] = place
    return found


def _validate(
    files: Files,
    name: str,
    prefix: tuple[str | int, ...],
    model: type[T],
    item: Any,
    faults: list[Fault],
    known: Known | None,
) -> T | None:
    try:
        return model.model_validate(item, context=known)
    except ValidationError as error:
        for detail in error.errors():
            where = ".".join(map(str, detail["loc"]))
            given = detail.get("input")
            shown = f" (read: {given!r})" if isinstance(given, str) else ""
            faults.append(files.fault(name, (*prefix, *detail["loc"]), f"{where}: {detail['msg']}{shown}"))
        return None
