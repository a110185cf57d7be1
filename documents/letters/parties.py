"""A party of a form and a case → its name, why it is the right one, and what is doubtful about that; the courts that may be competent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.letters.letter import Court, PartyEntry
from documents.letters.templates import names_in
from documents.letters.words import LetterWords
from engine.case import Case
from engine.steps import ground
from engine.wording import document
from knowledge.doubts import doubted
from knowledge.editions import Claimed, holding
from knowledge.frozen import Frozen
from knowledge.grounds import named as documents_of
from knowledge.letters import Named, Use
from knowledge.library import Knowledge
from knowledge.models import Text, meets, meets_any

__all__ = ["Parties"]

SEAT = "seat"


class Parties(Frozen):
    """Finds the parties and courts of one case."""

    case: Case
    knowledge: Knowledge
    zh: LetterWords
    en: LetterWords

    def named(self, key: str) -> Named:
        """The entry of the party that holds in this case; the last one where none does."""
        party = self.knowledge.letters.parties[key]
        return next((item for item in party.named if meets(item.given, self.zh.known)), party.named[-1])

    def chosen(self, keys: Sequence[str]) -> list[str]:
        """Those of the parties that this case has; where it has none of them, the first."""
        parties = self.knowledge.letters.parties
        found = [key for key in keys if meets_any((item.given for item in parties[key].named), self.zh.known)]
        return found or list(keys[:1])

    def told(self, key: str) -> PartyEntry:
        item = self.named(key)
        claims = tuple(self.claims(item))
        name, blanks = self.watched(item.name)
        return PartyEntry(
            name=name,
            known=not blanks,
            why=self.text(item.why),
            basis=tuple(ground(self.knowledge, self.case, item.basis)),
            sources=tuple(
                dict.fromkeys(document(self.knowledge, use) for claim in claims for use in documents_of(claim.sources))
            ),
            doubts=tuple(dict.fromkeys([*self.unknown(item), *self.doubts(claims)])),
        )

    def doubts(self, claims: Sequence[Claimed]) -> Iterator[Text]:
        """What was not verified about the name and the seat."""
        yield from (text for claim in claims if (text := doubted(claim.doubt, self.case.as_of)))

    def unknown(self, item: Named) -> Iterator[Text]:
        """That the name of that day is not known, and today's."""
        wallet, say = self.zh.plan.wallet, self.knowledge.wording
        for gap in wallet.not_known if wallet else ():
            if gap.what == item.knows and gap.latest:
                today = say["wallet-latest"].filled(text=gap.latest)
                yield Text(
                    zh=f"{say['wallet-not-known'].told('zh', day=self.case.as_of)}；{today.zh}",
                    en=f"{say['wallet-not-known'].told('en', day=self.case.as_of)}; {today.en}",
                )

    def claims(self, item: Named) -> Iterator[Claimed]:
        """What the wallet's file says of its name and seat, on the day of the case."""
        provider = self.case.wallet(self.knowledge)
        shown = [item.knows] if item.knows else []
        shown += [SEAT] if item.seat and SEAT in names_in(item.seat.zh) else []
        for fact in shown if provider else ():
            found = holding(getattr(provider, fact), self.case.as_of)
            yield from (claim for claim in found if isinstance(claim, Claimed))

    def courts(self, use: Use | None) -> Iterator[Court]:
        for key in use.venues if use else ():
            venue = self.knowledge.letters.venues[key]
            basis = tuple(ground(self.knowledge, self.case, venue.basis))
            if basis and meets(venue.given, self.zh.known):
                yield Court(court=self.text(venue.court), basis=basis)

    def watched(self, text: Text) -> tuple[Text, list[str]]:
        """The text, and the blanks in it."""
        blanks: list[str] = []
        with self.zh.hearing(blanks.append):
            told = self.zh.fill(text)
        return Text(zh=told, en=self.en.fill(text)), blanks

    def sides(self, keys: Sequence[str]) -> set[str]:
        """Which sides of the dispute they are."""
        return {side for key in keys for side in self.named(key).sides}

    def text(self, text: Text) -> Text:
        return Text(zh=self.zh.fill(text), en=self.en.fill(text))
