"""A wallet and a day → what is known of it then, as lines in one language; what changed before and after stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from documents.source_text import Footnotes
from engine.wording import phrase
from knowledge.editions import Claimed, Statement, holding
from knowledge.entrance import Entrance
from knowledge.errors import near_names
from knowledge.grounds import Reference
from knowledge.library import Knowledge
from knowledge.models import Confidence, Lang
from knowledge.provider import WALLET_FACTS, Provider, WalletFact

__all__ = ["describe_wallets", "way_lines"]


def describe_wallets(knowledge: Knowledge, wallet: str | None, day: date, lang: Lang) -> list[str]:
    """All wallets, or one as it was on the day. CaseError: no such wallet."""
    if wallet is None:
        return [f"{item.id:<15} {item.name[lang]}" for item in knowledge.providers.values()]
    provider = knowledge.providers.get(wallet)
    if provider is None:
        raise near_names("wallet", wallet, knowledge.providers)
    return list(_Writer(knowledge, day, lang).wallet(provider))


def way_lines(
    entrances: Iterable[Entrance], knowledge: Knowledge, day: date, lang: Lang, notes: Footnotes
) -> Iterator[str]:
    """The ways in of the day; which of them are only known to be today's is said. None of low confidence."""
    for item in holding(entrances, day):
        if item.confidence is not Confidence.LOW:
            unknown = "" if item.known_on(day) else f" [{phrase(knowledge, lang, 'way-not-known')}]"
            yield (
                f"  {item.kind}: {item.both[lang]}"
                + (f" – {item.label[lang]}" if item.label else "")
                + unknown
                + notes.mark(item.sources)
            )


class _Writer:
    def __init__(self, knowledge: Knowledge, day: date, lang: Lang) -> None:
        self.knowledge, self.day, self.lang = knowledge, day, lang
        self.notes = Footnotes(knowledge, lang)

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def wallet(self, provider: Provider) -> Iterator[str]:
        yield f"{provider.id}  {provider.name.zh} / {provider.name.en}  ({provider.kind}, {self.day})"
        for fact in WALLET_FACTS:
            if provider.editions(fact):
                yield f"  {self.say(f'wallet-{fact}')}: {self.on_day(provider, fact)}"
                yield from (f"    {self.edition(item)}" for item in self.others(provider, fact))
        yield from (
            f"  {self.say('wallet-warnings')}: {text[self.lang]}" for text in holding(provider.warnings, self.day)
        )
        yield from way_lines(provider.entrances, self.knowledge, self.day, self.lang, self.notes)
        yield from self.notes.lines()

    def on_day(self, provider: Provider, fact: WalletFact) -> str:
        """What is known of the day, or that nothing is."""
        told, gap = provider.told(fact, self.day), provider.gap(fact, self.day)
        unknown = self.say("wallet-not-known", day=self.day) + (f": {gap.why[self.lang]}" if gap else "")
        return f"{told[self.lang]}{self.notes.mark(self.read_in(provider, fact))}" if told else unknown

    def read_in(self, provider: Provider, fact: WalletFact) -> Iterator[Reference]:
        """What the edition of the day was read in."""
        for item in holding(provider.editions(fact), self.day):
            if isinstance(item, Claimed):
                yield from item.sources

    def others(self, provider: Provider, fact: WalletFact) -> Iterator[Claimed | Statement]:
        """The editions that are not those of the day. None of low confidence."""
        for item in provider.editions(fact):
            low = isinstance(item, Claimed) and item.confidence is Confidence.LOW
            known = item.known_on(self.day) if isinstance(item, Claimed) else item.holds_on(self.day)
            if not low and not known:
                yield item

    def edition(self, item: Claimed | Statement) -> str:
        """`2024-07-01 – : the name`; an edition whose first day was not found begins where it was first seen."""
        seen = item.seen if isinstance(item, Claimed) else None
        first = item.from_ or (self.say("wallet-seen", day=seen) if seen else "")
        return f"{first} – {item.until or ''}: {(item.value if isinstance(item, Claimed) else item)[self.lang]}{self.marked(item)}".strip()

    def marked(self, item: Claimed | Statement) -> str:
        return self.notes.mark(item.sources) if isinstance(item, Claimed) else ""
