"""What differs between two sides of the graph → lines in one language."""

from __future__ import annotations

from collections.abc import Iterator

from documents.line_breaks import width_of
from engine.analysis.survey import Aspect, Change, Difference, Shape, WalletDifference
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["difference_lines"]

LINE = 75
"""Columns that before and after have, to stand on one line"""


def difference_lines(survey: Difference, knowledge: Knowledge, lang: Lang) -> list[str]:
    """Every change, with its aspects before and after; then how many there are."""
    return list(_Writer(knowledge, lang).lines(survey))


class _Writer:
    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, f"diff-{key}", **values)

    def lines(self, survey: Difference) -> Iterator[str]:
        yield self.say("sides", before=survey.before[self.lang], after=survey.after[self.lang])
        for wallet in survey.wallets:
            yield f"{self.say(str(wallet.shape))}  {self.wallet(wallet)}"
            labels = [self.label(survey, wallet.before, "old"), self.label(survey, wallet.after, "new")]
            yield from self.aspects(wallet.aspects, labels, self.say("not-held"))
        carried = survey.with_their_channel
        for change in (change for change in survey.changes if change not in carried):
            yield f"{self.shape(survey, change.shape)}  {self.what(change)}"
            yield from self.aspects(change.aspects, [self.say("old"), self.say("new")], self.say("nothing"))
            yield from self.arrows(change, carried)
        yield self.say("count", n=len(survey.changes) + len(survey.wallets), same=survey.same)

    def wallet(self, wallet: WalletDifference) -> str:
        """The wallet, or the two that are held against each other."""
        names = dict.fromkeys(name[self.lang] for name in (wallet.before, wallet.after) if name)
        return " → ".join(names)

    def shape(self, survey: Difference, shape: Shape) -> str:
        """What became of it; between two wallets, which of them has it."""
        if survey.of_two_wallets:
            return self.say(f"{shape}-between", before=survey.before[self.lang], after=survey.after[self.lang])
        return self.say(str(shape))

    def arrows(self, change: Change, carried: tuple[Change, ...]) -> Iterator[str]:
        """How many arrows come or go with the channel."""
        ends = [item for item in carried if change.target is None and change.channel in (item.channel, item.target)]
        own = [item for item in ends if item.shape is change.shape]
        if own:
            yield f"     {self.say('with-it', n=len(own))}"

    def what(self, change: Change) -> str:
        if change.target_name is None:
            return change.name[self.lang]
        kind = self.say("closes" if change.forecloses else "leads")
        return f"{change.name[self.lang]} → {change.target_name[self.lang]} ({kind})"

    def label(self, survey: Difference, name: Text | None, otherwise: str) -> str:
        return name[self.lang] if survey.of_two_wallets and name else self.say(otherwise)

    def aspects(self, aspects: tuple[Aspect, ...], labels: list[str], nothing: str) -> Iterator[str]:
        """Each on a line; where a side has more than is read on one, on a line a value."""
        for item in aspects:
            name = self.say(f"aspect-{item.name}")
            sides = [[text[self.lang] for text in texts] or [nothing] for texts in (item.before, item.after)]
            before, after = map(self.say("list").join, sides)
            told = self.say("aspect", aspect=name, before=before, after=after)
            if width_of(told) <= LINE:
                yield f"     {told}"
                continue
            yield f"     {name}"
            for label, texts in zip(labels, sides, strict=True):
                yield from (f"       {self.say('wallet-side', name=label, text=text)}" for text in texts)
