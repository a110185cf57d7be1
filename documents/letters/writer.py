"""A plan, its case and an action of it → the letter by which that step is done; which steps have one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from documents.letters.drafts import Draft, cited, numbered, without_empty
from documents.letters.letter import BlankEntry, Letter, LetterLine, LetterList
from documents.letters.parties import Parties
from documents.letters.words import Later, LetterWords, written_day
from engine.case import Case
from engine.steps import Plan, Step
from engine.steps.parts import Basis
from knowledge.errors import CaseError, Fault, near_names
from knowledge.letters import Form, Part, Statement, Unwritten, Use
from knowledge.library import Knowledge
from knowledge.models import Claim, Material, Text, meets, meets_any

__all__ = ["form_of", "letters_of", "reason_of", "write_letter"]

ACCOUNT, HOLDER = "account", "holder"
"""parties of every letter: whose account it is, and what it is called"""


def letters_of(plan: Plan, knowledge: Knowledge) -> LetterList:
    """Every step of the plan that puts something to somebody, with its letter or the reason why there is none."""
    lines = (_line(step, knowledge) for step in plan.steps)
    return LetterList(as_of=plan.as_of, letters=tuple(line for line in lines if line.form or line.why_not))


def _line(step: Step, knowledge: Knowledge) -> LetterLine:
    form, use = form_of(step.action, knowledge)
    reason = None if form else reason_of(step.action, knowledge)
    return LetterLine(
        action=step.action,
        step=step.title,
        form=form.id if form else None,
        letter=_title(form, use) if form else None,
        why_not=reason.why if reason and knowledge.actions[step.action].files else None,
        provided=step.provided,
        do_by=step.do_by,
    )


def _title(form: Form, use: Use | None) -> Text:
    return use.name if use and use.name else form.name


def form_of(action: str, knowledge: Knowledge) -> tuple[Form | None, Use | None]:
    """The form that names the action; else, unless something else is said of it, the one for such channels."""
    forms = knowledge.letters.forms.values()
    for form in forms:
        for use in form.actions:
            if use.action == action:
                return form, use
    if any(action in item.actions for item in knowledge.letters.unwritten.values()):
        return None, None
    entry = knowledge.actions[action]
    general = entry.files and not entry.keeps and entry.claims_of_issue
    return next((form for form in forms if general and entry.channel in form.channels), None), None


def reason_of(action: str, knowledge: Knowledge) -> Unwritten | None:
    """Why nothing is handed in in writing."""
    reasons = knowledge.letters.unwritten.values()
    named = next((item for item in reasons if action in item.actions), None)
    channel = knowledge.actions[action].channel
    return named or next((item for item in reasons if channel and channel in item.channels), None)


def write_letter(
    plan: Plan, case: Case, knowledge: Knowledge, action: str, filled: Mapping[str, str] | None = None
) -> Letter:
    """The letter for a step of the plan. `filled` tells names and numbers that no case holds, by the id of their blank; nothing
    of it is kept. Raises CaseError for what is no step of the plan, and for one that has no letter.
    """
    step = _step(plan, knowledge, action)
    form, use = form_of(step.action, knowledge)
    if form is None:
        reason = reason_of(step.action, knowledge)
        why = reason.why if reason else knowledge.wording["letter-none"]
        raise CaseError([Fault.told(step.action, why, "no-letter")])
    _check_filled(filled or {}, knowledge)
    return _Writer(plan, case, knowledge, step, form, use, filled or {}).letter()


def _step(plan: Plan, knowledge: Knowledge, name: str) -> Step:
    """The step of that action; else the first that is carried out with the form of that name."""
    by_form = {(form.id if (form := form_of(step.action, knowledge)[0]) else ""): step for step in reversed(plan.steps)}
    by_action = {step.action: step for step in plan.steps}
    found = by_action.get(name) or by_form.get(name)
    if found is None:
        raise near_names("ACTION", name, [*by_action, *filter(None, by_form)])
    return found


def _check_filled(filled: Mapping[str, str], knowledge: Knowledge) -> None:
    known = [*knowledge.letters.blanks, *knowledge.questions]
    for key in filled:
        if key not in known:
            raise near_names("--fill", key, known)


class _Writer:
    def __init__(
        self,
        plan: Plan,
        case: Case,
        knowledge: Knowledge,
        step: Step,
        form: Form,
        use: Use | None,
        filled: Mapping[str, str],
    ) -> None:
        self.plan, self.case, self.knowledge, self.step, self.form, self.use = plan, case, knowledge, step, form, use
        self.seen: dict[str, None] = {}
        self.noting = False
        self.zh, self.en = (LetterWords(plan, case, knowledge, lang, filled, self.note) for lang in ("zh", "en"))
        self.parties = Parties(case, knowledge, self.zh, self.en)

    def note(self, key: str) -> None:
        if self.noting:
            self.seen.setdefault(key)

    @property
    def title(self) -> Text:
        return _title(self.form, self.use)

    @property
    def claiming(self) -> bool:
        own = self.use.claims if self.use else None
        return self.form.claims if own is None else own

    def letter(self) -> Letter:
        form, use, step = self.form, self.use, self.step
        self.noting = False
        addressee = self.parties.chosen((use and use.to) or form.to)[0]
        to = self.parties.told(addressee)
        against = self.parties.chosen((use and use.against) or form.against)
        claims = self.claims(self.parties.sides(against or [addressee])) if self.claiming else []
        courts = tuple(self.parties.courts(use))
        for words in (self.zh, self.en):
            words.names.update(self.names(words, addressee, against))
        articles = tuple(self.articles(claims))
        for words in (self.zh, self.en):
            words.names.update(self.lists(words, claims, articles))
        enclosures = tuple(self.parties.text(item.enclosed) for item in self.enclosed() if item.enclosed)
        for words in (self.zh, self.en):
            words.names["enclosures"] = [text[words.lang] for text in enclosures]
        self.noting = True
        parts = tuple(numbered(without_empty(self.parts(form.parts))))
        return Letter(
            form=form.id,
            title=self.parties.text(self.title),
            action=step.action,
            step=step.title,
            channel=step.channel,
            as_of=self.plan.as_of,
            do_by=step.do_by,
            do_by_kind=step.do_by_kind,
            reply_due=step.reply_due,
            to=to,
            against=tuple(map(self.parties.told, against)),
            courts=courts,
            articles=articles,
            not_asked=tuple(claim.text for claim in (self.all_claims() if self.claiming else []) if claim.plea is None),
            enclosures=enclosures,
            blanks=tuple(map(self.blank, self.seen)),
            parts=parts,
            disclaimer=self.knowledge.wording["letter-disclaimer"],
        )

    def all_claims(self) -> list[Claim]:
        """The claims of the issue that the step makes."""
        issue = self.knowledge.issues.get(str(self.case.answers.get("issue")))
        return [claim for claim in (issue.claims if issue else ()) if claim.text in self.step.claims]

    def claims(self, sides: Collection[str]) -> list[Claim]:
        """Those that a letter to such a side can make on what the case says."""
        made = [claim for claim in self.all_claims() if self.asked(claim) or (self.form.relief and claim.supports)]
        return [claim for claim in made if not (claim.of and sides) or any(side in sides for side in claim.of)]

    def asks(self, words: LetterWords, claims: Sequence[Claim]) -> list[Later]:
        own = self.use.asks if self.use else ()
        asked = tuple(text for claim in claims if (text := self.asked(claim)) and words.fill(text))
        if self.claiming and not own and not asked:
            own = self.form.otherwise
        instead = () if self.use and self.use.asks else self.form.asks
        texts = {words.fill(text): text for text in (*own, *asked, *instead, *self.form.last)}
        return [words.later(text) for told, text in texts.items() if told]

    def rests_on(self, claim: Claim) -> bool:
        """Whether the letter rests on the grounds of the claim: it asks for it, or they support what else it asks."""
        text = self.asked(claim)
        return bool(text and self.zh.fill(text)) or (self.form.relief and claim.supports)

    def asked(self, claim: Claim) -> Text | None:
        """The claim as such a letter asks for it."""
        return claim.relief if self.form.relief else claim.plea

    def articles(self, claims: Sequence[Claim]) -> Iterator[Basis]:
        """Of the articles that the step cites: the grounds of the claims, then those that the form names."""
        wanted = [ref for claim in claims if self.rests_on(claim) for ref in claim.basis]
        wanted += [*(self.use.cites if self.use else ()), *self.form.cites]
        held = {basis.citation: basis for basis in self.step.basis}
        named = (ref for ref in dict.fromkeys(wanted) if ref.partition("/")[0] not in self.form.leaves_out)
        yield from (held[ref] for ref in named if ref in held)

    def names(self, words: LetterWords, addressee: str, against: Sequence[str]) -> dict[str, Any]:
        """What the form's templates name besides the case."""
        due = self.step.reply_due
        return {
            "to": self.party(addressee, words),
            "respondents": [self.party(key, words) for key in against],
            "title": words.fill(self.title),
            "role": words.fill(self.form.role),
            "in_court": self.form.relief,
            "side": words.fill(self.use.side) if self.use and self.use.side else "",
            "other": words.fill(self.form.other),
            "account": words.later(self.parties.named(ACCOUNT).name),
            "who": words.later(self.parties.named(HOLDER).name),
            "reply_by": written_day(due, words.lang) if due and due > self.plan.as_of else None,
        }

    def lists(self, words: LetterWords, claims: Sequence[Claim], articles: Sequence[Basis]) -> dict[str, Any]:
        """What they go through one by one."""
        return {
            "facts": [words.later(item.text) for item in self.statements()],
            "asks": self.asks(words, claims),
            "articles": cited(articles, words.lang),
        }

    def party(self, key: str, words: LetterWords) -> dict[str, Any]:
        item = self.parties.named(key)
        return {"name": words.later(item.name), "seat": words.later(item.seat) if item.seat else None}

    def statements(self) -> Iterator[Statement]:
        """What the case says, in the order of the file."""
        known = self.zh.known
        for item in self.knowledge.letters.statements.values():
            told = meets(item.given, known) and not meets_any(item.unless, known)
            if told and self.has_room(item) and all(need in self.case.answers for need in item.needs):
                yield item

    def has_room(self, item: Statement) -> bool:
        """Whether such a form, for such an action, tells it."""
        form, action = self.form.id, self.step.action
        wanted = (not item.only_in or form in item.only_in) and (not item.only_for or action in item.only_for)
        return wanted and form not in item.not_in and action not in item.not_for

    def enclosed(self) -> Iterator[Material]:
        """The papers of the step; those that only a contact brings, where there was one."""
        by_name = {item.name: item for item in self.knowledge.materials.values()}
        for name in self.step.materials:
            item = by_name[name]
            if item.after is None or any(
                item.after.brings(a.channel, a.outcome, a.reference) for a in self.case.contacts
            ):
                yield item

    def parts(self, parts: Sequence[Part]) -> Iterator[Draft]:
        for part in parts:
            if part.use:
                yield from self.parts(self.knowledge.letters.passages[part.use].parts)
            elif part.each:
                pairs = zip(self.zh.names[part.each], self.en.names[part.each], strict=True)
                yield from (self.draft(part, item) for item in pairs)
            else:
                yield self.draft(part, (None, None))

    def draft(self, part: Part, item: tuple[Any, Any]) -> Draft:
        texts = ((self.zh.fill(text, item=item[0]), self.en.fill(text, item=item[1])) for text in part.text)
        return Draft(part.kind, tuple(texts))

    def blank(self, key: str) -> BlankEntry:
        known = self.knowledge.letters.blanks.get(key)
        if known:
            return BlankEntry(id=key, label=known.label, how=known.how)
        return BlankEntry(
            id=key, label=self.knowledge.facts[key].label, how=self.knowledge.questions[key].helped(self.case.answers)
        )
