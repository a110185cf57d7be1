"""A wallet and a day → what the plan says of it. It changes on few days, so it is made once for a stretch of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.steps.parts import NotKnown, Wallet
from knowledge.editions import Claimed, holding
from knowledge.library import Knowledge
from knowledge.provider import WALLET_FACTS, Provider, WalletFact
from knowledge.remembered import remembered
from knowledge.spans import Spans, turning

__all__ = ["wallet_on"]


def wallet_on(knowledge: Knowledge, provider: Provider, day: date) -> Wallet:
    """What is known for sure enough about the wallet on the day."""
    return _wallets(knowledge, provider.id).on(day)


@remembered(256)
def _wallets(knowledge: Knowledge, wallet: str) -> Spans[Wallet]:
    provider = knowledge.providers[wallet]
    return Spans(turning(_spans(provider)), lambda day: _told(provider, day))


def _spans(provider: Provider) -> Iterator[tuple[date, date | None]]:
    """The stretches in which something else is told of it: editions, since when they are known, and what is not."""
    yield from (warning.span for warning in provider.warnings)
    yield from (gap.days for gaps in provider.gaps.values() for gap in gaps)
    for claim in (claim for fact in WALLET_FACTS for claim in provider.editions(fact)):
        yield claim.span
        if isinstance(claim, Claimed):
            yield claim.known_from, None


def _told(provider: Provider, day: date) -> Wallet:
    shown = {fact: provider.told(fact, day) for fact in WALLET_FACTS}
    return Wallet(
        id=provider.id,
        name=provider.name,
        warnings=tuple(holding(provider.warnings, day)),
        not_known=tuple(
            _not_known(provider, fact, day) for fact, told in shown.items() if not told and provider.latest(fact)
        ),
        **shown,
    )


def _not_known(provider: Provider, fact: WalletFact, day: date) -> NotKnown:
    """That nothing is claimed of the day, why, and what holds today."""
    gap = provider.gap(fact, day)
    return NotKnown(what=fact, why=gap.why if gap else None, latest=provider.latest(fact))
