"""The folder of knowledge files → one frozen `Knowledge`. Every fault of every file is reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.action import Action
from knowledge.channel import Channel
from knowledge.errors import Fault, KnowledgeError
from knowledge.grounds import Doubt, Known, Source
from knowledge.law import Register, Statute
from knowledge.letters import Blank, ContactWords, Form, Party, Passage, Statement, Unwritten, Venue
from knowledge.library import Knowledge, Letters
from knowledge.loader import Files, parse_files
from knowledge.models import Fact, Issue, Material, Question, Record, Text, Yardstick
from knowledge.office import Office
from knowledge.outcome import OutcomeWords
from knowledge.provider import Provider
from knowledge.quantities import Measure

__all__ = ["read_knowledge", "read_records"]

T = TypeVar("T", bound=Record)


class Wording(Record):
    """A phrase of the screens and pictures."""

    id: str
    text: Text


def read_knowledge(root: Path, texts: Mapping[str, bytes]) -> Knowledge:
    """What the files of `root` hold; raises KnowledgeError with every fault of every file. References are checked by `knowledge.check`."""
    files = parse_files(texts, root)
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
