"""A citation, a rule, a channel, a wallet → what is known of it on a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.shared import lang_option, load_adviser, on_option, tell, today

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["channels", "law", "rules", "wallets"]


@click.command()
@click.argument("citation")
@on_option
@lang_option
def law(citation: str, day: datetime | None, lang: Lang) -> int:
    """An article in the edition in force on a day (`ecommerce-law/57(2)`), or a whole statute (`ecommerce-law`)."""
    from documents.lookup import describe_law

    return tell(describe_law(load_adviser().knowledge, citation, day.date() if day else today(), lang))


@click.command()
@click.argument("rule_id", required=False)
@lang_option
def rules(rule_id: str | None, lang: Lang) -> int:
    """All rules by stage, or one rule whole."""
    from documents.lookup import describe_rules

    adviser = load_adviser()
    return tell(describe_rules(adviser.knowledge, adviser.rulebase, rule_id, lang))


@click.command()
@click.argument("channel_id", required=False)
@on_option
@lang_option
def channels(channel_id: str | None, day: datetime | None, lang: Lang) -> int:
    """All channels by level, or one channel as it was on a day."""
    from documents.lookup import describe_channels

    return tell(describe_channels(load_adviser().knowledge, channel_id, day.date() if day else today(), lang))


@click.command()
@click.argument("wallet_id", required=False)
@on_option
@lang_option
def wallets(wallet_id: str | None, day: datetime | None, lang: Lang) -> int:
    """All wallets, or one wallet as it was on a day: who answers for it, what it promises, the ways in."""
    from documents.wallet_text import describe_wallets

    return tell(describe_wallets(load_adviser().knowledge, wallet_id, day.date() if day else today(), lang))
