"""A letter → what its writer has to know and does not hand in; a list of letters → lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.layout import Block
from documents.letters import Letter, LetterList
from documents.letters.letter import PartyEntry
from engine.steps.parts import Basis
from engine.wording import cite, phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["letter_blocks", "list_blocks"]


def list_blocks(found: LetterList, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """The letters that fit the plan, in the order of its steps; then the steps that need none, and why."""
    return list(_Words(knowledge, lang).listed(found))


def letter_blocks(letter: Letter, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """To whom it goes and why there, by when, what is still blank, what its articles say, what it does not ask for."""
    return list(_Words(knowledge, lang).notes(letter))


class _Words:
    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def listed(self, found: LetterList) -> Iterator[Block]:
        written = [line for line in found.letters if line.letter]
        rows = []
        for line in written:
            assert line.letter
            by = self.say("letter-list-by", day=line.do_by) if line.do_by else ""
            facts = "、".join(self.knowledge.facts[fact].label[self.lang] for fact in line.provided)
            condition = self.say("letter-list-if", facts=facts) if facts else ""
            rows.append(
                (
                    line.action,
                    f"{line.letter[self.lang]}{'：' if self.lang == 'zh' else ': '}{line.step[self.lang]}{by}{condition}",
                )
            )
        yield Block(self.say("letter-list-title" if rows else "letter-list-none"), tuple(rows))
        if rows:
            yield Block(self.say("letter-how", action=rows[0][0]), ())
        rest = tuple((line.action, line.why_not[self.lang]) for line in found.letters if line.why_not)
        yield from [Block(self.say("letter-without-title"), rest)] if rest else []

    def notes(self, letter: Letter) -> Iterator[Block]:
        yield Block(self.say("letter-notes"), tuple(("-", line) for line in self.about(letter)))
        if letter.blanks:
            rows = (
                (blank.id, f"{blank.label[self.lang]}{'：' if self.lang == 'zh' else ': '}{blank.how[self.lang]}")
                for blank in letter.blanks
            )
            yield Block(self.say("letter-blanks", n=len(letter.blanks)), tuple(rows))
        if letter.articles:
            yield Block(self.say("letter-articles-title"), tuple(("-", self.article(item)) for item in letter.articles))
        yield Block(letter.disclaimer[self.lang], ())

    def about(self, letter: Letter) -> Iterator[str]:
        yield from self.party("letter-to", letter.to)
        for party in letter.against:
            yield from self.party("letter-against", party)
        for court in letter.courts:
            yield self.say("letter-court", court=court.court[self.lang], article=self.cited(court.basis))
        if letter.do_by and letter.do_by_kind:
            yield self.say("letter-by", day=letter.do_by, kind=self.say(f"kind-{letter.do_by_kind}"))
        yield from (self.say("letter-not-asked", claim=claim[self.lang]) for claim in letter.not_asked)
        if letter.enclosures:
            yield self.say("letter-enclosures")

    def party(self, key: str, party: PartyEntry) -> Iterator[str]:
        yield self.say(key, name=party.name[self.lang], why=party.why[self.lang])
        if party.basis:
            yield self.say("letter-party-basis", articles=self.cited(party.basis))
        yield from (self.say("letter-party-source", source=source[self.lang]) for source in party.sources)
        yield from (self.say("letter-party-doubt", doubt=doubt[self.lang]) for doubt in party.doubts)

    def cited(self, basis: Iterable[Basis]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(cite(item.statute, item.article, self.lang) for item in basis)

    def article(self, item: Basis) -> str:
        name = cite(item.statute, item.article, self.lang)
        return self.say("letter-article", article=name, gist=item.gist) + self.doubt(item)

    def doubt(self, item: Basis) -> str:
        return f" [{self.say('letter-party-doubt', doubt=item.doubt)}]" if item.doubt else ""
