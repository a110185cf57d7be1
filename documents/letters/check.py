"""The forms of letters → every name in them that leads nowhere, and every action that has neither a form nor a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.letters.templates import fields, mistake, names_in
from documents.letters.writer import form_of, reason_of
from knowledge.citations import has_citation
from knowledge.errors import Fault
from knowledge.letters import Form, Named, Statement, templates
from knowledge.library import Knowledge
from knowledge.models import Given, Record
from knowledge.outcome import Outcome

__all__ = ["check_letters"]

OF_THE_LETTER = {
    "account", "articles", "asks", "blank", "contact", "contacts", "contacts_told", "enclosures", "entity", "facts", "in_court", "item",
    "note", "other", "pboc_branch", "reply_by", "respondents", "role", "seat", "served", "side", "title", "to", "today", "told", "who",
}  # fmt: skip
LISTS = {"articles", "asks", "contacts", "enclosures", "facts", "respondents"}
OUTCOMES = (*(str(outcome) for outcome in Outcome), "answered")
TOLD_BY = (*OUTCOMES, "sentence")


def check_letters(knowledge: Knowledge) -> list[Fault]:
    """Everything that is wrong with the forms, parties, passages and sentences of `knowledge/letters/`."""
    checker = _Checker(knowledge)
    parts = (checker.templates, checker.names, checker.actions, checker.contacts, checker.claims, checker.materials)
    return sorted({fault for part in parts for fault in part()})


class _Checker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.letters = knowledge, knowledge.letters

    def records(self) -> Iterator[tuple[str, str, Record]]:
        letters = self.letters
        for kind, held in (
            ("Form", letters.forms), ("Passage", letters.passages), ("Party", letters.parties), ("Venue", letters.venues),
            ("Statement", letters.statements), ("ContactWords", letters.contacts),
        ):  # fmt: skip
            yield from ((kind, key, record) for key, record in held.items())

    def templates(self) -> Iterator[Fault]:
        """Each can be read, and asks for nothing that is not there."""
        for kind, key, record in self.records():
            for text in templates(record):
                for source in (text.zh, text.en):
                    yield from (self.knowledge.fault(kind, key, told) for told in self.told_of(source))

    def told_of(self, source: str) -> Iterator[str]:
        if wrong := mistake(source):
            yield f"“{source[:40]}”: {wrong}"
            return
        for name in names_in(source) - OF_THE_LETTER - self.knowledge.questions.keys():
            yield f"there is no word “{name}”"
        for name in fields(source, "blank") - self.letters.blanks.keys():
            yield f"there is no blank “{name}”"

    def names(self) -> Iterator[Fault]:
        """What is named exists: parties, venues, passages, lists, articles, facts."""
        for form in self.letters.forms.values():
            yield from self.form(form)
        for passage in self.letters.passages.values():
            used = [part.use for part in passage.parts if part.use]
            yield from self.missing("Passage", passage.id, "passage", used, self.letters.passages)
        for party in self.letters.parties.values():
            for named in party.named:
                yield from self.named(party.id, named)
        for venue in self.letters.venues.values():
            yield from self.cited("Venue", venue.id, venue.basis)
            yield from self.given("Venue", venue.id, venue.given)
        for statement in self.letters.statements.values():
            yield from self.statement(statement)

    def form(self, form: Form) -> Iterator[Fault]:
        parties = [*form.to, *form.against, *(key for use in form.actions for key in use.to or ())]
        parties += [key for use in form.actions for key in use.against]
        yield from self.missing("Form", form.id, "party", parties, self.letters.parties)
        yield from self.missing("Form", form.id, "channel", form.channels, self.knowledge.channels)
        yield from self.missing("Form", form.id, "action", [use.action for use in form.actions], self.knowledge.actions)
        venues = [venue for use in form.actions for venue in use.venues]
        yield from self.missing("Form", form.id, "venue", venues, self.letters.venues)
        yield from self.missing("Form", form.id, "statute", form.leaves_out, self.knowledge.statutes)
        yield from self.missing("Form", form.id, "passage", [p.use for p in form.parts if p.use], self.letters.passages)
        yield from self.missing("Form", form.id, "list", [p.each for p in form.parts if p.each], LISTS)
        yield from self.cited("Form", form.id, [*form.cites, *(ref for use in form.actions for ref in use.cites)])

    def named(self, party: str, named: Named) -> Iterator[Fault]:
        yield from self.given("Party", party, named.given)
        yield from self.cited("Party", party, named.basis)

    def statement(self, item: Statement) -> Iterator[Fault]:
        yield from self.given("Statement", item.id, item.given)
        for given in item.unless:
            yield from self.given("Statement", item.id, given)
        yield from self.missing("Statement", item.id, "fact", item.needs, self.knowledge.facts)
        yield from self.missing("Statement", item.id, "form", (*item.only_in, *item.not_in), self.letters.forms)
        yield from self.missing("Statement", item.id, "action", (*item.only_for, *item.not_for), self.knowledge.actions)

    def actions(self) -> Iterator[Fault]:
        """Every action that puts something to somebody has one form, or a reason."""
        seen: dict[str, str] = {}
        named = [(form.id, use.action) for form in self.letters.forms.values() for use in form.actions]
        named += [(item.id, action) for item in self.letters.unwritten.values() for action in item.actions]
        for owner, action in named:
            if action in seen:
                yield Fault(owner, 0, f"{action}: stands in {seen[action]} as well")
            seen[action] = owner
        for item in self.letters.unwritten.values():
            yield from self.missing("Unwritten", item.id, "action", item.actions, self.knowledge.actions)
            yield from self.missing("Unwritten", item.id, "channel", item.channels, self.knowledge.channels)
        for entry in self.knowledge.actions.values():
            bound = entry.files and not entry.keeps
            if bound and not form_of(entry.id, self.knowledge)[0] and not reason_of(entry.id, self.knowledge):
                yield self.knowledge.fault(
                    "Action", entry.id, "no form of knowledge/letters/forms names it, nor unwritten.yaml"
                )

    def contacts(self) -> Iterator[Fault]:
        """Every channel and outcome has its words, and words belong to a channel, an action or an outcome."""
        done = {*self.knowledge.channels, *self.knowledge.actions}
        for key in (*self.knowledge.channels, *TOLD_BY):
            if key not in self.letters.contacts:
                yield Fault("letters/contacts.yaml", 0, f"has no words for “{key}”")
        for key in self.letters.contacts.keys() - done - set(TOLD_BY):
            if not any(key == f"{owner}-{outcome}" for owner in done for outcome in OUTCOMES):
                yield self.knowledge.fault(
                    "ContactWords", key, "is no channel, action or outcome, nor one of these with an outcome"
                )

    def claims(self) -> Iterator[Fault]:
        for issue in self.knowledge.issues.values():
            sides = {side for party in self.letters.parties.values() for named in party.named for side in named.sides}
            named = [side for claim in issue.claims for side in claim.of]
            yield from self.missing("Issue", issue.id, "side", named, sides)
            for plea in (text for claim in issue.claims for text in (claim.plea, claim.relief) if text):
                told = {wrong for source in (plea.zh, plea.en) for wrong in self.told_of(source)}
                yield from (self.knowledge.fault("Issue", issue.id, wrong) for wrong in told)

    def materials(self) -> Iterator[Fault]:
        from knowledge.limits import has_limit

        for item in self.knowledge.materials.values():
            yield from (
                self.knowledge.fault("Material", item.id, f"there is no limit “{ref}”")
                for ref in item.kept
                if not has_limit(self.knowledge, ref)
            )
            if item.after:
                yield from self.missing("Material", item.id, "channel", item.after.channels, self.knowledge.channels)
                yield from self.missing("Material", item.id, "outcome", item.after.outcomes, TOLD_BY)

    def missing(self, kind: str, key: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
        held = set(known)
        yield from (
            self.knowledge.fault(kind, key, f"there is no {what} “{name}”") for name in names if name not in held
        )

    def cited(self, kind: str, key: str, refs: Iterable[str]) -> Iterator[Fault]:
        yield from (
            self.knowledge.fault(kind, key, f"no statute file has “{ref}”")
            for ref in refs
            if not has_citation(self.knowledge, ref)
        )

    def given(self, kind: str, key: str, given: Given) -> Iterator[Fault]:
        """Facts that exist, with words that they can have."""
        yield from self.missing(kind, key, "fact", given, self.knowledge.facts)
        for fact, words in given.items():
            if fact in self.knowledge.facts:
                allowed = {"yes", "no", *(value.id for value in self.knowledge.facts[fact].values)}
                yield from self.missing(kind, key, f"value of the fact {fact}", words, allowed)
